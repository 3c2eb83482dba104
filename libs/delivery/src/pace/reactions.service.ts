import { Injectable } from '@nestjs/common';
import { Database, Log, SystemAlarms } from '@app/platform';
import { judgeReply, type Answer, type Reaction } from './classify-reply.js';
import { keyOf } from './permit-book.js';
import { PermitRepository, WHOLE, type Hindrance, type PaceWay } from './permit.repository.js';
import { Permits } from './permits.service.js';
import { OTHER } from './providers.js';
import type { PacedOutcome } from './grant.js';

/**
 * Replies about us without a rule for their words, one after another and none accepted between, before we believe them:
 * anybody's policy for one mailbox looks like that once.
 */
const UNCERTAIN_IN_A_ROW = 5;
/** What is then done. */
const UNCERTAIN: Reaction = { kind: 'slow', minutes: 15 };
/** Ways that are being doubted at once; beyond, all are given a fresh start. */
const MAX_DOUBTED = 10_000;

/** Hears what providers answer, and slows down or stops where they say so. Never touches a recipient. */
@Injectable()
export class Reactions {
  /** Uncertain replies about us since the last message that was taken, by way. */
  private readonly inARow = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly permits: Permits,
    private readonly repository: PermitRepository,
    private readonly alarms: SystemAlarms,
    private readonly log: Log,
  ) {}

  hear(transport: string, provider: string, outcomes: readonly PacedOutcome[]): void {
    for (const outcome of outcomes) {
      if (outcome.kind === 'submitted') this.inARow.delete(keyOf(transport, provider));
      if (outcome.kind !== 'refused' && outcome.kind !== 'postponed') continue;
      // A relay that was not told the recipient speaks for itself: its health is the transports' business. And a
      // connection that broke has no code, and says nothing about us.
      if (outcome.reply.code === null || (outcome.kind === 'postponed' && !outcome.begun)) continue;
      this.judge(transport, provider, outcome.reply);
    }
  }

  private judge(transport: string, provider: string, answer: Answer): void {
    const { says, reaction, isUncertain, isOfRelay } = judgeReply(answer, provider);
    if (says !== 'us') return;
    if (isOfRelay) this.hold(transport, WHOLE, reaction, answer);
    // Nobody in particular: what one small host thinks of us must not slow down all the others.
    else if (!isUncertain && provider !== OTHER) this.hold(transport, provider, reaction, answer);
    else if (this.isBelieved(transport, provider)) this.hold(transport, provider, UNCERTAIN, answer);
  }

  private isBelieved(transport: string, provider: string): boolean {
    const key = keyOf(transport, provider);
    const count = (this.inARow.get(key) ?? 0) + 1;
    if (this.inARow.size >= MAX_DOUBTED) this.inARow.clear();
    if (count < UNCERTAIN_IN_A_ROW) this.inARow.set(key, count);
    else this.inARow.delete(key);
    return count >= UNCERTAIN_IN_A_ROW;
  }

  /** Holds for this worker at once; written so that the others and the next start know it. */
  private hold(transport: string, provider: string, reaction: Reaction | null, answer: Answer): void {
    // All dialogues of a set say the same; once is enough.
    if (reaction === null || this.permits.isHeldBack(transport, provider, reaction.kind)) return;
    const said = { ...reaction, reason: answer.text, enhancedCode: answer.enhancedCode };
    this.permits.hear(transport, provider, said);
    void this.write({ transport, provider }, said).catch((error: unknown) => {
      // Held until the next round; then the table rules, and the next reply of the kind is heard anew.
      this.permits.heardByAll(transport, provider);
      this.log.failure('pace.reaction_lost', error, { transport, provider });
    });
  } // prettier-ignore

  private async write({ transport, provider }: PaceWay, said: Hindrance): Promise<void> {
    const { kind, minutes, reason, enhancedCode } = said;
    await this.database.transaction().execute(async (trx) => {
      const isNew = await this.repository.hinder(trx, { transport, provider }, said);
      if (!isNew) return;
      const code = kind === 'suspend' ? 'pace.suspended' : 'pace.slowed';
      const detail = { transport, provider, minutes, reply: reason };
      await this.alarms.raise(trx, { code, object: paceObject(transport, provider), detail, transport });
      this.log.warn(code, { transport, provider, minutes, enhancedCode });
    });
    this.permits.heardByAll(transport, provider);
  }
}

/** What an alarm about a way is about. */
export function paceObject(transport: string, provider: string): string {
  return `pace:${transport}:${provider}`;
}
