import { z } from 'zod';

/** Why the machine chose or left out, read from `edition.assembled`, whichever release wrote it. */

/** A stable code with its numbers, and the sentence made of them. */
const reason = z.looseObject({ code: z.string(), text: z.string().default('') });
export type StoredReason = z.output<typeof reason>;

const reasons = z.array(reason).default([]).catch([]);
const score = z.object({
  urgency: z.number(),
  freshness: z.number(),
  breadth: z.number(),
  sourceWeight: z.number(),
  novelty: z.number(),
  total: z.number(),
});
export type StoredScore = z.output<typeof score>;

const other = z.object({
  dispatchId: z.string(),
  headline: z.string().default(''),
  source: z.string().default(''),
  reasons,
});
export type StoredOther = z.output<typeof other>;

const chosen = z.object({
  dispatchId: z.string().nullish(),
  isUpdate: z.boolean().default(false),
  score: score.nullable().default(null).catch(null),
  others: z.array(other).default([]).catch([]),
});
const omitted = z.object({ dispatchId: z.string().nullish(), score: z.number().nullable().default(null), reasons });
const assembled = z.object({
  blocks: z.array(chosen).default([]).catch([]),
  omitted: z.array(omitted).default([]).catch([]),
}); // prettier-ignore

export interface MachineChoice {
  /** False: no machine made this edition. */
  readonly isAssembled: boolean;
  /** By dispatch. */
  readonly chosen: ReadonlyMap<string, { readonly score: StoredScore | null; readonly others: readonly StoredOther[] }>;
  /** By dispatch; also those that stand in another's entry by the name of their source. */
  readonly leftOut: ReadonlyMap<string, { readonly score: number | null; readonly reasons: readonly StoredReason[] }>;
}

/** Pure. `stored` is whatever stands in the column. */
export function machineChoice(stored: unknown): MachineChoice {
  const read = assembled.safeParse(stored);
  if (!read.success) return { isAssembled: false, chosen: new Map(), leftOut: new Map() };
  const { blocks, omitted: omissions } = read.data;
  return {
    isAssembled: true,
    chosen: new Map(
      blocks.flatMap(({ dispatchId, score: points, others }) => (dispatchId ? [[dispatchId, { score: points, others }]] : [])),
    ),
    leftOut: new Map([
      ...omissions.flatMap(({ dispatchId, ...why }) => (dispatchId ? [[dispatchId, why] as const] : [])),
      ...blocks.flatMap(({ others }) =>
        others.map(({ dispatchId, reasons: why }) => [dispatchId, { score: null, reasons: why }] as const),
      ),
    ]),
  };
} // prettier-ignore
