import { setTimeout as wait } from 'node:timers/promises';
import { ReadEditionStatus, StartEdition, type LedgerCounts } from '@app/delivery';
import { AssembleEdition, ClaimEditions, FreezeEdition, type Newsletter, type RenderedDigest } from '@app/editions';
import { insertReaders } from './bench-readers.repository.js';
import type { BenchStage } from './bench-stage.js';
import { median } from './figures.js';
import { sendPlainly } from './plain-loop.js';
import type { SinkRound } from './sink.js';

export interface SendResult {
  readonly readers: number;
  readonly connections: number;
  readonly queue: string;
  readonly messageBytes: { readonly colporteur: number; readonly plain: number };
  readonly colporteur: Figures;
  readonly plain: Figures;
  /** Colporteur's median by the plain loop's: 1 is as fast, 0.5 half as fast. */
  readonly ratio: number;
  /** Over all of Colporteur's rounds. `twice` and `lost` are counted at the relay, not in our own tables. */
  readonly lost: number;
  readonly twice: number;
  readonly uncertain: number;
}

export interface Figures {
  /** Messages a second, one figure a round, and their median. */
  readonly rounds: readonly number[];
  readonly median: number;
  /** Processor time of this process for one message, in milliseconds, median of the rounds: without PostgreSQL and sink. */
  readonly processorMs: number;
}

/** Between two looks into the ledger, milliseconds: seldom enough to cost nothing. */
const LOOK_EVERY_MS = 500;
/** Without a further message for this long the round is over, whatever the ledger says. */
const STALLED_MS = 120_000;

interface Side extends SinkRound {
  /** Of this process, in milliseconds. */
  readonly processorMs: number;
}

interface Round {
  readonly colporteur: Side;
  readonly plain: Side;
  readonly counts: LedgerCounts;
}

/** The whole way of an edition, from its start to the last message at the relay, and the plain loop, in turn. */
export async function benchSend(
  stage: BenchStage,
  options: { readonly readers: number; readonly digest: RenderedDigest; readonly onStep: (step: string) => void },
): Promise<SendResult> {
  const { readers, digest, onStep } = options;
  const connections = stage.instance.config.env.DELIVERY_CONNECTIONS;
  const rounds: Round[] = [];
  for (const [index, newsletter] of stage.newsletters.entries()) {
    const ours = async () => sendEdition(stage, newsletter, readers);
    const plainly = async () => sendLoop(stage, { port: stage.sink.port, connections, readers, digest });
    // Each goes first in turn, so that neither always finds the machine as the other left it.
    let round: Round;
    if (index % 2 === 0) {
      const plain = await plainly();
      round = { plain, ...(await ours()) };
    } else {
      const first = await ours();
      round = { ...first, plain: await plainly() };
    }
    rounds.push(round);
    onStep(
      `round ${index + 1}: ${Math.round(speed(round.colporteur))}/s, plain loop ${Math.round(speed(round.plain))}/s`,
    );
  }
  return summary(stage, { readers, connections, rounds });
}

/** Readers of the stage's newsletters, all of them in every one. */
export async function subscribeReaders(
  stage: BenchStage,
  readers: number,
  database: Parameters<typeof insertReaders>[0],
): Promise<void> {
  const ids = stage.newsletters.map((newsletter) => newsletter.id);
  const made = await insertReaders(database, ids, readers);
  if (made !== readers * ids.length)
    throw new Error(`${made} subscriptions were made, expected ${readers * ids.length}`);
}

async function sendEdition(stage: BenchStage, newsletter: Newsletter, readers: number): Promise<Omit<Round, 'plain'>> {
  const { tools, sink } = stage;
  const id = await tools.get(ClaimEditions, { strict: false }).claimNow(newsletter);
  await tools.get(AssembleEdition, { strict: false }).assemble(id);
  const frozen = await tools.get(FreezeEdition, { strict: false }).freeze(id, null);
  if (frozen.state !== 'frozen') throw new Error(`the edition is ${frozen.state}`);
  const before = process.cpuUsage();
  sink.begin();
  await tools.get(StartEdition, { strict: false }).start(id);
  const counts = await settled(stage, id);
  if (counts.recipients !== readers) throw new Error(`${counts.recipients} in the audience, expected ${readers}`);
  return { colporteur: { ...(await sink.report()), processorMs: since(before) }, counts };
}

async function settled({ tools }: BenchStage, editionId: string): Promise<LedgerCounts> {
  const status = tools.get(ReadEditionStatus, { strict: false });
  let lastChange = performance.now();
  for (let before = -1; ;) {
    const { counts } = await status.read(editionId);
    const open = counts.planned + counts.claimed + counts.submitting + counts.deferred;
    if (open === 0) return counts;
    if (open !== before) lastChange = performance.now();
    if (performance.now() - lastChange > STALLED_MS) return counts;
    before = open;
    await wait(LOOK_EVERY_MS);
  }
}

async function sendLoop(stage: BenchStage, options: Parameters<typeof sendPlainly>[0]): Promise<Side> {
  const before = process.cpuUsage();
  stage.sink.begin();
  await sendPlainly(options);
  const round = { ...(await stage.sink.report()), processorMs: since(before) };
  if (round.recipients !== options.readers) throw new Error(`the plain loop reached ${round.recipients} readers`);
  return round;
}

/** Processor time in milliseconds. */
function since(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function speed(round: SinkRound): number {
  return (round.accepted / round.milliseconds) * 1000;
}

function figures(sides: readonly Side[]): Figures {
  const rounds = sides.map(speed);
  return {
    rounds,
    median: median(rounds),
    processorMs: median(sides.map((side) => side.processorMs / side.accepted)),
  };
}

function summary(
  stage: BenchStage,
  given: { readers: number; connections: number; rounds: readonly Round[] },
): SendResult {
  const { readers, connections, rounds } = given;
  const ours = figures(rounds.map((round) => round.colporteur));
  const plain = figures(rounds.map((round) => round.plain));
  const total = (count: (round: Round) => number): number => rounds.reduce((sum, round) => sum + count(round), 0);
  const bytes = (of: (round: Round) => SinkRound): number =>
    Math.round(total((round) => of(round).bytes) / total((round) => of(round).accepted));
  return {
    readers,
    connections,
    queue: stage.instance.config.queueBackend,
    messageBytes: { colporteur: bytes((round) => round.colporteur), plain: bytes((round) => round.plain) },
    colporteur: ours,
    plain,
    ratio: ours.median / plain.median,
    lost: total(({ colporteur, counts }) =>
      Math.max(0, readers - colporteur.recipients - counts.uncertain - counts.rejected - counts.skipped),
    ),
    twice: total(({ colporteur }) => colporteur.accepted - colporteur.recipients),
    uncertain: total(({ counts }) => counts.uncertain),
  };
}
