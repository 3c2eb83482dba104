import { Injectable } from '@nestjs/common';
import { JobBell, Log } from '@app/platform';
import { pollSource } from '../dispatches.jobs.js';
import { PollRepository } from './poll.repository.js';

/** More than two workers read between two rounds; those left over keep their place and are rung in the next. */
const ROUND = 500;

/**
 * Tells the queue which feeds are due. At most one job a source, and one a host, is on its way at any time: however many
 * sources are due at once, the queue holds no more jobs than there are hosts, and the sockets are the processors'.
 */
@Injectable()
export class RingSources {
  constructor(
    private readonly polls: PollRepository,
    private readonly bell: JobBell,
    private readonly log: Log,
  ) {}

  /** The sweeper's round. Returns for how many it rang. */
  async ringDue(): Promise<number> {
    const due = await this.polls.ringable(ROUND);
    await this.bell.ring(pollSource, ...due.map((sourceId) => ({ sourceId })));
    return due.length;
  }

  /** A host has become free: the next source waiting for it need not wait for a round. */
  async ringNextOn(host: string): Promise<void> {
    try {
      const next = await this.polls.ringableOn(host);
      if (next !== undefined) await this.bell.ring(pollSource, { sourceId: next });
    } catch (error) {
      // The poll before it is over and recorded; the next round rings for this one.
      this.log.failure('source.ring_failed', error);
    }
  }
}
