import { Injectable } from '@nestjs/common';
import { Database, Log, SystemAlarms } from '@app/platform';
import { judgeReply, type Answer, type Reaction } from './classify-reply.js';
import { PermitRepository } from './permit.repository.js';
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
      if (outcome.kind === 'submitted') this.inARow.delete(`${transport} ${provider}`);
      if (outcome.kind !== 'refused' && outcome.kind !== 'postponed') continue;
      const reaction = this.reactionTo(outcome.reply, transport, provider);
      if (reaction !== null) this.hold(transport, provider, { ...reaction, answer: outcome.reply });
    }
  }

  private reactionTo(answer: Answer, transport: string, provider: string): Reaction | null {
    // A connection that broke has no code, and says nothing about us.
    if (answer.code === null) return null;
    const verdict = judgeReply(answer, provider);
    if (verdict.says !== 'us') return null;
    // Nobody in particular: what one small host thinks of us must not slow down all the others.
    if (!verdict.isUncertain && provider !== OTHER) return verdict.reaction;
    const key = `${transport} ${provider}`;
    const count = (this.inARow.get(key) ?? 0) + 1;
    this.inARow.set(key, count);
    if (count < UNCERTAIN_IN_A_ROW) return null;
    this.inARow.delete(key);
    return UNCERTAIN;
  }

  /** Holds for this worker at once; written so that the others and the next start know it. */
  private hold(transport: string, provider: string, said: Reaction & { readonly answer: Answer }): void {
    const { kind, minutes, answer } = said;
    // All dialogues of a set say the same; once is enough.
    if (this.permits.isHeldBack(transport, provider, kind)) return;
    this.permits.hear(transport, provider, { kind, minutes, reason: answer.text, enhancedCode: answer.enhancedCode });
    void this.write(transport, provider, said).catch((error: unknown) => {
      // This worker keeps to it all the same; the next reply of the kind is written by whoever hears it.
      this.log.failure('pace.reaction_lost', error, { transport, provider });
    });
  }

  private async write(transport: string, provider: string, said: Reaction & { readonly answer: Answer }): Promise<void> {
    const { kind, minutes, answer } = said;
    const hindrance = { kind, minutes, reason: answer.text, enhancedCode: answer.enhancedCode };
    await this.database.transaction().execute(async (trx) => {
      const isNew = await this.repository.hinder(trx, { transport, provider }, hindrance);
      if (!isNew) return;
      const code = kind === 'suspend' ? 'pace.suspended' : 'pace.slowed';
      const detail = { transport, provider, minutes, reply: answer.text };
      await this.alarms.raise(trx, { code, object: paceObject(transport, provider), detail, transport });
      this.log.warn(code, { transport, provider, minutes, enhancedCode: answer.enhancedCode });
    });
  } // prettier-ignore
}

/** What an alarm about a way is about. */
export function paceObject(transport: string, provider: string): string {
  return `pace:${transport}:${provider}`;
}
