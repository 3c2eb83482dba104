import { Injectable } from '@nestjs/common';
import { Audit, Database, SystemAlarms } from '@app/platform';
import { PermitRepository, WHOLE } from './permit.repository.js';
import { isHindered, paceAt } from './pacing.js';
import { connectionsFor } from './provider-of.js';
import { paceObject } from './reactions.service.js';
import { SendingCountRepository, type SentToProvider } from './sending-count.repository.js';

export interface WayPace {
  readonly transport: string;
  /** `*`: the transport as a whole. */
  readonly provider: string;
  /** Dialogues workers hold a lease for, and would use. */
  readonly held: number;
  readonly wanted: number;
  /** Over all workers, now; null: the transport's own limit. */
  readonly allowed: number | null;
  /** Messages a second while it is held back; null: no rate of the provider's. */
  readonly perSecond: number | null;
  readonly suspendedUntil: Date | null;
  readonly slowedUntil: Date | null;
  readonly reason: string | null;
}

export interface PaceReport {
  readonly ways: readonly WayPace[];
  /** By sending domain and provider, since midnight UTC. */
  readonly sentToday: readonly SentToProvider[];
}

/** For operators: how things stand with each provider, and letting one go again. */
@Injectable()
export class ReadPace {
  constructor(
    private readonly database: Database,
    private readonly permits: PermitRepository,
    private readonly counts: SendingCountRepository,
    private readonly alarms: SystemAlarms,
    private readonly audit: Audit,
  ) {}

  async report(): Promise<PaceReport> {
    const { now, permits } = await this.permits.live();
    const paces = await this.permits.paces();
    const keys = new Set([...permits, ...paces].map(({ transport, provider }) => `${transport} ${provider}`));
    const ways = [...keys].sort().map((key): WayPace => {
      const [transport = '', provider = ''] = key.split(' ');
      const isThis = (row: { transport: string; provider: string }): boolean => row.transport === transport && row.provider === provider; // prettier-ignore
      const held = permits.filter(isThis);
      const pace = paces.find(isThis);
      const current = pace === undefined ? null : paceAt(pace, now);
      const usual = provider === WHOLE ? null : connectionsFor(provider);
      const isHeldBack = pace !== undefined && isHindered(pace, now);
      return {
        transport,
        provider,
        held: held.reduce((sum, row) => sum + row.held, 0),
        wanted: held.reduce((sum, row) => sum + row.wanted, 0),
        allowed: allowed(current?.connections ?? null, usual),
        perSecond: current?.perSecond ?? null,
        suspendedUntil: instant(pace?.suspendedUntil),
        slowedUntil: instant(pace?.slowedUntil),
        reason: isHeldBack ? pace.reason : null,
      };
    });
    return { ways, sentToday: await this.counts.today() };
  }

  /** Everybody may go at the usual pace again. Returns false when nothing held them back. */
  async resume(transport: string, provider: string, operatorId: string | null): Promise<boolean> {
    return this.database.transaction().execute(async (trx) => {
      if (!(await this.permits.resume(trx, { transport, provider }))) return false;
      await this.permits.forgetWaits(trx);
      for (const code of ['pace.suspended', 'pace.slowed'])
        await this.alarms.settle(trx, code, paceObject(transport, provider));
      await this.audit.append(trx, { operatorId, action: 'pace.resumed', object: paceObject(transport, provider) });
      return true;
    });
  }
}

function allowed(paced: number | null, usual: number | null): number | null {
  return paced === null ? usual : Math.min(paced, usual ?? Infinity);
}

function instant(milliseconds: number | null = null): Date | null {
  return milliseconds === null ? null : new Date(milliseconds);
}
