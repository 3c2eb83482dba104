import type { Settlement } from '../ledger/delivery-state.js';

/** Results wait so long for others to be settled with them. */
const SETTLE_WITHIN_MS = 5;

/**
 * Results of one chunk on their way into the ledger: written in groups as they come, one group at a time. A row that was
 * expected keeps its place in the gate until its result is written.
 */
export class SettleTray {
  private readonly results: Settlement[] = [];
  /** Marked, and not written yet. */
  private owed = 0;
  private isWriting = false;
  private timer: NodeJS.Timeout | undefined;
  private failure: { error: unknown } | undefined;
  private whenEmpty: (() => void) | undefined;

  constructor(
    private readonly options: {
      /** As many are written at once, when so many are there. */
      readonly groupSize: number;
      /** Rejects when the results can never be written. */
      readonly write: (results: readonly Settlement[]) => Promise<void>;
      /** So many rows are settled, or given up. */
      readonly freed: (rows: number) => void;
    },
  ) {}

  get isEmpty(): boolean {
    return this.owed === 0;
  }

  get hasFailed(): boolean {
    return this.failure !== undefined;
  }

  /** So many dialogues begin; each ends with a {@link put}. */
  expect(rows: number): void {
    this.owed += rows;
  }

  put(result: Settlement): void {
    this.results.push(result);
    if (this.results.length >= this.options.groupSize || this.results.length === this.owed) void this.write();
    else this.timer ??= setTimeout(() => void this.write(), SETTLE_WITHIN_MS);
  }

  /** @throws what {@link write} said first */
  async emptied(): Promise<void> {
    if (this.owed > 0) await new Promise<void>((resolve) => (this.whenEmpty = resolve));
    if (this.failure !== undefined) throw this.failure.error;
  }

  /** What comes while a group is being written is the next group. */
  private async write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.isWriting) return;
    this.isWriting = true;
    while (this.results.length > 0) {
      const group = this.results.splice(0);
      try {
        await this.options.write(group);
      } catch (error) {
        // The rows become `uncertain` when their lease is over; the run ends with this error.
        this.failure ??= { error };
      }
      this.owed -= group.length;
      this.options.freed(group.length);
    }
    this.isWriting = false;
    if (this.owed === 0) this.whenEmpty?.();
  }
}
