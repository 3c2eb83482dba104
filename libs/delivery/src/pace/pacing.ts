/**
 * How many dialogues who may have: pure functions over what all workers wrote down. Leases bound how many run at once,
 * a row's "spoken for until" bounds how many begin in a time, and a provider that complained bounds both.
 */

/** What one worker holds of a limit, and how much it could use. */
export interface Claim {
  readonly worker: string;
  /** Dialogues it may have under way as far as anybody else knows, until its lease is over. */
  readonly held: number;
  readonly wanted: number;
}

/**
 * Fair shares of `limit` (max-min): whoever wants little gets it, the others share the rest evenly, and what nobody
 * wants is spread, so that a worker alone has all of it without asking again. Where it cannot be divided, `turn` says
 * with whom the larger shares begin: counted on, everybody has one in time.
 */
export function fairShares(limit: number, claims: readonly Claim[], turn: number): ReadonlyMap<string, number> {
  const eager = claims.filter((claim) => claim.wanted > 0).sort((a, b) => (a.worker < b.worker ? -1 : 1));
  const first = eager.length === 0 ? 0 : turn % eager.length;
  const inTurn = [...eager.slice(first), ...eager.slice(0, first)];
  const shares = new Map(inTurn.map(({ worker }) => [worker, 0]));
  const add = (worker: string, more: number): number => {
    shares.set(worker, (shares.get(worker) ?? 0) + more);
    return more;
  };
  let left = limit;
  let open = inTurn;
  while (open.length > 0 && left >= open.length) {
    const each = Math.floor(left / open.length);
    for (const { worker, wanted } of open) left -= add(worker, Math.min(each, wanted - (shares.get(worker) ?? 0)));
    open = open.filter(({ worker, wanted }) => wanted > (shares.get(worker) ?? 0));
  }
  for (const { worker } of open.slice(0, left)) left -= add(worker, 1);
  for (const [n, { worker }] of inTurn.entries()) left -= add(worker, Math.floor(left / (inTurn.length - n)));
  return shares;
}

export interface LeaseQuestion {
  readonly limit: number;
  /** Who asks; `held` is what it has under way, not what it was allowed. */
  readonly own: Claim;
  /** The others whose lease is not over. */
  readonly others: readonly Claim[];
  readonly turn: number;
}

/** What a worker may hold from now on. */
export interface Lease {
  /** Dialogues it may have under way, those of now included. New ones begin below this only. */
  readonly allowed: number;
  /** What it has to write down: what is under way counts as held until it is over. */
  readonly held: number;
}

/**
 * A worker's part: its fair share, as far as others have let go of theirs. The sum of what is held never grows over the
 * limit; it can be over one that was lowered, until the dialogues under way are over.
 */
export function leaseOf({ limit, own, others, turn }: LeaseQuestion): Lease {
  const share = fairShares(limit, [own, ...others], turn).get(own.worker) ?? 0;
  const free = Math.max(0, limit - others.reduce((sum, claim) => sum + claim.held, 0));
  const allowed = Math.min(share, free);
  return { allowed, held: Math.max(allowed, own.held) };
}

export interface RateQuestion {
  /** Messages a second, over all workers; may be below one. */
  readonly perSecond: number;
  /** Milliseconds since 1970, the database's. */
  readonly now: number;
  /** Messages were spoken for until then. */
  readonly spokenUntil: number;
  readonly wanted: number;
}

export interface RateBlock {
  readonly granted: number;
  readonly spokenUntil: number;
  /** When one more may begin. */
  readonly again: number;
}

/** Longest time messages are given out for at once, in milliseconds. */
const BLOCK_MS = 1_000;

/**
 * A block of messages at a rate: at most a second's, and one where the rate is below one a second. Over any time t all
 * workers together begin at most `perSecond × t` and one block.
 */
export function rateBlock({ perSecond, now, spokenUntil, wanted }: RateQuestion): RateBlock {
  const interval = 1_000 / perSecond;
  const horizon = now + Math.max(BLOCK_MS, interval);
  const from = Math.max(now, spokenUntil);
  // A millionth forgives what floating point loses, so that 1 a second is one and not none.
  const granted = Math.max(0, Math.min(wanted, Math.floor((horizon - from) / interval + 1e-6)));
  const until = from + granted * interval;
  return { granted, spokenUntil: until, again: Math.ceil(Math.max(now, until + interval - (horizon - now))) };
}

/** What a provider said of us, as it stands in `provider_pace`; milliseconds since 1970, null: never. */
export interface PaceState {
  readonly suspendedUntil: number | null;
  readonly slowedUntil: number | null;
}

/** What it allows now. */
export interface PaceNow {
  /** Nothing before then. */
  readonly suspendedUntil: number | null;
  /** null: the usual limit. */
  readonly connections: number | null;
  readonly perSecond: number | null;
}

/** STANDARDS B8: while slowed, one connection and one message a minute. */
const SLOW_PER_SECOND = 1 / 60;
/** Then both double, step by step: after an hour, 4,096 messages a minute, there is nothing left to hold back. */
const RAMP_STEP_MS = 5 * 60_000;
const RAMP_STEPS = 12;

export const UNHINDERED: PaceNow = { suspendedUntil: null, connections: null, perSecond: null };

/** Suspended, then slow, then doubling, then as usual; all by itself. */
export function paceAt({ suspendedUntil, slowedUntil }: PaceState, now: number): PaceNow {
  if (suspendedUntil !== null && now < suspendedUntil) return { suspendedUntil, connections: 0, perSecond: null };
  const end = Math.max(suspendedUntil ?? 0, slowedUntil ?? 0);
  const steps = now < end ? 0 : Math.floor((now - end) / RAMP_STEP_MS) + 1;
  if (end === 0 || steps > RAMP_STEPS) return UNHINDERED;
  return { suspendedUntil: null, connections: 2 ** steps, perSecond: SLOW_PER_SECOND * 2 ** steps };
}

/** Whether a state says anything any more. */
export function isHindered(state: PaceState, now: number): boolean {
  return paceAt(state, now) !== UNHINDERED;
}
