/**
 * Counts rows this process has marked `submitting` and not settled yet: at most `limit` at once, over all chunks it
 * serves. That number is what a crash can leave uncertain.
 */
export class SubmissionGate {
  private taken = 0;
  private readonly waiting: { count: number; enter: () => void }[] = [];

  constructor(readonly limit: number) {}

  /** Waits until `count` more rows may be unsettled; first come, first served. `count` is at most `limit`. */
  async take(count: number): Promise<void> {
    if (this.waiting.length === 0 && this.taken + count <= this.limit) {
      this.taken += count;
      return;
    }
    await new Promise<void>((enter) => this.waiting.push({ count, enter }));
  }

  give(count: number): void {
    this.taken -= count;
    for (
      let next = this.waiting[0];
      next !== undefined && this.taken + next.count <= this.limit;
      next = this.waiting[0]
    ) {
      this.waiting.shift();
      this.taken += next.count;
      next.enter();
    }
  }
}
