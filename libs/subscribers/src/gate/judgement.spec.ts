import { describe, expect, it } from '@jest/globals';
import { Breaker } from './breaker.js';
import type { Counter, Tally } from './counters.js';
import { demand, judge, sharedCounters, Standing, type Ask, type Scene } from './judgement.js';
import { ADDRESS_PER_DAY, DAY, domainLadder, HOUR, LINE, WAITERS_PER_MINUTE } from './limits.js';
import type { ProofLevel } from './proof-levels.js';

const NOW = new Date('2026-03-10T08:00:00Z');
const shared = sharedCounters(Buffer.alloc(32));
const PER_MINUTE = 120;

const counter = (id: string): Counter => ({ id, period: id === 'address' ? DAY : HOUR });
const reader: Ask = {
  address: counter('address'),
  line: counter('line'),
  device: undefined,
  network: counter('network'),
  domain: counter('domain'),
  isProvider: false,
  timing: 'untimed',
  proof: undefined,
};

/** A place in time at which these counters stand at these counts. */
function scene(counts: Record<string, number> = {}, change: Partial<Scene> = {}): Scene {
  const ids: Record<string, string> = {
    ...Object.fromEntries(Object.entries(shared).map(([name, { id }]) => [name, id])),
  };
  const tallies = new Map<string, Tally>(
    Object.entries(counts).map(([name, count]) => [ids[name] ?? name, { current: 0, before: count }]),
  );
  const standing = new Standing(tallies);
  return {
    now: NOW,
    standing,
    shared,
    breaker: new Breaker(PER_MINUTE),
    perMinute: PER_MINUTE,
    fresh: new Set(),
    ...change,
  };
}

function withProof(level: ProofLevel, kind: 'worked' | 'waited' = 'worked'): Ask {
  return { ...reader, proof: { level, kind, hash: Buffer.from('aa', 'hex'), until: NOW } };
}
const fresh = () => ({ fresh: new Set(['aa']) });

/** A breaker that has seen more than it takes for usual. */
function trippedBreaker(): Breaker {
  const breaker = new Breaker(PER_MINUTE);
  breaker.see(NOW, { asked: PER_MINUTE + 1, passed: 0, passedToday: 0 });
  return breaker;
}

describe('what is asked of a sign-up', () => {
  it.each([
    [{}, 0],
    [{ line: 29 }, 0],
    [{ line: 30 }, 1],
    [{ line: 60 }, 2],
    [{ line: 150 }, 3],
    [{ line: 400 }, { kind: 'refuse', seconds: 900 }],
    [{ network: 149 }, 0],
    [{ network: 150 }, 1],
    [{ network: 1_000_000 }, 3],
    [{ domain: 199 }, 0],
    [{ domain: 200 }, 1],
    [{ domain: 7_200 }, { kind: 'refuse', seconds: 900 }],
    [{ line: 30, network: 600 }, 2],
    [{ address: 1_000 }, 0],
  ])('by %j is %j', (counts, demanded) => {
    expect(demand(reader, scene(counts))).toEqual(demanded);
  });

  it('is more of a device than of the line it shares', () => {
    const ask = { ...reader, device: counter('device') };
    expect(demand(ask, scene({ device: 14, line: 14 }))).toBe(0);
    expect(demand(ask, scene({ device: 15, line: 15 }))).toBe(1);
  });

  it('is less for a mail provider that half of all readers use', () => {
    expect(demand({ ...reader, isProvider: true }, scene({ domain: 19_999 }))).toBe(0);
    expect(demand({ ...reader, isProvider: true }, scene({ domain: 1_000_000 }))).toBe(3);
  });

  it('grows with what the installation takes in all', () => {
    expect(domainLadder(120, false)).toMatchObject({ free: 200, most: 7_200 });
    expect(domainLadder(1_200, false)).toMatchObject({ free: 2_000, most: 72_000 });
    expect(domainLadder(0, false)).toEqual(domainLadder(120, false));
  });

  it('is a proof for hasty forms once a line has sent some, and none for the first', () => {
    const hasty = { ...reader, timing: 'hasty' as const, hasty: counter('hasty') };
    expect(demand(hasty, scene({ line: 29, hasty: 4 }))).toBe(0);
    expect(demand(hasty, scene({ hasty: 5 }))).toBe(1);
    expect(demand(reader, scene({ hasty: 5 }))).toBe(0);
  });

  it('is a proof of everybody in an attack, and a dearer one of a form that does not say when it was made', () => {
    const breaker = trippedBreaker();
    expect(demand({ ...reader, timing: 'unhurried' }, scene({}, { breaker }))).toBe(1);
    expect(demand(reader, scene({}, { breaker }))).toBe(2);
    expect(demand({ ...reader, timing: 'hasty' }, scene({}, { breaker }))).toBe(2);
    const paid = scene({ passed: 481 }, { breaker });
    expect(demand({ ...reader, timing: 'unhurried' }, paid)).toBe(3);
    expect(demand(reader, paid)).toBe(3);
    expect(demand(reader, scene({ passed: 1_921 }, { breaker }))).toEqual({ kind: 'refuse', seconds: 60 });
  });
});

describe('a sign-up', () => {
  it('passes unasked, and counts', () => {
    const at = scene();
    expect(judge(reader, at)).toEqual({ kind: 'pass' });
    const counted = at.standing.additions().map(({ id, count }) => [id, count]);
    const { passed, passedToday } = shared;
    expect(counted).toEqual(
      [...['address', 'line', 'network', 'domain'], passed.id, passedToday.id].map((id) => [id, 1]),
    );
  });

  it('counts for nobody when it did not pass', () => {
    const at = scene({ line: LINE.free });
    expect(judge(reader, at)).toEqual({ kind: 'prove', level: 1 });
    expect(judge(withProof(1), at)).toEqual({ kind: 'prove', level: 1 });
    expect(at.standing.additions()).toEqual([]);
  });

  it.each([1, 2, 3] as const)('passes with a proof of level %i or a dearer one, never with a cheaper', (level) => {
    const line = [LINE.free, LINE.light, LINE.heavy][level - 1] ?? 0;
    for (const shown of [1, 2, 3] as const) {
      const decision = judge(withProof(shown), scene({ line }, fresh()));
      expect(decision).toEqual(shown >= level ? { kind: 'pass' } : { kind: 'prove', level });
    }
  });

  it('passes by one proof once', () => {
    const at = scene({ line: LINE.free }, fresh());
    expect(judge(withProof(1), at).kind).toBe('pass');
    expect(judge(withProof(1), at).kind).toBe('prove');
  });

  it('passes by waiting as long as few do', () => {
    const few = scene({ line: LINE.free, waited: WAITERS_PER_MINUTE - 1 }, { fresh: new Set(['aa']) });
    expect(judge(withProof(1, 'waited'), few).kind).toBe('pass');
    expect(judge(withProof(1, 'waited'), { ...few, fresh: new Set(['aa']) }).kind).toBe('prove');
  });

  it('is dropped when its address had its share, and not before it showed what anybody has to', () => {
    const counts = { address: ADDRESS_PER_DAY };
    expect(judge(reader, scene(counts)).kind).toBe('drop');
    expect(judge(reader, scene({ ...counts, line: LINE.free })).kind).toBe('prove');
    expect(judge(withProof(1), scene({ ...counts, line: LINE.free }, fresh())).kind).toBe('drop');
    expect(judge(reader, scene({ ...counts, line: LINE.most })).kind).toBe('refuse');
  });

  it('lets exactly as many pass as a line may send unasked', () => {
    const at = scene();
    const kinds = Array.from({ length: 40 }, (_, n) => judge({ ...reader, address: counter(`address ${n}`) }, at).kind);
    expect(kinds.filter((kind) => kind === 'pass')).toHaveLength(LINE.free);
    expect(kinds.slice(LINE.free).every((kind) => kind === 'prove')).toBe(true);
  });
});

describe('the breaker', () => {
  const traffic = (asked: number, passedToday = 0) => ({ asked, passed: 0, passedToday });
  const after = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);

  it('trips above the bound, says so once, and falls back five minutes after it was last exceeded', () => {
    const breaker = new Breaker(120);
    expect(breaker.see(NOW, traffic(120))).toBeUndefined();
    expect(breaker.isTripped(NOW)).toBe(false);
    expect(breaker.see(NOW, traffic(121))).toBe('tripped');
    expect(breaker.see(after(200), traffic(500))).toBeUndefined();
    expect(breaker.see(after(499), traffic(1))).toBeUndefined();
    expect(breaker.isTripped(after(499))).toBe(true);
    expect(breaker.see(after(500), traffic(1))).toBe('calm');
    expect(breaker.isTripped(after(500))).toBe(false);
  });

  it('bears ten times what is usual on that day, and never more than ten times the bound', () => {
    // 28,800 a day are 20 a minute.
    expect(new Breaker(120).see(NOW, traffic(200, 28_800))).toBeUndefined();
    expect(new Breaker(120).see(NOW, traffic(201, 28_800))).toBe('tripped');
    expect(new Breaker(120).see(NOW, traffic(1_200, 10_000_000))).toBeUndefined();
    expect(new Breaker(120).see(NOW, traffic(1_201, 10_000_000))).toBe('tripped');
  });

  it('asks at all times where the bound is 0, and grows no dearer by that', () => {
    const breaker = new Breaker(0);
    expect(breaker.level(NOW, traffic(0))).toBe(1);
    expect(breaker.level(NOW, { asked: 5, passed: 100, passedToday: 100 })).toBe(1);
    expect(breaker.see(NOW, traffic(1))).toBe('tripped');
    expect(breaker.see(after(10_000), traffic(1))).toBeUndefined();
  });
});
