import { setTimeout as wait } from 'node:timers/promises';

/** One step of the journey, as `--json` prints it. */
export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly detail: string;
}

/** Runs steps one after the other; the first that fails ends the journey, because the next ones stand on it. */
export class Journey {
  readonly steps: StepResult[] = [];

  constructor(private readonly onStep: (step: StepResult) => void) {}

  get ok(): boolean {
    return this.steps.every((step) => step.ok);
  }

  /** `work` returns what it found and the sentence to print. Throws what it threw, after noting it. */
  async step<T>(name: string, work: () => Promise<{ value: T; detail: string }>): Promise<T> {
    const begun = performance.now();
    try {
      const { value, detail } = await work();
      this.note({ name, ok: true, ms: Math.round(performance.now() - begun), detail });
      return value;
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.note({ name, ok: false, ms: Math.round(performance.now() - begun), detail });
      throw new JourneyEnded(name, { cause: error });
    }
  }

  private note(step: StepResult): void {
    this.steps.push(step);
    this.onStep(step);
  }
}

/** A step did not hold; it stands in the list with its reason. */
export class JourneyEnded extends Error {
  override readonly name = 'JourneyEnded';
}

/** Looks until there is something; says what was missing when there never is. */
export async function until<T>(what: string, look: () => Promise<T | undefined>, limitMs = 60_000): Promise<T> {
  const limit = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > limit) throw new Error(`${what}: not within ${limitMs / 1000} s`);
    await wait(100);
  }
}

export function check(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
