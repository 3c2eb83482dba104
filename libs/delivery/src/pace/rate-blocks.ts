import type { PaceWay, PermitRepository } from './permit.repository.js';

/** A block not used within this time is lost, in milliseconds: saved up, blocks would come all at once. */
const BLOCK_MS = 1_000;

interface Block {
  left: number;
  /** By {@link performance.now}. */
  until: number;
  /** Nothing is free before then. */
  notBefore: number;
  /** How much was asked for; doubled when it was used up in time, so that a second costs few questions. */
  size: number;
}

export interface RateWish {
  readonly perSecond: number;
  readonly workers: number;
  readonly wanted: number;
}

/** Messages this worker has spoken for, by way. */
export class RateBlocks {
  private readonly blocks = new Map<string, Block>();

  constructor(private readonly repository: Pick<PermitRepository, 'speakFor'>) {}

  /** `waitMs`: milliseconds until more may be had; null when all were granted. Rejects when the database is away. */
  async take(way: PaceWay, wish: RateWish): Promise<{ granted: number; waitMs: number | null }> {
    const name = `${way.transport} ${way.provider}`;
    const known = this.blocks.get(name);
    const now = performance.now();
    if (known !== undefined && now < known.until && known.left > 0) {
      const granted = Math.min(known.left, wish.wanted);
      known.left -= granted;
      return { granted, waitMs: granted === wish.wanted ? null : Math.max(1, known.notBefore - now) };
    }
    if (known !== undefined && now < known.notBefore) return { granted: 0, waitMs: known.notBefore - now };
    const isUsedUp = known?.left === 0 && now < known.until + BLOCK_MS;
    const most = Math.ceil(Math.max(1, wish.perSecond / wish.workers));
    const size = Math.max(wish.wanted, Math.min(most, isUsedUp ? 2 * known.size : 0));
    const block = await this.repository.speakFor(way, wish.perSecond, size);
    const granted = Math.min(block.granted, wish.wanted);
    const waitMs = Math.max(1, block.again - block.now);
    this.blocks.set(name, {
      left: block.granted - granted,
      until: performance.now() + BLOCK_MS,
      notBefore: block.granted < size ? performance.now() + waitMs : 0,
      size,
    });
    return { granted, waitMs: granted === wish.wanted ? null : waitMs };
  }

  /** The rate is another one now. */
  forget(name: string): void {
    this.blocks.delete(name);
  }
}
