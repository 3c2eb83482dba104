import { randomUUID } from 'node:crypto';
import pg from 'pg';
import {
  DeliveryRepository,
  LedgerSweepRepository,
  ReadEditionStatus,
  StartEdition,
  TendAudience,
} from '@app/delivery';
import { AssembleEdition, EditionRepository, FreezeEdition, NewsletterRepository, readerDueAt } from '@app/editions';
import { Database } from '@app/platform';
import {
  bringForward,
  endBreak,
  insertBare,
  insertZoned,
  readInZones,
  settleLedger,
  settleReaders,
} from './bench-audience.repository.js';
import type { BenchStage } from './bench-stage.js';
import { percentile, type Measure } from './measure.js';
import { peakBytes } from './peak-bytes.js';

/** Every offset from UTC that is somebody's, thirty-eight of them: as many mornings a day as there are. */
const ZONES = [
  'Etc/GMT+12', 'Pacific/Pago_Pago', 'Pacific/Honolulu', 'Pacific/Marquesas', 'America/Adak', 'America/Anchorage',
  'America/Los_Angeles', 'America/Denver', 'America/Mexico_City', 'America/New_York', 'America/Caracas', 'America/Halifax',
  'America/St_Johns', 'America/Sao_Paulo', 'America/Noronha', 'Atlantic/Azores', 'Africa/Dakar', 'Europe/Paris',
  'Africa/Cairo', 'Europe/Moscow', 'Asia/Tehran', 'Asia/Dubai', 'Asia/Kabul', 'Asia/Karachi', 'Asia/Kolkata',
  'Asia/Kathmandu', 'Asia/Dhaka', 'Asia/Yangon', 'Asia/Bangkok', 'Asia/Shanghai', 'Australia/Eucla', 'Asia/Tokyo',
  'Australia/Darwin', 'Australia/Brisbane', 'Australia/Lord_Howe', 'Pacific/Noumea', 'Pacific/Chatham', 'Pacific/Kiritimati',
]; // prettier-ignore

const FREEZE_SECONDS = 60;
const CLAIM_MS = 20;
const CLAIMS = 20;
/** Readers in one statement. */
const PIECE = 250_000;
/** So far ahead that no zone's morning is near. */
const DAYS_AHEAD = 5;
const DAY_MS = 86_400_000;

interface Room {
  readonly stage: BenchStage;
  readonly owner: pg.Client;
  readonly newsletterId: string;
  readonly editionDate: string;
}

/** An audience in as many mornings as there are, frozen into the ledger, durable; and what its waves then cost. */
export async function benchAudience(stage: BenchStage, subscribers: number): Promise<Measure[]> {
  const [newsletter] = stage.newsletters;
  if (newsletter === undefined) throw new Error('the stage has no newsletter');
  const owner = new pg.Client({ connectionString: stage.instance.config.env.MIGRATION_DATABASE_URL });
  await owner.connect();
  const editionDate = new Date(Date.now() + DAYS_AHEAD * DAY_MS).toISOString().slice(0, 10);
  const room = { stage, owner, newsletterId: newsletter.id, editionDate };
  try {
    await readInZones(owner, newsletter.id, editionDate);
    for (let from = 1; from <= subscribers; from += PIECE)
      await insertZoned(owner, newsletter.id, ZONES, [from, Math.min(from + PIECE - 1, subscribers)]);
    await settleReaders(owner);
    const editionId = await frozenEdition(room);
    return [{ what: 'subscriptions', value: subscribers, unit: '' }, ...(await freezing(room, editionId)), ...(await waves(room, editionId))]; // prettier-ignore
  } finally {
    await owner.end();
  }
}

/** The calendar's edition of that day, made by hand: the benchmark's break keeps the calendar from making others. */
async function frozenEdition({ stage, owner, newsletterId, editionDate }: Room): Promise<string> {
  const { tools } = stage;
  const newsletters = tools.get(NewsletterRepository, { strict: false });
  const database = tools.get(Database);
  const newsletter = await newsletters.byId(database, newsletterId);
  if (newsletter === undefined) throw new Error('the newsletter is gone');
  const rule = { ...newsletter, breaks: [] };
  const dues = ZONES.map((timeZone) => readerDueAt(rule, editionDate, { timeZone, deliveryTime: null }))
    .flatMap((due) => (due === undefined ? [] : [due.getTime()])); // prettier-ignore
  const lastDueAt = new Date(Math.max(...dues));
  const id = await tools.get(EditionRepository, { strict: false }).claim(database, {
    newsletterId,
    kind: 'digest',
    editionDate,
    sequence: 1,
    slot: 'all',
    dueAt: new Date(Math.min(...dues)),
    lastDueAt,
    usefulUntil: new Date(lastDueAt.getTime() + DAY_MS / 4),
  });
  if (id === undefined) throw new Error('the edition was claimed already');
  await tools.get(AssembleEdition, { strict: false }).assemble(id);
  const frozen = await tools.get(FreezeEdition, { strict: false }).freeze(id, null);
  if (frozen.state !== 'frozen') throw new Error(`the edition is ${frozen.state}`);
  await endBreak(owner, newsletterId);
  return id;
}

async function freezing({ stage, owner, newsletterId, editionDate }: Room, editionId: string): Promise<Measure[]> {
  const memoryBefore = peakBytes();
  const seconds = (await timed(() => stage.tools.get(StartEdition, { strict: false }).start(editionId))) / 1_000;
  const memory = peakBytes();
  await settleLedger(owner);
  const { counts, waves: made } = await stage.tools.get(ReadEditionStatus, { strict: false }).read(editionId);
  const bare = await insertBare(owner, newsletterId, editionDate);
  return [
    { what: 'rows in the ledger', value: counts.recipients, unit: '' },
    { what: 'waves', value: made.length, unit: '' },
    { what: 'freezing the audience, committed', value: seconds, unit: 's', target: { below: FREEZE_SECONDS } },
    { what: 'rows', value: counts.recipients / seconds, unit: '/s' },
    { what: 'as many rows into a bare table, committed', value: bare, unit: 's' },
    { what: 'freezing by bare insert', value: seconds / bare, unit: '' },
    { what: 'this process’s peak memory', value: memory / 2 ** 20, unit: 'MB' },
    { what: 'of it while freezing', value: (memory - memoryBefore) / 2 ** 20, unit: 'MB' },
  ];
}

async function waves({ stage, owner }: Room, editionId: string): Promise<Measure[]> {
  const { tools } = stage;
  const ledger = tools.get(LedgerSweepRepository, { strict: false });
  const deliveries = tools.get(DeliveryRepository, { strict: false });
  await bringForward(owner, editionId, 25);
  const opening = await timed(() => tools.get(TendAudience, { strict: false }).tend());
  await bringForward(owner, editionId, -1);
  await settleLedger(owner);
  let rung: { editionId: string; chunk: number }[] = [];
  const ringing = await timed(async () => { rung = await ledger.takeRingable(60, 2_000); }); // prettier-ignore
  const claims: number[] = [];
  const marks: number[] = [];
  for (const { chunk } of rung.slice(0, CLAIMS)) {
    const key = await deliveries.chunk(editionId, chunk);
    if (key === undefined) throw new Error('the chunk is gone');
    const token = randomUUID();
    let claimed: { subscriberId: string }[] = [];
    claims.push(await timed(async () => { claimed = await deliveries.claim(key, token, 60); })); // prettier-ignore
    marks.push(
      await timed(() =>
        deliveries.markSubmitting(key, token, {
          transport: 'bench',
          rows: claimed.slice(0, 5).map(({ subscriberId }) => ({ subscriberId, provider: 'other' })),
          leaseSeconds: 60,
        }),
      ),
    );
  }
  const sweeping = await timed(async () => {
    await ledger.refreshOpenChunks();
    await ledger.skipOverdue();
    await ledger.finished();
  });
  const reading = await timed(() => tools.get(ReadEditionStatus, { strict: false }).read(editionId));
  const claim = percentile(claims, 0.5);
  return [
    { what: 'a wave opens: late readers looked for', value: opening, unit: 'ms' },
    { what: 'chunks of a due wave', value: rung.length, unit: '' },
    { what: 'ringing for a due wave', value: ringing, unit: 'ms' },
    { what: 'claiming a chunk of it: median', value: claim, unit: 'ms' },
    { what: 'due wave: ringing and first claim', value: ringing + claim, unit: 'ms', target: { below: CLAIM_MS } },
    { what: 'marking five rows, committed: median', value: percentile(marks, 0.5), unit: 'ms' },
    { what: 'a sweep over the ledger', value: sweeping, unit: 'ms' },
    { what: 'reading the progress', value: reading, unit: 'ms' },
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
