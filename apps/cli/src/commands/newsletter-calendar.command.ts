import { InvalidArgumentError, type Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { upcoming, type UpcomingDay } from '@app/editions';
import { Clock, knownZone } from '@app/platform';
import { withToolbox } from '../toolbox.js';
import { newsletterNamed } from './edition-named.js';
import { print, table } from './print.js';

/** A year of daily editions; nobody reads further. */
const MAX_COUNT = 366;

interface Options {
  zone?: string;
  count: number;
  json?: boolean;
}

/** When the next editions are due: what a desk asks before a holiday, and before the clocks change. */
export function addCalendar(newsletter: Command): void {
  newsletter
    .command('calendar <slug>')
    .description('the next due instants, and the days a break skips')
    .option('--zone <zone>', 'as a reader there gets it, such as Asia/Tokyo; left out: the newsletter’s own', zone)
    .option('--count <n>', `how many, at most ${MAX_COUNT}`, count, 30)
    .option('--json', 'print JSON')
    .action((slug: string, options: Options) => withToolbox((tools) => show(tools, slug, options)));
}

async function show(tools: INestApplicationContext, slug: string, options: Options): Promise<void> {
  const newsletter = await newsletterNamed(tools, slug);
  const days = upcoming(newsletter, tools.get(Clock).now(), options.count, options.zone ?? null);
  const isAlone = options.zone !== undefined && !newsletter.offers.timeZone;
  const note = `${slug} goes by ${newsletter.timeZone} for all readers: it does not offer them a zone of their own.`;
  const { timeZone, offers } = newsletter;
  print(options, { slug, timeZone, offersTimeZone: offers.timeZone, days }, () =>
    [...(isAlone ? [note, ''] : []), sheet(days)].join('\n'),
  );
}

/** A break is one line between the rows, however many days it skips. */
function sheet(days: readonly UpcomingDay[]): string {
  if (days.length === 0) return 'no edition: the calendar has no day';
  const due = days.filter((day) => day.break === null).map(dueRow);
  const [head = '', rule = '', ...rows] = table(['edition', 'local time', 'zone', 'UTC', 'slot'], due).split('\n');
  const lines = days.flatMap((day, at) => {
    if (day.break === null) return rows.splice(0, 1);
    return days[at - 1]?.break?.firstDay === day.break.firstDay ? [] : [breakLine(day.break)];
  });
  return [head, rule, ...lines].join('\n');
}

function dueRow({ editionDate, localTime, timeZone, dueAt, slot }: UpcomingDay): string[] {
  return [editionDate, localTime?.replace('T', ' ') ?? '', timeZone, dueAt?.toISOString() ?? '', slot];
}

function breakLine({ firstDay, lastDay, reason }: NonNullable<UpcomingDay['break']>): string {
  const days = firstDay === lastDay ? firstDay : `${firstDay} to ${lastDay}`;
  return `no edition ${days}${reason === '' ? '' : `: ${reason}`}`;
}

function zone(text: string): string {
  const known = knownZone(text);
  if (known === null) throw new InvalidArgumentError(`given ${text}; expected an IANA zone such as Asia/Tokyo`);
  return known;
}

function count(text: string): number {
  const given = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (given < 1 || given > MAX_COUNT)
    throw new InvalidArgumentError(`given ${text}; expected a whole number from 1 to ${MAX_COUNT}`);
  return given;
}
