import { Injectable } from '@nestjs/common';
import { Audit, Database, Log, type Db } from '@app/platform';
import { AlarmRepository } from '../alarms/alarm.repository.js';
import { dispatchErrors } from '../dispatches.errors.js';
import { InheritedRightsRepository } from './inherited-rights.repository.js';
import { SourceRepository } from './source.repository.js';
import type { SourceRecord, SourceRightsChange } from './source.js';

/** Who changes a source, for the audit. */
export interface Steering {
  /** null: somebody at the command line. */
  readonly operatorId: string | null;
  /** In their own words. */
  readonly reason?: string | undefined;
}

/** Who changes its settings, and which version they looked at; left out: whichever it is. */
export interface ChangingRights extends Steering {
  readonly version?: number | undefined;
}

/** What a new beginning settles: the next polls tell anew. */
const SETTLED_BY_RESUMING = ['source.paused', 'source.gone'];
/** What nobody needs to look at once nobody polls it. */
const SETTLED_BY_RESTING = ['source.silent', 'source.moved_onto_another'];

const BY_OPERATOR = 'source.by_operator';

/** Steers a source: pause, stop, resume, change what its dispatches may be used for. Each is done once, and recorded. */
@Injectable()
export class ChangeSource {
  constructor(
    private readonly database: Database,
    private readonly sources: SourceRepository,
    private readonly inherited: InheritedRightsRepository,
    private readonly alarms: AlarmRepository,
    private readonly audit: Audit,
    private readonly log: Log,
  ) {}

  /** Returns false when it was not active. */
  pause(source: SourceRecord, by: Steering): Promise<boolean> {
    return this.change(source, 'source.paused', by, async (trx) => {
      if (!(await this.sources.pause(trx, source.id, BY_OPERATOR))) return false;
      await this.alarms.settle(trx, SETTLED_BY_RESTING, { sourceId: source.id });
      return true;
    });
  }

  /** For good; what it brought stays. Returns false when it was stopped already. */
  stop(source: SourceRecord, by: Steering): Promise<boolean> {
    return this.change(source, 'source.stopped', by, async (trx) => {
      if (!(await this.sources.stop(trx, source.id, BY_OPERATOR))) return false;
      await this.alarms.settle(trx, [...SETTLED_BY_RESTING, ...SETTLED_BY_RESUMING], { sourceId: source.id });
      return true;
    });
  }

  /** Polled again, and at once; what was wrong with it is forgotten. Returns false when it was active. */
  resume(source: SourceRecord, by: Steering): Promise<boolean> {
    return this.change(source, 'source.resumed', by, async (trx) => {
      if (!(await this.sources.resume(trx, source.id))) return false;
      await this.alarms.settle(trx, SETTLED_BY_RESUMING, { sourceId: source.id });
      return true;
    });
  }

  /** Changes the source, and everything it brought whose rights no operator set. @throws source.changed_meanwhile */
  async rights(
    source: SourceRecord,
    change: SourceRightsChange,
    by: ChangingRights,
  ): Promise<{ source: SourceRecord; dispatches: number; pictures: number }> {
    return this.database.transaction().execute(async (trx) => {
      const changed = await this.sources.changeRights(trx, source.id, { change, version: by.version ?? null });
      if (changed === undefined) throw dispatchErrors.error('source.changed_meanwhile', { slug: source.slug });
      const reached = await this.inherited.inherit(trx, changed);
      await this.record(trx, source, 'source.rights_changed', by, { change, ...reached });
      this.log.info('source.rights_changed', { sourceId: source.id, ...reached });
      return { source: changed, ...reached };
    });
  }

  private async change(
    source: SourceRecord,
    action: string,
    by: Steering,
    work: (trx: Db) => Promise<boolean>,
  ): Promise<boolean> {
    return this.database.transaction().execute(async (trx) => {
      if (!(await work(trx))) return false;
      await this.record(trx, source, action, by, {});
      this.log.info(action, { sourceId: source.id, operatorId: by.operatorId });
      return true;
    });
  }

  private async record(
    trx: Db,
    source: SourceRecord,
    action: string,
    by: Steering,
    detail: Record<string, unknown>,
  ): Promise<void> {
    await this.audit.append(trx, {
      operatorId: by.operatorId,
      action,
      object: `source:${source.id}`,
      detail: { slug: source.slug, ...(by.reason !== undefined && { reason: by.reason }), ...detail },
    });
  }
}
