import { setTimeout as wait } from 'node:timers/promises';
import { FAULTS, IMPOSSIBLE, type Fault } from './fault-list.js';
import { FaultRelay } from './fault-relay.js';
import { IMPATIENT, type FaultRoom } from './fault-room.js';
import { FaultStage } from './fault-stage.js';

/** What one fault did, counted at the relay by (edition, recipient) and in the ledger. */
export interface FaultResult {
  readonly fault: string;
  readonly recipients: number;
  /** The ledger's; each of them was at the relay. */
  readonly submitted: number;
  /** Recipients who have it twice at the relay. */
  readonly twice: number;
  /** Owed at the end, without a row, or called submitted and not at the relay. */
  readonly lost: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly uncertain: number;
  /** The most that may be uncertain. */
  readonly bound: number;
  readonly seconds: number;
  readonly passed: boolean;
}

/** Everything happened and nothing was settled for so long: whoever is still owed is lost. */
const STALLED_MS = 90_000;
const LOOK_EVERY_MS = 250;
const SETTLED_STATES = ['submitted', 'rejected', 'skipped', 'uncertain'];

export async function runFaults(options: {
  readonly recipients: number;
  readonly names: readonly string[];
  readonly onStep: (step: string) => void;
}): Promise<FaultResult[]> {
  const { recipients, names, onStep } = options;
  onStep(`a throw-away instance with ${recipients} readers`);
  const stage = await FaultStage.open(recipients);
  const results: FaultResult[] = [];
  try {
    for (const fault of FAULTS.filter(({ name }) => names.length === 0 || names.includes(name))) {
      onStep(fault.name);
      const result = await tryOut(stage, fault, recipients);
      if (result === undefined) onStep(`${fault.name}: not possible on this machine`);
      else results.push(result);
    }
    return results;
  } finally {
    await stage.close();
  }
}

async function tryOut(stage: FaultStage, fault: Fault, recipients: number): Promise<FaultResult | undefined> {
  const begun = performance.now();
  const relay = await FaultRelay.start(fault.relay);
  try {
    return await stage.room(relay, recipients, async (room) => {
      if ((await fault.happen(room)) === IMPOSSIBLE) return undefined;
      const rows = await settled(room);
      return judge(fault, { room, rows, seconds: (performance.now() - begun) / 1000 });
    });
  } finally {
    await relay.close();
  }
}

interface Row {
  readonly address: string;
  readonly state: string;
}

/**
 * Until nothing is owed any more. The wait for a retry is cut short, because not the wait is looked at: a row that is put
 * off may be tried again as soon as nothing else is to be done.
 */
async function settled(room: FaultRoom): Promise<Row[]> {
  let rows: Row[] = [];
  let lastOpen = -1;
  let changedAt = performance.now();
  while (performance.now() - changedAt < STALLED_MS) {
    await wait(LOOK_EVERY_MS);
    rows = await room.query<Row>(
      `select s.address, d.state::text from delivery d join subscriber s on s.id = d.subscriber_id where d.edition_id = $1`,
      [room.editionId],
    );
    const open = rows.filter(({ state }) => !SETTLED_STATES.includes(state));
    if (rows.length > 0 && open.length === 0) return rows;
    if (open.length !== lastOpen) changedAt = performance.now();
    lastOpen = open.length;
    if (open.every(({ state }) => state === 'deferred')) {
      await room.query(`update delivery set not_before = now() where edition_id = $1 and state = 'deferred'`, [
        room.editionId,
      ]);
    }
  }
  return rows;
}

function judge(
  fault: Fault,
  { room, rows, seconds }: { room: FaultRoom; rows: readonly Row[]; seconds: number },
): FaultResult {
  const { relay, recipients } = room;
  const count = (state: string): number => rows.filter((row) => row.state === state).length;
  const absent = rows.filter(({ address, state }) => state === 'submitted' && relay.timesTaken(address) === 0);
  const open = rows.filter(({ state }) => !SETTLED_STATES.includes(state));
  const lost = recipients - rows.length + absent.length + open.length;
  const bound = fault.crashes * 2 * Number(IMPATIENT.DELIVERY_CONNECTIONS) + relay.cuts;
  const [twice, uncertain] = [relay.twice, count('uncertain')];
  return {
    fault: fault.name,
    recipients,
    submitted: count('submitted'),
    twice,
    lost,
    rejected: count('rejected'),
    skipped: count('skipped'),
    uncertain,
    bound,
    seconds,
    passed: twice === 0 && lost === 0 && uncertain <= bound,
  };
}
