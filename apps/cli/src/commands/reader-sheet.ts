import { explainStanding, explainSuppression, type FoundStory, type ReaderStory } from '@app/subscribers';
import { table } from './print.js';

/** Rows of a long list on a terminal: a month of a daily letter. `--json` has all of them. */
const MOST_ROWS = 30;

/** What is known of an address that may be nobody's. Pure. */
export function foundSheet(found: FoundStory): string {
  if (found.found === 'reader') return readerSheet(found.story);
  const { suppressions } = found;
  if (suppressions.length === 0) return 'Nobody is known by this address, and nothing bans it.';
  return ['Nobody is known by this address.', ...suppressions.map((one) => `suppressed: ${explainSuppression(one)}`)].join('\n'); // prettier-ignore
}

/** One reader on a terminal: who, why mailed or not, then everything that led there. Pure. */
export function readerSheet(story: ReaderStory): string {
  return [
    whoSheet(story),
    section('newsletters', story.subscriptions.map((one) => `${one.newsletter.slug}: ${explainStanding(one, story)}`)),
    section('suppressions', story.suppressions.map(explainSuppression)),
    list('subscriptions', ['newsletter', 'state', 'asked', 'confirmed', 'ended', 'by'], story.subscriptions.map((one) => [
      one.newsletter.slug, one.state, time(one.requestedAt), time(one.activatedAt), time(one.endedAt), one.endedBy ?? '',
    ])),
    list('consents', ['when', 'newsletter', 'for', 'act', 'basis', 'wording', 'page'], story.consents.map((one) => [
      time(one.occurredAt), one.newsletter, one.purpose, one.act, one.basis ?? '', one.wordingVersion, one.page ?? '',
    ])),
    list('notices', ['when', 'kind', 'state', 'settled'], story.notices.map((one) => [
      time(one.createdAt), one.kind, one.state, time(one.settledAt),
    ])),
    ...Object.entries(story.records).map(([name, rows]) => list(name, headOf(rows), rows.map((row) => headOf(rows).map((column) => cell(row[column]))))),
  ].filter((part) => part !== '').join('\n\n');
} // prettier-ignore

function whoSheet({ subscriber, addressChange }: ReaderStory): string {
  const rows: (readonly [string, string | null])[] = [
    ['id', subscriber.id],
    ['address', subscriber.address ?? 'erased'],
    ['language', subscriber.language],
    ['time zone', subscriber.timeZone],
    ['known since', time(subscriber.since)],
    ['last sign', time(subscriber.lastContactAt)],
    ['erased', subscriber.erasedAt === null ? null : time(subscriber.erasedAt)],
    ['moving to', addressChange === null ? null : `${addressChange.newAddress}, asked ${time(addressChange.askedAt)}`],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [`${name.padEnd(12)} ${value}`])).join('\n');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

function list(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const shown = table(head, rows.slice(0, MOST_ROWS)).split('\n');
  const more = rows.length > MOST_ROWS ? [`… and ${rows.length - MOST_ROWS} more; --json has all`] : [];
  return section(title, [...shown, ...more]);
}

/** Columns in which any row has something: a ledger row has many that are empty nearly always. */
function headOf(rows: readonly Record<string, unknown>[]): string[] {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...names].filter((name) => rows.some((row) => cell(row[name]) !== ''));
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return time(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** To the minute, in UTC, as the log has it. */
function time(at: Date | null): string {
  return at === null ? '' : `${at.toISOString().slice(0, 16).replace('T', ' ')}Z`;
}
