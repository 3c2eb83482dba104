import type { OpenUncertain } from '@app/delivery';
import type { OpenAlarm, SourceRecord } from '@app/dispatches';
import type { DeskAlarm, Takedown } from '@app/editions';
import type { SystemAlarm } from '@app/platform';
import { needWeights } from './need-weights.js';
import type { Need, TodayAnswer } from './today-answers.js';

/** More than anybody settles in a morning; the rest comes up as these go. */
export const MAX_NEEDS = 100;
/** A relay's words are cut at this: the page is not a log. */
const MAX_FACT_LENGTH = 200;
/** Minutes before its deadline from which an edition without its approvals is pressing. */
const APPROVAL_DUE_MINUTES = 60;

const rank: Readonly<Record<Need['weight'], number>> = { now: 0, soon: 1, look: 2 };

type Given = Pick<Need, 'code' | 'object' | 'path'> & {
  readonly since: Date | string;
  readonly detail?: Readonly<Record<string, unknown>>;
} & Partial<Pick<Need, 'newsletterId' | 'editionDate' | 'settle' | 'alarmId'>>;

/** Pure: what was found, as needs, the most pressing first and of equals the longest waiting. */
export function inOrder(needs: readonly Need[]): Need[] {
  return needs
    .toSorted((a, b) => rank[a.weight] - rank[b.weight] || a.since.localeCompare(b.since) || a.id.localeCompare(b.id))
    .slice(0, MAX_NEEDS);
}

export function deskAlarmNeed(alarm: DeskAlarm): Need {
  const { id, code, newsletterId, newsletterSlug, editionId, editionDate, detail, raisedAt } = alarm;
  const atDesk = editionId === null ? `/newsletters/${newsletterSlug}` : `/editions/${editionId}/desk`;
  return need({
    code,
    object: { kind: editionId === null ? 'newsletter' : 'edition', id: editionId ?? newsletterId, name: null },
    since: raisedAt,
    newsletterId,
    editionDate,
    detail,
    settle: 'desk_alarm',
    alarmId: id,
    path: atDesk,
  });
}

export function dispatchAlarmNeed(alarm: OpenAlarm, source: Pick<SourceRecord, 'slug' | 'name'> | undefined): Need {
  const { id, code, sourceId, dispatchId, detail, raisedAt } = alarm;
  const isDispatch = dispatchId !== null;
  return need({
    code,
    object: { kind: isDispatch ? 'dispatch' : 'source', id: dispatchId ?? sourceId ?? '', name: source?.name ?? null },
    since: raisedAt,
    detail,
    settle: 'dispatch_alarm',
    alarmId: id,
    path: isDispatch ? `/dispatches/${dispatchId}` : `/sources/${source?.slug ?? ''}`,
  });
}

export function systemAlarmNeed({ code, object, detail, raisedAt }: SystemAlarm): Need {
  const [kind = '', ...rest] = object.split(':');
  const path = code.startsWith('transport.') || code.startsWith('pace.') ? '/transports' : '/settings';
  return need({ code, object: { kind, id: rest.join(':'), name: null }, since: raisedAt, detail, path });
}

export function uncertainNeed({ editionId, newsletterId, rows, since }: OpenUncertain): Need {
  const object = { kind: 'edition', id: editionId, name: null };
  return need({ code: 'delivery.uncertain', object, since, newsletterId, detail: { rows }, path: `/editions/${editionId}` }); // prettier-ignore
}

export function takedownNeed({ id, orderedAt, renderings, renderingsDone }: Takedown): Need {
  return need({
    code: 'takedown.under_way',
    object: { kind: 'takedown', id, name: null },
    since: orderedAt,
    detail: { done: renderingsDone, ...(renderings !== null && { renderings }) },
    path: '/dispatches',
  });
}

/**
 * Editions that wait for a person: those of the calendar whose deadline is near, and those that a person made, which
 * leave when they are approved and not before. Not an alarm yet, and the one thing to do this hour.
 */
export function approvalNeeds(newsletters: TodayAnswer['newsletters']): Need[] {
  return newsletters.flatMap(({ id: newsletterId, editions, unapproved }) =>
    editions
      .filter(({ state, slot, approvals, secondsToFreeze }) =>
        state === 'proposed' && (approvals?.missing ?? 0) > 0 && (slot === null || isNear(secondsToFreeze)),
      )
      .map(({ id, slot, editionDate, proposeAt, freezesAt, approvals }) =>
        need({
          code: slot === null ? 'edition.approval_wanted' : 'edition.approval_due',
          object: { kind: 'edition', id, name: null },
          since: proposeAt,
          newsletterId,
          editionDate,
          detail: { freezesAt, missing: approvals?.missing ?? 0, unapproved },
          path: `/editions/${id}/desk`,
        }),
      ),
  );
} // prettier-ignore

/** Past its deadline the newsletter's rule has acted, and an alarm says how. */
function isNear(seconds: number): boolean {
  return seconds > 0 && seconds <= APPROVAL_DUE_MINUTES * 60;
}

export function need(given: Given): Need {
  const { code, object, since, newsletterId, editionDate, detail, settle, alarmId, path } = given;
  return {
    id: `${code} ${object.kind}:${object.id}`,
    code,
    weight: needWeights[code] ?? 'soon',
    since: typeof since === 'string' ? since : since.toISOString(),
    object,
    newsletterId: newsletterId ?? null,
    editionDate: editionDate ?? null,
    facts: readable(detail ?? {}),
    settle: settle ?? null,
    alarmId: alarmId ?? null,
    path,
  };
}

function readable(detail: Readonly<Record<string, unknown>>): Need['facts'] {
  const facts: Need['facts'] = {};
  for (const [name, value] of Object.entries(detail)) {
    if (typeof value === 'number') facts[name] = value;
    if (typeof value === 'string') facts[name] = value.slice(0, MAX_FACT_LENGTH);
  }
  return facts;
}
