import { describe, expect, it } from '@jest/globals';
import type { OpenTransport, SubmissionOutcome } from '@app/mail';
import { ChunkQueue } from './chunk-queue.js';
import { ChunkRun, type RunParts, type RunScope } from './chunk-run.js';
import { DialogueBell } from './dialogue-bell.js';
import type { Settlement } from '../ledger/delivery-state.js';
import type { SubmittableRow } from '../ledger/delivery.repository.js';
import type { Grant } from '../pace/grant.js';
import { SettleTray } from './settle-tray.js';
import { SubmissionGate } from './submission-gate.js';

const relay = (name: string): OpenTransport => ({
  name,
  connections: 4,
  perWorker: false,
  perSecond: null,
  submit: () => Promise.reject(new Error('the run’s own way is asked')),
});
const ok: SubmissionOutcome = { kind: 'submitted', reply: { code: 250, enhancedCode: null, text: '250 ok' } };
const refused = (text: string): SubmissionOutcome => ({
  kind: 'refused',
  reply: { code: 550, enhancedCode: '5.7.1', text },
});
const all = (wanted: number): Grant => ({ granted: wanted, again: null });

interface World {
  readonly outcome?: (row: string) => SubmissionOutcome;
  readonly take?: (provider: string, wanted: number, transport: string) => Grant;
  readonly relays?: readonly string[];
  readonly putBack?: (rows: readonly string[], seconds: number) => Promise<void>;
  readonly mark?: (rows: readonly string[]) => readonly string[];
  readonly setSize?: number;
  readonly warmedUp?: string | null;
}

/** A run in a world of its own, and what it left there. */
function world({ outcome = () => ok, take = (_, wanted) => all(wanted), putBack, mark, ...given }: World) {
  const settled: Settlement[] = [];
  let [permits, asked, turn] = [0, 0, 0];
  const relays = given.relays ?? ['main'];
  const bell = new DialogueBell();
  const gate = new SubmissionGate(8);
  const parts = {
    deliveries: {
      markSubmitting: (_key: unknown, _token: string, { rows }: { rows: readonly { subscriberId: string }[] }) => {
        const ids = rows.map((row) => row.subscriberId);
        const marked = (mark?.(ids) ?? ids).map((subscriberId) => ({ subscriberId, attempts: 1 }));
        return Promise.resolve({ rows: marked as unknown as SubmittableRow[], isHeld: false });
      },
      putBack: (_key: unknown, _token: string, rows: readonly string[], seconds: number) =>
        putBack?.(rows, seconds) ?? Promise.resolve(),
      skipForWarmUp: () => Promise.resolve(),
    },
    pacing: {
      take: (wish: { provider: string; wanted: number; transport: { name: string } }) => {
        asked += 1;
        const grant = take(wish.provider, wish.wanted, wish.transport.name);
        permits += grant.granted;
        return Promise.resolve(grant);
      },
      give: (_way: unknown, outcomes: readonly unknown[]) => (permits -= outcomes.length),
    },
    gate,
    bell,
    tray: new SettleTray({
      groupSize: 4,
      write: (results) => Promise.resolve(void settled.push(...results)),
      freed: (rows) => {
        gate.give(rows);
        bell.ring();
      },
    }),
    setSize: given.setSize ?? 4,
    dialogueSeconds: 5,
    markSeconds: 6,
    choose: (not: readonly string[]) => {
      const able = relays.filter((name) => !not.includes(name));
      const name = able[turn++ % able.length];
      return name === undefined ? undefined : relay(name);
    },
    dialogue: (row: SubmittableRow) => Promise.resolve(outcome(row.subscriberId)),
    isStopping: () => false,
    renew: () => Promise.resolve(),
    refusesUs: () => undefined,
  } as unknown as RunParts;
  const run = (rows: readonly { id: string; provider?: string; isInCohort?: boolean }[]): Promise<void> => {
    const scope = { key: {}, claimToken: 't', fromDomain: 'news.example', warmedUp: given.warmedUp } as unknown as RunScope; // prettier-ignore
    const waiting = rows.map(({ id, provider = 'other', isInCohort = true }) => ({ subscriberId: id, provider, isInCohort })); // prettier-ignore
    return new ChunkRun(parts, scope, new ChunkQueue(waiting)).run();
  };
  return {
    run,
    settled,
    states: () => Object.fromEntries(settled.map(({ subscriberId, state }) => [subscriberId, state])),
    permits: () => permits,
    asked: () => asked,
    places: () => gate.take(8),
  };
}

describe('a run', () => {
  it('gives every permit and every place back, whoever was not marked after all', async () => {
    const one = world({ mark: (rows) => rows.filter((id) => id !== 'b') });
    await one.run(['a', 'b', 'c', 'd', 'e'].map((id) => ({ id })));
    expect(Object.keys(one.states()).sort()).toEqual(['a', 'c', 'd', 'e']);
    expect(one.permits()).toBe(0);
    expect(await one.places()).toBe(8);
  });

  it('keeps no permit of one provider when the database goes away over the rows of another', async () => {
    const one = world({
      take: (provider, wanted) =>
        provider === 'far' ? { granted: 0, again: new Date(Date.now() + 60_000) } : all(wanted),
      putBack: () => Promise.reject(new Error('terminating connection')),
    });
    await expect(one.run([{ id: 'a' }, { id: 'b', provider: 'far' }])).rejects.toThrow('terminating connection');
    expect(one.permits()).toBe(0);
    expect(await one.places()).toBe(8);
  });

  it('goes on with the others when one row alone is refused for what may be our sake', async () => {
    const one = world({ setSize: 1, outcome: (id) => (id === 'a' ? refused('550 5.7.1 policy') : ok) });
    await one.run([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
    expect(one.states()).toEqual({ a: 'deferred', b: 'submitted', c: 'submitted' });
  });

  it('rejects nobody for what is known to be about us, though others of the set were taken', async () => {
    const blocked = refused('550 5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org');
    const one = world({ outcome: (id) => (id === 'a' ? blocked : id === 'b' ? refused('550 5.7.1 no') : ok) });
    await one.run([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
    expect(one.states()).toEqual({ a: 'deferred', b: 'rejected', c: 'submitted' });
  });

  it('sends by another transport what its provider takes by one of them only in hours', async () => {
    const later = { granted: 0, again: new Date(Date.now() + 7_200_000) };
    const put: [readonly string[], number][] = [];
    const given = { relays: ['main', 'second'], putBack: (...one: [readonly string[], number]) => Promise.resolve(void put.push(one)) }; // prettier-ignore
    const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id, provider: 'google' }));
    const one = world({ ...given, take: (_, wanted, transport) => (transport === 'main' ? later : all(wanted)) });
    await one.run(rows);
    expect(Object.values(one.states())).toEqual(rows.map(() => 'submitted'));
    expect(put).toEqual([]);
    // By none of them: put back until the first of them takes more.
    const sooner = { granted: 0, again: new Date(Date.now() + 60_000) };
    await world({ ...given, take: (_, __, transport) => (transport === 'main' ? later : sooner) }).run(rows);
    expect(put).toEqual([[rows.map(({ id }) => id), expect.any(Number)]]);
    expect(put[0]?.[1]).toBeGreaterThan(55);
    expect(put[0]?.[1]).toBeLessThan(80);
  });

  it('does not ask all the time while only those wait who may not go by this transport', async () => {
    let opensAt = Infinity;
    const one = world({
      warmedUp: 'main',
      take: (provider, wanted) => {
        if (provider !== 'busy') return all(wanted);
        opensAt = Math.min(opensAt, Date.now() + 150);
        return Date.now() < opensAt ? { granted: 0, again: new Date(opensAt) } : all(wanted);
      },
    });
    await one.run([
      { id: 'a', provider: 'busy' },
      { id: 'b', provider: 'idle', isInCohort: false },
    ]);
    expect(one.states()).toEqual({ a: 'submitted' });
    expect(one.asked()).toBeLessThan(15);
  });
});
