import { Injectable } from '@nestjs/common';
import { Audit, Database, Log, type Db } from '@app/platform';
import { withDeskLabels, labelContent, type DeskLabels } from '../store/dispatch-labels.js';
import { DispatchLifeRepository, type LivingDispatch } from './dispatch-life.repository.js';
import { inherited } from '../store/dispatch-row.js';
import { OPERATOR_LIFE, STATUS_REASONS, type LifeAct } from './dispatch-status.js';
import { dispatchErrors } from '../dispatches.errors.js';
import { Labeller } from '../labels/labeller.service.js';
import { rightsColumns } from '../rights-columns.js';
import type { Rights } from '../rights.js';
import { AlarmRepository } from '../alarms/alarm.repository.js';

/** Who acts, and why in their own words. */
export interface DeskAct {
  /** null: at the command line, where nobody has signed in. */
  readonly operatorId: string | null;
  readonly reason?: string | undefined;
}

/** `changed` false: it was so already, and nothing was written. */
export interface ChangeResult {
  readonly changed: boolean;
}

/** Labels to set, by kind; null gives a kind back to the source and the machine, left out it stays. */
export type LabelChange = { readonly [Kind in 'countries' | 'regions' | 'topics']?: readonly string[] | null };

/** What one change writes besides the event that tells of it. */
interface Change {
  readonly kind: string;
  readonly set: Parameters<DispatchLifeRepository['change']>[2];
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Alarms that are answered by whatever the desk decides about the dispatch's status. */
const ANSWERED_ALARMS = [STATUS_REASONS.titleMark, STATUS_REASONS.sourceKill];
/** What an operator writes, in UTF-16 units: a sentence or two. */
const MAX_REASON_LENGTH = 1_000;

/**
 * What an operator does to stored dispatches. Each act is one transaction that locks, looks, changes, and tells it in
 * the dispatch's life and in the audit; the same act again changes and tells nothing. What the desk decided stays when a
 * later version arrives.
 */
@Injectable()
export class ChangeDispatch {
  constructor(
    private readonly database: Database,
    private readonly life: DispatchLifeRepository,
    private readonly alarms: AlarmRepository,
    private readonly labeller: Labeller,
    private readonly audit: Audit,
    private readonly log: Log,
  ) {}

  /** Out of every window until it is released. Also brings a killed one back as far as that. */
  withhold(id: string, act: DeskAct): Promise<ChangeResult> {
    return this.live(id, act, 'withhold');
  }

  /** @throws CatalogueError `dispatch.wrong_status` for a killed one */
  release(id: string, act: DeskAct): Promise<ChangeResult> {
    return this.live(id, act, 'release');
  }

  /** For good: no version that arrives brings it back. @throws CatalogueError `dispatch.reason_missing` */
  async kill(id: string, act: DeskAct): Promise<ChangeResult> {
    requireReason(act);
    return this.live(id, act, 'kill');
  }

  /** `id` says what `replacedId` got wrong; that one is withheld. @throws CatalogueError `dispatch.cannot_replace` */
  correct(id: string, replacedId: string, act: DeskAct): Promise<ChangeResult> {
    return this.replace({ id, replacedId, kind: 'dispatch.corrects' }, act);
  }

  /** `id` tells what `replacedId` told, anew. As {@link correct}. */
  refile(id: string, replacedId: string, act: DeskAct): Promise<ChangeResult> {
    return this.replace({ id, replacedId, kind: 'dispatch.refiles' }, act);
  }

  /** In no window until then; null lifts it. A later version changes neither. */
  setEmbargo(id: string, until: Date | null, act: DeskAct): Promise<ChangeResult> {
    return this.change(id, act, ({ embargoedUntil, embargoByDesk }) => {
      if (embargoByDesk && embargoedUntil?.getTime() === until?.getTime()) return undefined;
      const detail = { until: until?.toISOString() ?? null, before: embargoedUntil?.toISOString() ?? null };
      return { kind: 'dispatch.embargoed', set: { embargoed_until: until, embargo_by_desk: true }, detail };
    });
  }

  async setLabels(id: string, change: LabelChange, act: DeskAct): Promise<ChangeResult> {
    const book = await this.labeller.book();
    return this.change(id, act, ({ content, deskLabels, sourceSlug }) => {
      const desk = changedLabels(deskLabels, change);
      if (JSON.stringify(desk) === JSON.stringify(changedLabels(deskLabels, {}))) return undefined;
      const { countries, regions, topics, reasons } = withDeskLabels(labelContent(content, sourceSlug, book), desk);
      const set = {
        desk_labels: JSON.stringify(desk),
        countries: [...countries],
        regions: [...regions],
        topics: [...topics],
        label_reasons: JSON.stringify(reasons),
      };
      return { kind: 'dispatch.labelled', set, detail: { before: deskLabels, after: desk } };
    });
  }

  /** Those given; the others stay as they are now. `inherit`: those of the source and the dispatch's own count again. */
  setRights(id: string, change: Partial<Rights> | 'inherit', act: DeskAct): Promise<ChangeResult> {
    return this.change(id, act, ({ content, rights, rightsByDesk, sourceRights }) => {
      const after = change === 'inherit' ? inherited(content.rights ?? null, sourceRights) : { ...rights, ...change };
      const byDesk = change !== 'inherit';
      if (byDesk === rightsByDesk && JSON.stringify(after) === JSON.stringify(rights)) return undefined;
      const set = { ...rightsColumns(after), rights_by_desk: byDesk };
      return { kind: 'dispatch.rights_changed', set, detail: { before: rights, after } };
    });
  }

  /** By itself: the text stays. Its copies leave the store. @throws CatalogueError `picture.unknown` */
  async killPicture(pictureId: string, act: DeskAct): Promise<ChangeResult> {
    const reason = requireReason(act);
    return this.changePicture(pictureId, act, {
      kind: 'picture.killed',
      write: (trx) => this.life.killPicture(trx, pictureId, reason),
    });
  }

  /** As {@link setRights}, for the picture alone. */
  setPictureRights(pictureId: string, rights: Partial<Rights>, act: DeskAct): Promise<ChangeResult> {
    return this.changePicture(pictureId, act, {
      kind: 'picture.rights_changed',
      write: (trx) => this.life.setPictureRights(trx, pictureId, rights),
    });
  }

  private live(id: string, act: DeskAct, verb: LifeAct): Promise<ChangeResult> {
    return this.change(id, act, async (dispatch, trx) => {
      const status = dispatch.reason === STATUS_REASONS.takenDown ? undefined : OPERATOR_LIFE[dispatch.status][verb];
      if (status === undefined) throw dispatchErrors.error('dispatch.wrong_status', { id, status: dispatch.status });
      await this.alarms.settle(trx, ANSWERED_ALARMS, { dispatchId: id });
      const reason = status === 'usable' ? null : STATUS_REASONS.desk;
      if (status === dispatch.status && reason === dispatch.reason) return undefined;
      if ((status === 'killed') !== (dispatch.status === 'killed'))
        await this.life.fetchCopies(trx, id, status !== 'killed');
      const kind = status === 'usable' ? 'dispatch.released' : `dispatch.${status}`;
      return { kind, set: { status, status_reason: reason }, detail: { before: dispatch.status } };
    });
  }

  private async replace(
    { id, replacedId, kind }: { readonly id: string; readonly replacedId: string; readonly kind: string },
    act: DeskAct,
  ): Promise<ChangeResult> {
    return this.database.transaction().execute(async (trx) => {
      const living = await this.life.lock(trx, [id, replacedId]);
      const [later, earlier] = [known(living, id), known(living, replacedId)];
      if (id === replacedId || (await this.life.standsFor(trx, replacedId, id)))
        throw dispatchErrors.error('dispatch.cannot_replace', { id, replacedId });
      const withholds = earlier.status === 'usable';
      if (later.replacesId === replacedId && !withholds) return { changed: false };
      await this.write(trx, later, act, { kind, set: { replaces_id: replacedId }, detail: { replacedId } });
      if (withholds) {
        const set = { status: 'withheld', status_reason: STATUS_REASONS.replaced } as const;
        await this.write(trx, earlier, act, { kind: 'dispatch.withheld', set, detail: { replacedBy: id } });
      }
      return { changed: true };
    });
  }

  private change(
    id: string,
    act: DeskAct,
    decide: (dispatch: LivingDispatch, trx: Db) => Change | undefined | Promise<Change | undefined>,
  ): Promise<ChangeResult> {
    return this.database.transaction().execute(async (trx) => {
      const dispatch = known(await this.life.lock(trx, [id]), id);
      const change = await decide(dispatch, trx);
      if (change !== undefined) await this.write(trx, dispatch, act, change);
      return { changed: change !== undefined };
    });
  }

  private async changePicture(
    pictureId: string,
    act: DeskAct,
    { kind, write }: { readonly kind: string; readonly write: (trx: Db) => Promise<string | undefined> },
  ): Promise<ChangeResult> {
    if (!(await this.life.hasPicture(pictureId))) throw dispatchErrors.error('picture.unknown', { pictureId });
    return this.database.transaction().execute(async (trx) => {
      const dispatchId = await write(trx);
      if (dispatchId === undefined) return { changed: false };
      await this.tell(trx, dispatchId, act, { kind, detail: { pictureId } });
      return { changed: true };
    });
  }

  private async write(trx: Db, { id }: LivingDispatch, act: DeskAct, { set, ...event }: Change): Promise<void> {
    await this.life.change(trx, id, set);
    await this.tell(trx, id, act, event);
  }

  private async tell(trx: Db, dispatchId: string, act: DeskAct, { kind, detail = {} }: Omit<Change, 'set'>): Promise<void> {
    const { operatorId } = act;
    const reason = act.reason?.slice(0, MAX_REASON_LENGTH) ?? null;
    await this.life.tell(trx, { dispatchId, kind, actor: 'operator', operatorId, reason, detail });
    await this.audit.append(trx, { operatorId, action: kind, object: `dispatch:${dispatchId}`, detail: { ...detail, ...(reason !== null && { reason }) } });
    this.log.info(kind, { dispatchId, operatorId });
  } // prettier-ignore
}

function known(living: ReadonlyMap<string, LivingDispatch>, id: string): LivingDispatch {
  const dispatch = living.get(id);
  if (dispatch === undefined) throw dispatchErrors.error('dispatch.unknown', { id });
  return dispatch;
}

function requireReason({ reason = '' }: DeskAct): string {
  if (reason.trim() === '') throw dispatchErrors.error('dispatch.reason_missing');
  return reason.slice(0, MAX_REASON_LENGTH);
}

/** In one order of keys, so that two that say the same are the same text. */
function changedLabels(before: DeskLabels, change: LabelChange): DeskLabels {
  const labels: DeskLabels = {};
  for (const kind of ['countries', 'regions', 'topics'] as const) {
    const set = change[kind] === undefined ? before[kind] : (change[kind] ?? undefined);
    if (set !== undefined) labels[kind] = [...set];
  }
  return labels;
}
