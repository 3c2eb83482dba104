import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Clock, Log } from '@app/platform';
import { ClickRepository, type Click } from './click.repository.js';

/** Clicks held until the next writing. Beyond them clicks go uncounted: a flood must not fill the memory. */
const MOST_HELD = 10_000;
/** Milliseconds from a click to its writing: many are one statement, and no reader waits for it. */
const WRITING_MS = 1_000;
/** Seconds after the submission in which no person can have read the mail. */
const SCANNER_SECONDS = 10;

/**
 * Takes clicks off the requests that make them. A click is a sign and not a duty: what cannot be written is logged and
 * gone, and the reader is at their story all the same.
 */
@Injectable()
export class NoteClicks implements BeforeApplicationShutdown {
  private held: Click[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly clicks: ClickRepository,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  note({ editionNumber, subscriptionId }: Omit<Click, 'at'>): void {
    if (this.held.length >= MOST_HELD) return;
    this.held.push({ editionNumber, subscriptionId, at: this.clock.now() });
    this.timer ??= setTimeout(() => void this.write(), WRITING_MS).unref();
  }

  /** Writes what is held. Never rejects. */
  async write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const clicks = this.held;
    this.held = [];
    if (clicks.length > 0)
      this.writing = this.writing
        .then(() => this.clicks.record(clicks, SCANNER_SECONDS))
        .catch((error: unknown) => { this.log.failure('delivery.clicks_lost', error, { clicks: clicks.length }); }); // prettier-ignore
    await this.writing;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.write();
  }
}
