import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fairShares, isHindered, leaseOf, paceAt, rateBlock, type Claim } from './pacing.js';

const claim = (worker: string, wanted: number, held = 0): Claim => ({ worker, wanted, held });

describe('fair shares', () => {
  it.each<[string, number, Claim[], Record<string, number>]>([
    ['one alone has all, whatever it wants now', 10, [claim('a', 2)], { a: 10 }],
    ['two who want much have halves', 10, [claim('a', 50), claim('b', 50)], { a: 5, b: 5 }],
    ['who wants little gets it, and the rest goes to the other', 10, [claim('a', 1), claim('b', 50)], { a: 1, b: 9 }],
    ['who wants nothing has nothing', 10, [claim('a', 0), claim('b', 3)], { b: 10 }],
    ['what is not wanted is spread', 10, [claim('a', 2), claim('b', 4)], { a: 4, b: 6 }],
    ['nobody wants anything', 10, [claim('a', 0)], {}],
    ['nothing to share', 0, [claim('a', 2), claim('b', 4)], { a: 0, b: 0 }],
  ])('%s', (_, limit, claims, shares) => {
    expect(Object.fromEntries(fairShares(limit, claims, 0))).toEqual(shares);
  });

  it('are all of the limit and no more, and everybody’s turn comes', () => {
    const claims = fc.uniqueArray(fc.record({ worker: fc.uuid(), wanted: fc.integer({ min: 1, max: 40 }), held: fc.constant(0) }), { minLength: 1, maxLength: 8, selector: (one) => one.worker }); // prettier-ignore
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), claims, (limit, all) => {
        const had = new Set<string>();
        for (let turn = 0; turn < all.length; turn += 1) {
          const shares = fairShares(limit, all, turn);
          expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBe(limit);
          for (const { worker, wanted } of all) {
            const share = shares.get(worker) ?? 0;
            expect(share).toBeGreaterThanOrEqual(Math.min(wanted, Math.floor(limit / all.length)));
            if (share > 0) had.add(worker);
          }
        }
        expect(had.size).toBe(all.length);
      }),
    );
  });
});

/** Workers with one table, as permits.service.ts and permit.repository.ts play it, without the database. */
class House {
  now = 0;
  readonly rows = new Map<string, Claim & { until: number }>();
  readonly workers: { name: string; allowed: number; inUse: number; isAlive: boolean; wants: number; begun: number }[];

  constructor(
    readonly limit: number,
    count: number,
  ) {
    this.workers = Array.from({ length: count }, (_, n) => ({ name: `w${n}`, allowed: 0, inUse: 0, isAlive: true, wants: 0, begun: 0 })); // prettier-ignore
  }

  worker(n: number) {
    const worker = this.workers[n % this.workers.length];
    if (worker === undefined) throw new Error('nobody works here');
    return worker;
  }

  renew(n: number): void {
    const worker = this.worker(n);
    if (!worker.isAlive) return;
    const own = { worker: worker.name, held: worker.inUse, wanted: worker.wants };
    const others = [...this.rows.values()].filter((row) => row.worker !== worker.name && row.until > this.now);
    const lease = leaseOf({ limit: this.limit, own, others, turn: Math.floor(this.now / 8) });
    worker.allowed = lease.allowed;
    this.rows.set(worker.name, { ...own, held: lease.held, until: this.now + 8 });
  }

  take(n: number, wanted: number): void {
    const worker = this.worker(n);
    worker.wants = worker.inUse + wanted;
    const granted = worker.isAlive ? Math.max(0, Math.min(wanted, worker.allowed - worker.inUse)) : 0;
    worker.inUse += granted;
    worker.begun += granted;
  }

  /** Dialogues of the dead die with them. */
  kill(n: number): void {
    Object.assign(this.worker(n), { isAlive: false, inUse: 0 });
  }

  second(): void {
    this.now += 1;
    for (const n of this.workers.keys()) this.renew(n);
  }

  get underWay(): number {
    return this.workers.reduce((sum, worker) => sum + worker.inUse, 0);
  }
}

describe('leases over all workers', () => {
  const act = fc.record({
    kind: fc.constantFrom('take', 'take', 'give', 'renew', 'second', 'kill'),
    worker: fc.nat(5),
    count: fc.integer({ min: 1, max: 12 }),
  });

  it('never exceed the limit, return from the dead, and starve nobody', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 5 }), fc.array(act, { maxLength: 120 }), (limit, count, acts) => {
        const house = new House(limit, count);
        for (const { kind, worker, count: n } of acts) {
          if (kind === 'take') house.take(worker, n);
          if (kind === 'give') house.worker(worker).inUse = Math.max(0, house.worker(worker).inUse - n);
          if (kind === 'renew') house.renew(worker);
          if (kind === 'second') house.second();
          if (kind === 'kill') house.kill(worker);
          expect(house.underWay).toBeLessThanOrEqual(limit);
        }
        const alive = house.workers.filter((worker) => worker.isAlive);
        for (const worker of alive) worker.begun = 0;
        // Leases of the dead run out, then everybody's turn comes, each of eight seconds.
        for (let second = 0; second < 8 * (count + 2); second += 1) {
          house.workers.forEach((worker, n) => {
            worker.inUse = 0;
            house.take(n, 20);
          });
          expect(house.underWay).toBeLessThanOrEqual(limit);
          house.second();
        }
        for (const worker of alive) expect(worker.begun).toBeGreaterThan(0);
        // With nobody else there it has all of it.
        const [last, ...others] = alive;
        if (last === undefined) return;
        for (const other of others) house.kill(house.workers.indexOf(other));
        for (let second = 0; second < 10; second += 1) house.second();
        expect(last.allowed).toBe(limit);
      }),
    ); // prettier-ignore
  });

  it('keep what is under way when a limit is lowered, and begin nothing over it', () => {
    const lease = leaseOf({ limit: 1, own: claim('a', 5, 4), others: [claim('b', 5, 3)], turn: 0 });
    expect(lease).toEqual({ allowed: 0, held: 4 });
  });
});

describe('a rate', () => {
  it.each([
    [
      { perSecond: 10, now: 5_000, spokenUntil: 0, wanted: 100 },
      { granted: 10, spokenUntil: 6_000, again: 5_100 },
    ],
    [
      { perSecond: 10, now: 5_000, spokenUntil: 5_950, wanted: 3 },
      { granted: 0, spokenUntil: 5_950, again: 5_050 },
    ],
    [
      { perSecond: 1, now: 5_000, spokenUntil: 0, wanted: 5 },
      { granted: 1, spokenUntil: 6_000, again: 6_000 },
    ],
    [
      { perSecond: 1 / 60, now: 60_000, spokenUntil: 0, wanted: 5 },
      { granted: 1, spokenUntil: 120_000, again: 120_000 },
    ],
    [
      { perSecond: 1 / 60, now: 90_000, spokenUntil: 120_000, wanted: 5 },
      { granted: 0, spokenUntil: 120_000, again: 120_000 },
    ],
  ])('%j grants %j', (question, block) => {
    expect(rateBlock(question)).toEqual(block);
  });

  it('is kept over any time, whoever asks when, and is not held back needlessly', () => {
    const asks = fc.array(fc.record({ after: fc.nat(3_000), wanted: fc.integer({ min: 1, max: 50 }) }), { maxLength: 60 }); // prettier-ignore
    fc.assert(
      fc.property(fc.constantFrom(1 / 60, 0.5, 1, 3, 10, 250), asks, (perSecond, all) => {
        let [now, spokenUntil] = [1_000_000, 0];
        const begun: { at: number; count: number }[] = [];
        for (const { after, wanted } of all) {
          now += after;
          const block = rateBlock({ perSecond, now, spokenUntil, wanted });
          spokenUntil = block.spokenUntil;
          begun.push({ at: now, count: block.granted });
          if (block.granted < wanted) {
            expect(rateBlock({ perSecond, now: block.again, spokenUntil, wanted: 1 }).granted).toBe(1);
          }
        }
        for (const [n, { at: from }] of begun.entries()) {
          let sum = 0;
          for (const { at, count } of begun.slice(n)) {
            sum += count;
            expect(sum).toBeLessThanOrEqual(((at - from) / 1_000) * perSecond + Math.max(1, perSecond) + 1e-6);
          }
        }
      }),
    );
  });
});

describe('a provider that complained', () => {
  const MINUTE = 60_000;
  const now = 1_000 * MINUTE;

  it('is left alone, then approached slowly, then as before, by itself', () => {
    const state = { suspendedUntil: now + 120 * MINUTE, slowedUntil: null };
    const at = (minutes: number) => paceAt(state, now + minutes * MINUTE);
    expect(at(0)).toEqual({ suspendedUntil: state.suspendedUntil, connections: 0, perSecond: null });
    expect(at(119).connections).toBe(0);
    expect(at(120)).toEqual({ suspendedUntil: null, connections: 2, perSecond: 2 / 60 });
    expect(at(126)).toEqual({ suspendedUntil: null, connections: 4, perSecond: 4 / 60 });
    expect(at(179).connections).toBe(4_096);
    expect(at(180)).toEqual({ suspendedUntil: null, connections: null, perSecond: null });
  });

  it('slows to one connection and one message a minute', () => {
    const state = { suspendedUntil: null, slowedUntil: now + 90 * MINUTE };
    expect(paceAt(state, now)).toEqual({ suspendedUntil: null, connections: 1, perSecond: 1 / 60 });
    expect(isHindered(state, now + 149 * MINUTE)).toBe(true);
    expect(isHindered(state, now + 150 * MINUTE)).toBe(false);
  });

  it('that never did is as usual', () => {
    expect(isHindered({ suspendedUntil: null, slowedUntil: null }, now)).toBe(false);
  });
});
