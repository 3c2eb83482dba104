import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChangeDispatch } from '@app/dispatches';
import {
  ApproveEdition,
  MakeCorrection,
  MakeFlash,
  MakeLetter,
  NewsletterRepository,
  ReleaseEdition,
  TakeDown,
  type Newsletter,
} from '@app/editions';
import { Month } from '../support/month/month.js';
import {
  addOperator, addReader, arrive, createMonthNewsroom, moveReader, SLOT_ZONES, ZONES, type Newsletters,
} from '../support/month/month-newsroom.js'; // prettier-ignore
import {
  cutOffOf, datesOf, dueAt, HOUR_MS, isBreak, leavesAt, madeAt, PERIODS, slotFor, windowOf, type Arrival, type Slug,
} from '../support/month/month-plan.js'; // prettier-ignore
import type { Taken } from '../support/month/relay-log.js';

/**
 * A month of three newsletters with readers in forty zones, while clocks go forward in the south and back in the north:
 * what the relay took is compared with what a reader was promised, message by message.
 */

const at = (instant: string): Date => new Date(`2026-${instant}:00Z`);
const SLUGS = ['matin', 'redaction', 'fuseaux'] as const;
const READ_IN: Readonly<Record<Slug, readonly string[]>> = {
  matin: ZONES,
  fuseaux: SLOT_ZONES,
  redaction: ['Europe/Paris', 'Asia/Tokyo', 'America/New_York', 'America/Lima'],
};

const OUTAGES = [
  { from: at('09-29T05:00'), until: at('09-29T11:30') },
  { from: at('10-28T22:00'), until: at('10-29T14:00') },
];
/** Days on which nobody approves; on two of them nothing runs when the desk looks. */
const UNATTENDED = ['2026-09-29', '2026-10-02', '2026-10-29'];
/** Came in when the desk's newsletter has too little to fill an edition. */
const SLOW = [at('09-29T12:10'), at('09-29T20:10'), at('09-30T02:10')].map(Number);

const KILLED = { at: at('10-01T05:10'), mark: 'N0930b1' };
const CORRECTED = { at: at('10-03T08:20'), mark: 'N1002b1', by: 'N1002z9' };
const TAKEN_DOWN = { at: at('10-27T15:00'), mark: 'N1026b1' };
const FLASH = { at: at('10-24T12:00'), mark: 'N1024f1' };
const LETTER = { at: at('11-01T09:00'), mark: 'N1101k1' };

const early = {
  address: 'early@readers.example',
  since: new Date(Number(dueAt('matin', '2026-09-01', 'Asia/Tokyo')) - 300_000),
};
const late = { address: 'late@readers.example', since: new Date(Number(dueAt('matin', '2026-09-01', 'Asia/Tokyo')) + 300_000) }; // prettier-ignore
const MOVERS = { east: 'east@readers.example', west: 'west@readers.example' } as const;
const EAST = at('10-01T03:00');
const WEST = at('10-01T01:00');

const inZone = (zone: string): string => `${zone.toLowerCase().replace(/[^a-z0-9]+/g, '-')}@readers.example`;

let month: Month;
let newsletters: Newsletters;
let operatorId: string;
const arrivals: Arrival[] = [];
const dispatchIds = new Map<string, string>();

async function newsletter(slug: Slug): Promise<Newsletter> {
  const found = await month.tools.get(NewsletterRepository, { strict: false }).bySlug(slug);
  if (found === undefined) throw new Error(`no newsletter ${slug}`);
  return found;
}

function dispatchId(mark: string): string {
  const id = dispatchIds.get(mark);
  if (id === undefined) throw new Error(`${mark} has not come in`);
  return id;
}

async function comeIn(mark: string): Promise<void> {
  arrivals.push({ at: month.clock.now(), mark });
  dispatchIds.set(mark, await arrive(month.tools, mark));
}

/** Four dispatches a day, except where a day is slow. */
function scheduleArrivals(): void {
  for (const period of PERIODS)
    for (const day of [new Date(Date.parse(period[0] ?? '') - 24 * HOUR_MS).toISOString().slice(0, 10), ...period])
      for (const [n, hour] of ['02:10', '08:10', '12:10', '20:10'].entries()) {
        const instant = new Date(`${day}T${hour}:00Z`);
        const mark = `N${day.slice(5, 7)}${day.slice(8)}${'abcd'[n] ?? ''}1`;
        if (!SLOW.includes(Number(instant))) month.events.push({ at: instant, run: () => comeIn(mark) });
      }
}

function scheduleDesk(): void {
  for (const date of datesOf('redaction').filter((day) => !UNATTENDED.includes(day))) {
    const proposed = cutOffOf('redaction', dueAt('redaction', date, ''));
    month.events.push({ at: new Date(Number(proposed) + 900_000), what: 'approval', run: () => approve(date) });
  }
}

async function approve(date: string): Promise<void> {
  const edition = await editionOf('redaction', date);
  if (edition?.state !== 'proposed') return;
  await month.tools.get(ApproveEdition, { strict: false }).approve(edition.id, { by: operatorId });
}

async function editionOf(slug: Slug, date: string) {
  return month.test.database
    .selectFrom('edition')
    .select(['id', 'state', 'reason', 'unattended'])
    .where('newsletter_id', '=', newsletters[slug])
    .where('kind', '=', 'digest')
    .where('edition_date', '=', date)
    .executeTakeFirst();
}

/** Readers come and move, dispatches are killed, corrected and taken down, and a flash and a letter leave. */
function scheduleStory(): void {
  const { tools, test, events } = month;
  const release = (id: string): Promise<string> =>
    tools.get(ReleaseEdition, { strict: false }).release(id, { by: operatorId });
  for (const { address, since } of [early, late])
    events.push({ at: since, run: () => addReader(test.database, { address, zone: 'Asia/Tokyo', newsletterIds: [newsletters.matin] }) }); // prettier-ignore
  events.push(
    { at: EAST, what: 'a reader moves east', run: () => moveReader(test.database, MOVERS.east, 'Asia/Tokyo') },
    { at: WEST, what: 'a reader moves west', run: () => moveReader(test.database, MOVERS.west, 'America/Los_Angeles') },
    {
      at: KILLED.at,
      what: 'a kill during a wave',
      run: () => tools.get(ChangeDispatch, { strict: false }).kill(dispatchId(KILLED.mark), { operatorId, reason: 'Faux.' }),
    },
    {
      at: CORRECTED.at,
      what: 'a correction',
      run: async () => {
        await arrive(tools, CORRECTED.mark, { headline: CORRECTED.by });
        const words = { dispatch: dispatchId(CORRECTED.mark), explanation: 'Le nombre était faux.' };
        const made = { newsletter: await newsletter('matin'), by: operatorId, ...words };
        await release(await tools.get(MakeCorrection, { strict: false }).make(made));
      },
    },
    {
      at: TAKEN_DOWN.at,
      what: 'a takedown',
      run: () => {
        const order = { object: 'dispatch', objectId: dispatchId(TAKEN_DOWN.mark), mode: 'redact', reference: 'TJ 26/114' } as const;
        return tools.get(TakeDown, { strict: false }).order({ ...order, by: operatorId });
      },
    },
    {
      at: FLASH.at,
      what: 'a flash',
      run: async () => {
        await comeIn(FLASH.mark);
        const flash = { newsletters: [await newsletter('matin')], dispatches: [dispatchId(FLASH.mark)], by: operatorId };
        for (const { editionId } of await tools.get(MakeFlash, { strict: false }).make(flash)) await release(editionId);
      },
    },
    {
      at: new Date(Number(LETTER.at) - 13 * HOUR_MS),
      what: 'a letter is written',
      run: async () => {
        const words = { subject: 'Lettre de la rédaction', markdown: `Chère lectrice, cher lecteur, ${LETTER.mark}.`, signature: 'La rédaction' };
        const letter = { newsletter: await newsletter('matin'), dueAt: LETTER.at, by: operatorId, ...words };
        await release(await tools.get(MakeLetter, { strict: false }).make(letter));
      },
    },
    { at: LETTER.at, what: 'the letter leaves', run: () => Promise.resolve() },
  ); // prettier-ignore
}

beforeAll(async () => {
  month = await Month.open(at('08-26T00:00'));
  newsletters = await createMonthNewsroom(month.test.database);
  operatorId = await addOperator(month.test.database);
  for (const zone of ZONES) {
    const newsletterIds = SLUGS.filter((slug) => READ_IN[slug].includes(zone)).map((slug) => newsletters[slug]);
    await addReader(month.test.database, { address: inZone(zone), zone, newsletterIds });
  }
  const newsletterIds = [newsletters.matin];
  await addReader(month.test.database, { address: MOVERS.east, zone: 'America/New_York', newsletterIds });
  await addReader(month.test.database, { address: MOVERS.west, zone: 'Asia/Tokyo', newsletterIds });
  month.outages.push(...OUTAGES);
  month.follow('matin', { zones: ZONES, leads: [0.5, 0] });
  month.follow('redaction', { zones: [''], leads: [1.5, 0.5, 0] });
  for (const slot of ['asie', 'europe', 'monde'])
    month.follow('fuseaux', { zones: SLOT_ZONES.filter((zone) => slotFor('fuseaux', zone) === slot), leads: [0.5, 0] });
  scheduleArrivals();
  scheduleDesk();
  scheduleStory();
}); // prettier-ignore
afterAll(() => month.close());

/** The day an edition names in its subject, `MM-DD`; undefined: no digest. */
function dateOf({ subject }: Taken): string | undefined {
  const months = ['août', 'septembre', 'octobre', 'novembre'];
  const [, day = '', name = ''] = /· \p{L}+ (\d{1,2})(?:er)? (\p{L}+) ·/u.exec(subject) ?? [];
  return name === '' ? undefined : `${String(8 + months.indexOf(name)).padStart(2, '0')}-${day.padStart(2, '0')}`;
}

describe('a month', () => {
  it.each(PERIODS.flatMap((period) => period.map((day) => [day, day === period.at(-1)] as const)))(
    'passes: %s',
    async (day, isLast) => {
      const noon = Date.parse(`${day}T12:00:00Z`);
      // The day's editions are due from the evening before at +14 to the evening after at −12.
      const until = new Date(noon + (isLast ? 24 * HOUR_MS : 0));
      const report = await month.run(day, new Date(noon - 24 * HOUR_MS), until);
      const per = SLUGS.map((slug) => `${slug} ${report.taken.filter((one) => one.newsletter === slug).length}`);
      const story = report.events.filter((what) => what !== 'approval');
      process.stdout.write(`${day}: ${per.join(', ')}; ${report.rounds} rounds${story.length > 0 ? `; ${story.join(', ')}` : ''}\n`); // prettier-ignore
      if (isBreak(day) && !isLast) expect(report.taken).toEqual([]);
    },
  );
});

/** One line a message: what left, for whom, when, with which dispatches. */
const line = (slug: string, date: string, reader: string, when: Date, marks: Iterable<string>): string =>
  `${slug} ${date} ${reader} ${when.toISOString().slice(5, 16)} ${[...marks].sort().join(' ')}`;

/** What a newsletter's readers were promised of its digests: the same lines, reckoned from the plan. */
function promised(slug: Slug): string[] {
  const lines: string[] = [];
  for (const slot of new Set(READ_IN[slug].map((zone) => slotFor(slug, zone)))) {
    const zones = READ_IN[slug].filter((zone) => slotFor(slug, zone) === slot);
    let lastCutOff: Date | undefined;
    for (const date of datesOf(slug)) {
      const instants = zones.map((zone) => Number(dueAt(slug, date, zone)));
      const wanted = cutOffOf(slug, new Date(Math.min(...instants)));
      const cutOff = madeAt(wanted, new Date(Math.max(...instants)), OUTAGES);
      if (cutOff === undefined) continue;
      const marks = windowOf(arrivals, lastCutOff, cutOff).filter((mark) => slug !== 'matin' || mark !== FLASH.mark);
      if (slug === 'redaction' && marks.length < 2) continue;
      lastCutOff = cutOff;
      for (const zone of zones) {
        const leaves = leavesAt(dueAt(slug, date, zone), OUTAGES);
        if (leaves !== undefined)
          lines.push(line(slug, date.slice(5), inZone(zone), leaves, shownAt(slug, marks, leaves)));
      }
    }
  }
  return lines.sort();
}

/** The marks that are left of a window when a copy leaves. */
function shownAt(slug: Slug, marks: readonly string[], leaves: Date): string[] {
  const gone = [KILLED, TAKEN_DOWN].filter((one) => leaves >= one.at).map(({ mark }) => mark);
  const left = marks.filter((mark) => !gone.includes(mark));
  if (slug !== 'matin' || leaves < CORRECTED.at) return left;
  return left.map((mark) => (mark === CORRECTED.mark ? CORRECTED.by : mark));
}

/** What left for one reader of `matin`: digests by the day in their subject, the rest by their subject's beginning. */
function receivedBy(reader: string): { what: string; at: string; marks: string[] }[] {
  return month.log.taken
    .filter((one) => one.newsletter === 'matin' && one.reader === reader)
    .map((one) => ({
      what: dateOf(one) ?? one.subject.split(' · ')[0] ?? '',
      at: one.at.toISOString().slice(5, 16),
      marks: [...one.marks].sort(),
    }));
}

const digestsOf = (reader: string): string[] => receivedBy(reader).flatMap(({ what, at: when }) => (/^\d/.test(what) ? [`${what} ${when}`] : [])); // prettier-ignore
const holding = (mark: string): Taken[] => month.log.taken.filter(({ marks }) => marks.has(mark));

describe('at the relay', () => {
  const regular = new Set(ZONES.map(inZone));

  it.each(SLUGS)('every reader of %s has every edition once, in the morning, with what it promised', (slug) => {
    const lines = month.log.taken.flatMap((one) => {
      const date = one.newsletter === slug && regular.has(one.reader) ? dateOf(one) : undefined;
      return date === undefined ? [] : [line(slug, date, one.reader, one.at, one.marks)];
    });
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.sort()).toEqual(promised(slug));
  });

  it('who signs up five minutes before their hour has the day’s edition, five minutes after the next one', () => {
    expect(digestsOf(early.address).slice(0, 2)).toEqual(['09-01 08-31T22:00', '09-26 09-25T22:00']);
    expect(digestsOf(late.address)[0]).toBe('09-26 09-25T22:00');
  });

  it.each([
    ['east', MOVERS.east, EAST, ['America/New_York', 'Asia/Tokyo']],
    ['west', MOVERS.west, WEST, ['Asia/Tokyo', 'America/Los_Angeles']],
  ] as const)('who moves %s has every edition once and none twice', (_, address, moved, [before, after]) => {
    const expected = datesOf('matin').flatMap((date) => {
      const isStill = dueAt('matin', date, before) < moved;
      const due = dueAt('matin', date, isStill ? before : after);
      // Whose morning was over where they arrive before it came where they were: it leaves as they arrive.
      const leaves = !isStill && due < moved ? moved : leavesAt(due, OUTAGES);
      return leaves === undefined ? [] : [`${date.slice(5)} ${leaves.toISOString().slice(5, 16)}`];
    });
    expect(digestsOf(address)).toEqual(expected);
  });

  it('a flash and a letter reach all of their newsletter at once, and the next digest does not tell the flash again', () => {
    for (const { at: when, mark } of [FLASH, LETTER]) {
      const copies = holding(mark).filter(({ newsletter: slug }) => slug === 'matin');
      expect(copies.map(({ reader }) => reader).sort()).toEqual([...regular, early.address, late.address, ...Object.values(MOVERS)].sort()); // prettier-ignore
      expect(copies.every((copy) => Number(copy.at) === Number(when))).toBe(true);
    }
  });

  it('a correction reaches exactly those who got the error, and nobody gets the error after it', () => {
    const erroneous = holding(CORRECTED.mark).filter((one) => one.newsletter === 'matin');
    const corrections = month.log.taken.filter(
      (one) => one.newsletter === 'matin' && one.subject.startsWith('Rectificatif'),
    );
    expect(erroneous.every((one) => one.at < CORRECTED.at)).toBe(true);
    expect(corrections.map(({ reader }) => reader).sort()).toEqual(erroneous.map(({ reader }) => reader).sort());
    expect(corrections.every((one) => Number(one.at) === Number(CORRECTED.at))).toBe(true);
    expect(corrections.every(({ marks }) => marks.has(CORRECTED.by))).toBe(true);
  });

  it('what was killed or taken down left before, and never after', () => {
    for (const { at: when, mark } of [KILLED, TAKEN_DOWN]) {
      expect(holding(mark).length).toBeGreaterThan(0);
      expect(holding(mark).filter((one) => one.at >= when)).toEqual([]);
    }
  });

  it('nobody has one message twice', () => {
    const copies = month.log.taken.map(({ newsletter: slug, reader, subject }) => `${slug} ${reader} ${subject}`);
    expect(copies.filter((copy, n) => copies.indexOf(copy) !== n)).toEqual([]);
  });
});

describe('in the database', () => {
  it('the slow day is skipped, and what nobody approved left by the policy, with an alarm', async () => {
    expect(await editionOf('redaction', '2026-09-30')).toMatchObject({ state: 'empty' });
    for (const date of UNATTENDED) {
      const edition = await editionOf('redaction', date);
      expect(edition).toMatchObject({ state: 'sent', unattended: 'send' });
      const alarms = await month.test.database.selectFrom('desk_alarm').select('code').where('edition_id', '=', edition?.id ?? '').execute(); // prettier-ignore
      expect(alarms).toEqual([{ code: 'edition.unattended_sent' }]);
    }
  });

  it('nothing is lost: every row of the ledger is submitted, or skipped as old news', async () => {
    const rows = await month.test.database.selectFrom('delivery').select(['state', 'skip_cause', ({ fn }) => fn.countAll<number>().as('count')]).groupBy(['state', 'skip_cause']).execute(); // prettier-ignore
    const counts = Object.fromEntries(rows.map((row) => [`${row.state} ${row.skip_cause ?? ''}`.trim(), row.count]));
    expect(Object.keys(counts).sort()).toEqual(['skipped stale', 'submitted']);
    expect(counts['submitted']).toBe(month.log.taken.length);
  });

  it('of what was taken down no word is left in any rendering, block or dispatch', async () => {
    const { rows } = await sql<{ place: string }>`
      select 'rendering' as place from rendering where html like ${`%${TAKEN_DOWN.mark}%`} or plain_text like ${`%${TAKEN_DOWN.mark}%`}
      union all select 'block' from revision_block where content::text like ${`%${TAKEN_DOWN.mark}%`}
      union all select 'subject' from revision where subject like ${`%${TAKEN_DOWN.mark}%`}
      union all select 'dispatch' from dispatch_version where content::text like ${`%${TAKEN_DOWN.mark}%`}
    `.execute(month.test.database);
    expect(rows).toEqual([]);
  });
});
