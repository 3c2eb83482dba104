import { Injectable } from '@nestjs/common';
import { Config, JobBell } from '@app/platform';
import { submitChunk } from '../delivery.jobs.js';
import { LedgerSweepRepository } from '../ledger/ledger-sweep.repository.js';

/** Chunks rung for at once: at 500 recipients a chunk this is a million readers. */
const RING_ROUND = 2_000;

/** Fewer rows are read in a millisecond, whatever the planner takes them for. */
const ANALYSED_FROM = 2_000;

/** Rings for every chunk that has rows nobody works on. */
@Injectable()
export class RingChunks {
  constructor(
    private readonly ledger: LedgerSweepRepository,
    private readonly bell: JobBell,
    private readonly config: Config,
  ) {}

  /** An edition may go on: what was rung for before it was held is rung for anew, at once. */
  async ringAgain(editionId: string): Promise<void> {
    await this.ledger.forgetRings(editionId);
    await this.ring();
  }

  /** An audience was frozen: so many rows came at once that the planner does not know of them. */
  async ringFirst(editionDate: string, recipients: number): Promise<void> {
    if (recipients >= ANALYSED_FROM) await this.ledger.analyse(editionDate);
    await this.ring();
  }

  async ring(): Promise<number> {
    // A ring is given two rounds to be heard before the same chunk is rung for again.
    const chunks = await this.ledger.takeRingable(this.config.env.SWEEP_SECONDS * 2, RING_ROUND);
    await this.bell.ring(submitChunk, ...chunks);
    return chunks.length;
  }
}
