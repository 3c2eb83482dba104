import { setTimeout as wait } from 'node:timers/promises';
import { PauseEdition } from '@app/delivery';
import { CancelEdition } from '@app/editions';
import type { RelayHabits } from './fault-relay.js';
import type { FaultRoom } from './fault-room.js';

export interface Fault {
  readonly name: string;
  /** Processes killed without a word, and databases or relays that broke off: each may leave 2 × connections uncertain. */
  readonly crashes: number;
  readonly relay?: RelayHabits;
  /** Starts the workers, has the edition begin, and breaks what is to be broken, where this machine has it: else {@link IMPOSSIBLE}. */
  readonly happen: (room: FaultRoom) => Promise<unknown>;
}

export const IMPOSSIBLE = Symbol('impossible');

const RELAY_AWAY_MS = 30_000;
const TURNS = 10;

/** Slow enough that something can happen in the middle. */
const STEADY: RelayHabits = { delayMs: 10 };

/** A clock that a signal moves: SIGUSR2 an hour forward, the next one two hours back. */
const MOVING_CLOCK = `data:text/javascript,${encodeURIComponent(`
  const Real = Date; let shift = 0;
  process.on('SIGUSR2', () => { shift = shift === 0 ? 3600000 : -3600000; });
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length === 0) super(Real.now() + shift); else super(...given); }
    static now() { return Real.now() + shift; }
  };`)}`;

async function begin(room: FaultRoom, workers = 1): Promise<void> {
  await room.work(workers);
  await room.start();
}

const killedAt = (percent: number): Fault => ({
  name: `worker killed at ${percent} %`,
  crashes: 1,
  relay: STEADY,
  happen: async (room) => {
    await begin(room);
    await room.reached(percent);
    await room.end('SIGKILL');
    await room.work(1);
  },
});

const misbehaving = (name: string, relay: RelayHabits): Fault => ({
  name,
  crashes: 0,
  relay,
  happen: (room) => begin(room),
});

/** Every fault the issue names, in its order. */
export const FAULTS: readonly Fault[] = [
  ...[25, 50, 75].map(killedAt),
  {
    name: 'worker stopped (SIGTERM)',
    crashes: 0,
    relay: STEADY,
    happen: async (room) => {
      await begin(room);
      await room.reached(50);
      await room.end('SIGTERM');
      await room.work(1);
    },
  },
  {
    name: 'both workers killed',
    crashes: 2,
    relay: STEADY,
    happen: async (room) => {
      await begin(room, 2);
      await room.reached(50);
      await room.end('SIGKILL', 2);
      await room.work(2);
    },
  },
  {
    name: 'PostgreSQL killed',
    crashes: 1,
    relay: STEADY,
    happen: async (room) => {
      await begin(room);
      await room.reached(50);
      await room.killDatabase();
    },
  },
  {
    name: 'a back-end killed',
    crashes: 1,
    relay: STEADY,
    happen: async (room) => {
      await begin(room);
      await room.reached(50);
      await room.killBackEnd();
    },
  },
  {
    name: 'Redis restarted and empty',
    crashes: 0,
    relay: STEADY,
    happen: async (room) => {
      if (!(await room.queueInRedis())) return IMPOSSIBLE;
      await begin(room);
      await room.reached(50);
      return room.restartRedis();
    },
  },
  {
    name: 'relay away for 30 s',
    crashes: 1,
    relay: STEADY,
    happen: async (room) => {
      await begin(room);
      await room.reached(50);
      await room.relay.stopFor(RELAY_AWAY_MS);
    },
  },
  misbehaving('10 % 451 at RCPT', {
    treat: (n, attempt) => (n % 10 === 0 && attempt === 1 ? { rcpt: 451, says: '4.3.0 try again' } : 'take'),
  }),
  misbehaving('2 % 550 at RCPT', {
    treat: (n) => (n % 50 === 0 ? { rcpt: 550, says: '5.1.1 no such user' } : 'take'),
  }),
  misbehaving('1 % cut after the final dot', { treat: (n) => (n % 100 === 0 ? 'cut' : 'take') }),
  misbehaving('slow: 1 % answer late', {
    treat: (n, attempt) => (n % 100 === 0 && attempt === 1 ? { afterMs: 5_000 } : 'take'),
  }),
  misbehaving('greylisting', {
    treat: (_, attempt) => (attempt === 1 ? { rcpt: 450, says: '4.7.1 greylisted, come back later' } : 'take'),
  }),
  {
    name: 'bad TLS, then none',
    crashes: 0,
    relay: { badTls: true },
    happen: async (room) => {
      await begin(room);
      await wait(3_000);
      await room.relay.change(STEADY);
    },
  },
  misbehaving('closes every 20 messages', { closesAfter: 20 }),
  {
    name: 'paused and resumed ten times',
    crashes: 0,
    relay: STEADY,
    happen: async (room) => {
      await begin(room);
      const pausing = room.tools.get(PauseEdition, { strict: false });
      for (let turn = 0; turn < TURNS; turn += 1) {
        await room.reached(5 + turn * 8);
        await pausing.set(room.editionId, true, null);
        await wait(200);
        await pausing.set(room.editionId, false, null);
      }
    },
  },
  {
    name: 'cancelled in the middle',
    crashes: 0,
    relay: STEADY,
    happen: async (room) => {
      await begin(room);
      await room.reached(50);
      await room.tools.get(CancelEdition, { strict: false }).cancel(room.editionId, { by: null, reason: 'benchmark' });
    },
  },
  {
    name: 'two workers, started twice',
    crashes: 0,
    relay: STEADY,
    happen: async (room) => {
      await room.work(2);
      await Promise.all([room.start(), room.start()]);
    },
  },
  {
    name: 'clock jumps an hour, and back two',
    crashes: 0,
    relay: STEADY,
    happen: async (room) => {
      await room.work(1, MOVING_CLOCK);
      await room.start();
      await room.reached(30);
      room.signal('SIGUSR2');
      await room.reached(60);
      room.signal('SIGUSR2');
    },
  },
];
