import type { ShelfDispatch } from '@app/dispatches';
import type { Contender } from './balance.js';
import { groupEvents, representativeOf, type Event } from './events.js';
import type { AssemblyInput, KeptBlock, Omission } from './proposal.js';
import { because, type Reason } from './reasons.js';
import { scoreOf, type Scored } from './scoring.js';
import type { SectionPlan } from './sections.js';
import { rememberedSince, ToldBook, type Verdict } from './told.js';

/** An event that may stand in the edition. */
export interface Candidate extends Contender, Scored {
  readonly representative: ShelfDispatch;
  /** All of it that counts, the representative included. */
  readonly event: Event;
  readonly update: Extract<Verdict, { kind: 'update' }> | undefined;
}

/** What the desk wants to stand in the edition, whatever its score. */
export interface Wanted extends Candidate {
  readonly block: KeptBlock;
}

export interface Weighed {
  readonly candidates: readonly Candidate[];
  readonly wanted: readonly Wanted[];
  readonly omitted: readonly Omission[];
}

interface Context {
  readonly input: AssemblyInput;
  readonly plan: SectionPlan;
  readonly book: ToldBook;
  readonly kept: ReadonlyMap<string, KeptBlock>;
  /** Dispatch id → the desk's reason. */
  readonly excluded: ReadonlyMap<string, string>;
}

/** Every dispatch becomes part of something that may stand in the edition, or is left out with a reason. */
export function weigh(input: AssemblyInput, plan: SectionPlan): Weighed {
  const { desk, told, editionDate, rules } = input;
  const context: Context = {
    input,
    plan,
    book: new ToldBook(told, rememberedSince(editionDate, rules.toldDays)),
    kept: new Map(desk.kept.flatMap((block) => (block.dispatchId === null ? [] : [[block.dispatchId, block]]))),
    excluded: new Map(desk.excluded.map(({ dispatchId, reason }) => [dispatchId, reason])),
  };
  const judged = groupEvents(input.dispatches).map((event) => judgeEvent(event, context));
  return {
    candidates: judged.flatMap(({ candidates }) => candidates),
    wanted: judged.flatMap(({ wanted }) => wanted),
    omitted: [...judged.flatMap(({ omitted }) => omitted), ...gone(context)],
  };
}

/** What the desk wanted and nobody may use any more is not on the shelf. */
function gone({ input, kept }: Context): Omission[] {
  const present = new Set(input.dispatches.map(({ id }) => id));
  return [...kept.keys()]
    .filter((id) => !present.has(id))
    .map((dispatchId) => ({ ...NOWHERE, dispatchId, reasons: [because.notUsable()] }));
}

const NOWHERE = { insertionId: null, headline: '', source: '', score: null };

function judgeEvent(event: Event, context: Context): Weighed {
  const forbidden: Omission[] = [];
  const usable = event.filter((dispatch) => {
    const reason = forbiddenBy(dispatch, context.input);
    if (reason !== undefined) forbidden.push(omission(dispatch, reason));
    return reason === undefined;
  });
  const judged = usable.length === 0 ? { candidates: [], wanted: [], omitted: [] } : judgeUsable(usable, context);
  return { ...judged, omitted: [...forbidden, ...judged.omitted] };
}

/** The desk's word comes first: what it wants stands, and of what it left out it gets no second telling. */
function judgeUsable(usable: Event, context: Context): Weighed {
  const { kept, excluded, book, input } = context;
  if (usable.some(({ id }) => kept.has(id))) return wantedFrom(usable, context);
  const refused = usable.find(({ id }) => excluded.has(id));
  if (refused !== undefined) {
    const omitted = usable.map((dispatch) => {
      const reason = excluded.get(dispatch.id);
      return omission(dispatch, reason === undefined ? because.excludedWith(refused.id) : because.excluded(reason));
    });
    return { candidates: [], wanted: [], omitted };
  }
  const verdict = book.judge(usable);
  const counted = verdict.kind === 'new' ? usable : verdict.kind === 'update' ? verdict.fresh : [];
  const representative = representativeOf(counted, input.lastDueAt);
  return {
    candidates: representative === undefined ? [] : [candidateOf(counted, representative, verdict, context)],
    wanted: [],
    omitted: verdict.kind === 'new' ? [] : toldBefore(usable, counted, verdict.last),
  };
}

/** Each dispatch the desk wants has its entry; the others of the event stand in the first one's. */
function wantedFrom(usable: Event, context: Context): Weighed {
  const { kept, excluded, book } = context;
  const verdict = book.judge(usable);
  const others = usable.filter(({ id }) => !kept.has(id) && !excluded.has(id));
  const wanted = usable.flatMap((dispatch) => {
    const block = kept.get(dispatch.id);
    return block === undefined ? [] : [{ dispatch, block }];
  });
  return {
    candidates: [],
    wanted: wanted.map(({ dispatch, block }, at) => ({
      ...candidateOf(at === 0 ? [dispatch, ...others] : [dispatch], dispatch, verdict, context),
      block,
    })),
    omitted: usable.flatMap((dispatch) => {
      const reason = kept.has(dispatch.id) ? undefined : excluded.get(dispatch.id);
      return reason === undefined ? [] : [omission(dispatch, because.excluded(reason))];
    }),
  };
}

/** Under embargo for the first readers, or without rights for the last. What was killed or withheld is not on the shelf. */
function forbiddenBy(
  { embargoedUntil, rights }: ShelfDispatch,
  { dueAt, lastDueAt }: AssemblyInput,
): Reason | undefined {
  if (embargoedUntil !== null && embargoedUntil > dueAt) return because.embargo(embargoedUntil);
  return rights.until !== null && rights.until <= lastDueAt ? because.rightsEnded(rights.until) : undefined;
}

function candidateOf(event: Event, representative: ShelfDispatch, verdict: Verdict, { input, plan }: Context): Candidate {
  return {
    event,
    representative,
    update: verdict.kind === 'update' ? verdict : undefined,
    claims: plan.claimsOf(representative, event),
    source: representative.sourceName,
    ...scoreOf(event, representative, { dueAt: input.dueAt, isUpdate: verdict.kind !== 'new' }),
  };
} // prettier-ignore

function toldBefore(usable: Event, counted: Event, last: { editionDate: string; editionKind: string }): Omission[] {
  const reason = because.alreadyTold(last.editionDate, last.editionKind);
  return usable.filter((one) => !counted.includes(one)).map((one) => omission(one, reason));
}

export function omission({ id, headline, sourceName }: ShelfDispatch, reason: Reason): Omission {
  return { dispatchId: id, insertionId: null, headline, source: sourceName, score: null, reasons: [reason] };
}
