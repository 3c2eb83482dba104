/** One line of the benchmark's report. */
export interface Measure {
  readonly what: string;
  readonly value: number;
  /** Empty for a ratio. */
  readonly unit: string;
  /** What the issue asks for; left out: a figure to compare others with. */
  readonly target?: { readonly atLeast: number } | { readonly below: number };
}

export function meets({ value, target }: Measure): boolean {
  if (target === undefined) return true;
  return 'atLeast' in target ? value >= target.atLeast : value < target.below;
}

/** The value below which the given share of the sorted values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
