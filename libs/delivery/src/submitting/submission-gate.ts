/**
 * Counts rows this process has marked `submitting` and not settled yet: at most `limit` at once, over all chunks it
 * serves. That number is what a crash can leave uncertain.
 */
export class SubmissionGate {
  private taken = 0;
  private readonly waiting: { most: number; enter: (places: number) => void }[] = [];
  /** Fewer are not worth a statement of their own, while others are under way. */
  private readonly least: number;

  constructor(readonly limit: number) {
    this.least = Math.ceil(limit / 8);
  }

  /** Waits until some more rows may be unsettled, and gives as many places, at most `most`; first come, first served. */
  take(most: number): Promise<number> {
    if (most < 1) return Promise.resolve(0);
    return new Promise((enter) => {
      this.waiting.push({ most, enter });
      this.serve();
    });
  }

  give(places: number): void {
    this.taken -= places;
    this.serve();
  }

  private serve(): void {
    for (let next = this.waiting[0]; next !== undefined; next = this.waiting[0]) {
      const free = this.limit - this.taken;
      if (free < Math.min(next.most, this.least)) return;
      const places = Math.min(free, next.most);
      this.waiting.shift();
      this.taken += places;
      next.enter(places);
    }
  }
}
