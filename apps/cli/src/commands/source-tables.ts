import type { PollListing, WatchedSource } from '@app/dispatches';
import { table } from './print.js';

/** Sources as a person at a terminal reads them. */

export const LIST_HEAD = ['slug', 'name', 'state', 'last success', 'next poll', 'new/day', 'dup.', 'damaged', 'failures', 'alarms', 'url']; // prettier-ignore

export function sourceRow({ source, health }: WatchedSource): string[] {
  const failures = health.failures.reduce((sum, { count }) => sum + count, 0);
  return [
    source.slug,
    source.name,
    source.stateReason === null ? source.state : `${source.state} (${source.stateReason})`,
    minute(health.lastSuccessAt),
    minute(health.nextPollAt),
    health.dispatchesPerDay.toFixed(1),
    percent(health.duplicateShare),
    percent(health.damagedShare),
    health.lastFailure === null ? String(failures) : `${failures}, now ${health.lastFailure}`,
    health.alarms.join(' '),
    source.url ?? '',
  ];
}

export function sourcePage({ source, health, polls }: WatchedSource & { polls: readonly PollListing[] }): string {
  const { rights } = source;
  const facts = [
    ['name', source.name],
    ['url', source.url ?? '(pushes)'],
    ['state', source.stateReason === null ? source.state : `${source.state}: ${source.stateReason}`],
    ['rights', [rights.mail && 'mail', rights.archive && 'archive', rights.feed && 'feed'].filter(Boolean).join(', ') || 'excerpt and link'],
    ['territories', rights.territories?.join(', ') ?? 'everywhere'],
    ['rights until', rights.until?.toISOString() ?? 'no end'],
    ['access', source.access],
    ['weight', `${source.weight} of 10`],
    ['last success', minute(health.lastSuccessAt)],
    ['failing since', minute(health.failingSince)],
    ['next poll', minute(health.nextPollAt)],
    ['usual gap', health.usualGapSeconds === null ? 'not known yet' : `${health.usualGapSeconds} s`],
    ['new a day', health.dispatchesPerDay.toFixed(1)],
    ['known from others', percent(health.duplicateShare)],
    ['damaged', percent(health.damagedShare)],
    ['alarms', health.alarms.join(', ')],
  ];
  return [
    table([source.slug, ''], facts.map(([name = '', value = '']) => [name, value])),
    table(['failure (7 days)', 'status', 'times', 'last'], health.failures.map((one) => [one.reason, String(one.httpStatus ?? ''), String(one.count), minute(one.lastAt)])),
    table(['poll', 'outcome', 'status', 'new', 'reason'], polls.slice(0, 10).map((one) => [minute(one.polledAt), one.outcome, String(one.httpStatus ?? ''), String(one.created), one.reason ?? ''])),
  ].join('\n\n');
} // prettier-ignore

function minute(at: Date | null): string {
  return at === null ? '' : at.toISOString().slice(0, 16);
}

function percent(share: number | null): string {
  return share === null ? '' : `${Math.round(share * 100)} %`;
}
