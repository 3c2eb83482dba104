/** More in one statement gains nothing; it only keeps the first in line waiting for the last. */
export const BATCH_SIZE = 500;
/** A process that is this far behind cannot answer in a reader's time. */
export const MAX_WAITING = 10_000;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly settle: (result: Result) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Work that comes one by one and is done together. A batch begins when the one before has ended, so that a quiet
 * process adds no delay and a busy one adds a statement to every few hundred requests instead of to each.
 */
export class Batches<Item, Result> {
  private readonly waiting: Waiting<Item, Result>[] = [];
  private isBusy = false;

  /** @param work answers each item, in order; if it throws, every item of that batch fails by it */
  constructor(private readonly work: (items: readonly Item[]) => Promise<readonly Result[]>) {}

  get isFull(): boolean {
    return this.waiting.length >= MAX_WAITING;
  }

  add(item: Item): Promise<Result> {
    return new Promise((settle, fail) => {
      this.waiting.push({ item, settle, fail });
      if (!this.isBusy) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.isBusy = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, BATCH_SIZE);
      try {
        const results = await this.work(batch.map(({ item }) => item));
        batch.forEach(({ settle, fail }, n) => {
          const result = results[n];
          if (result === undefined) fail(new Error('a batch left one of its items without an answer'));
          else settle(result);
        });
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    this.isBusy = false;
  }
}
