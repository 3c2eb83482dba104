import type { Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { PauseEdition, ReadEditionStatus, type EditionStatus, type LedgerCounts } from '@app/delivery';
import { EditionRepository } from '@app/editions';
import { withToolbox } from '../toolbox.js';
import { dayArgument, editionNamed, newsletterNamed } from './edition-named.js';
import { operatorWhoMay } from './operator-of.js';
import { print, table } from './print.js';

interface Options {
  readonly json?: boolean;
}

interface NamedOptions extends Options {
  readonly kind?: string;
  readonly by?: string;
}

const EDITIONS_LISTED = 30;

/** Watching an edition leave, holding it, and letting it go on. */
export function addEditionStatus(edition: Command): void {
  edition
    .command('status')
    .description('state, revision, waves with counts by ledger state, rate, expected end, and what is uncertain')
    .argument('<edition>', 'an id, or a newsletter')
    .argument('[date]', 'the day it is dated, such as 2026-11-22', dayArgument)
    .option('--kind <kind>', 'where it is not the day’s digest: flash-2')
    .option('--ways', 'by transport and mailbox provider instead')
    .option('--json', 'print JSON')
    .action((named: string, date: string | undefined, options: NamedOptions & { ways?: boolean }) => withToolbox(async (tools) => {
      const { id } = await editionNamed(tools, { edition: named, date, kind: options.kind });
      if (options.ways === true) await showWays(tools, id, options);
      else await showEdition(tools, id, options);
    })); // prettier-ignore
  for (const [verb, isPaused] of [['pause', true], ['resume', false]] as const) {
    edition
      .command(verb)
      .description(isPaused ? 'hold every delivery not yet being submitted' : 'go on with a paused edition')
      .argument('<edition>', 'an id, or a newsletter')
      .argument('[date]', 'the day it is dated', dayArgument)
      .option('--kind <kind>', 'where it is not the day’s digest: flash-2')
      .option('--by <operator>', 'the operator who does it, by address or id')
      .option('--json', 'print JSON')
      .action((named: string, date: string | undefined, options: NamedOptions) => withToolbox(async (tools) => {
        const { id } = await editionNamed(tools, { edition: named, date, kind: options.kind });
        const operatorId = options.by === undefined ? null : await operatorWhoMay(tools, options.by, { right: 'send', edition: id });
        await tools.get(PauseEdition, { strict: false }).set(id, isPaused, operatorId);
        await showEdition(tools, id, options);
      }));
  } // prettier-ignore
  edition
    .command('list <newsletter>')
    .description('the latest editions of a newsletter')
    .option('--json', 'print JSON')
    .action((slug: string, options: Options) => withToolbox(async (tools) => {
      const { id } = await newsletterNamed(tools, slug);
      const editions = await tools.get(EditionRepository, { strict: false }).list(id, EDITIONS_LISTED);
      const head = ['id', 'date', 'kind', 'no.', 'slot', 'state', 'due'];
      print(options, editions, () => table(head, editions.map((one) => [one.id, one.editionDate, one.kind, String(one.sequence), one.slot ?? '', one.state, one.dueAt.toISOString()])));
    })); // prettier-ignore
}

/** What has become of an edition, after a command that did something to it too. */
export async function showEdition(tools: INestApplicationContext, id: string, options: Options): Promise<void> {
  const status = await tools.get(ReadEditionStatus, { strict: false }).read(id);
  print(options, status, () => describe(status));
}

async function showWays(tools: INestApplicationContext, id: string, options: Options): Promise<void> {
  const ways = await tools.get(ReadEditionStatus, { strict: false }).ways(id);
  const head = ['transport', 'provider', 'submitted', 'rejected', 'deferred', 'uncertain', 'waiting', 'last minute', 'next', 'spared until'];
  print(options, { ways }, () => table(head, ways.map((way) => [
    way.transport ?? '', way.provider ?? '', String(way.submitted), String(way.rejected), String(way.deferred), String(way.uncertain),
    String(way.waiting), String(way.lastMinute), way.nextAt?.toISOString() ?? '',
    way.sparedUntil === null ? '' : `${way.sparedUntil.toISOString()} ${way.reason ?? ''}`,
  ])));
} // prettier-ignore

function describe(status: EditionStatus): string {
  const { edition, counts, skipped, uncertain } = status;
  const { recipients, ...states } = counts;
  const lines = [
    `edition   ${edition.id}`,
    `dated     ${edition.editionDate} ${edition.kind} no. ${edition.sequence}${edition.slot === null || edition.slot === 'all' ? '' : `, slot ${edition.slot}`}`,
    `state     ${edition.state}${edition.pausedAt === null ? '' : ' (paused)'}${edition.reason === null ? '' : ` (${edition.reason})`}`,
    `revision  ${status.revision ?? 'not frozen'}`,
    `due       ${edition.dueAt.toISOString()}, last ${edition.lastDueAt.toISOString()}, useful until ${edition.usefulUntil.toISOString()}`,
    `audience  ${recipients}`,
    ...Object.entries(states).filter(([, count]) => count > 0).map(([state, count]) => `  ${state.padEnd(12)}${count}`),
    ...Object.entries(skipped).map(([cause, count]) => `    ${cause.padEnd(12)}${count}`),
    ...(status.messagesPerMinute === null ? [] : [`rate      ${status.messagesPerMinute} messages a minute`]),
    ...(status.expectedEnd === null ? [] : [`end       about ${status.expectedEnd.toISOString()}`]),
  ]; // prettier-ignore
  return [lines.join('\n'), waves(status), correction(status), listed(uncertain, counts)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function waves(status: EditionStatus): string {
  if (status.waves.length === 0) return '';
  const rows = status.waves.map(({ dueAt, isSeed, size, openedAt, counts }) => [
    dueAt.toISOString(), isSeed ? 'seed' : '', String(size), openedAt === null ? '' : openedAt.toISOString(), inShort(counts),
  ]); // prettier-ignore
  return table(['wave due', '', 'readers', 'opened', 'states'], rows);
}

function inShort(counts: LedgerCounts): string {
  return Object.entries(counts)
    .filter(([state, count]) => count > 0 && state !== 'recipients')
    .map(([state, count]) => `${state} ${count}`)
    .join(', ');
}

function correction({ correction: proof }: EditionStatus): string {
  if (proof === null) return '';
  return [
    `${proof.holders} readers were sent the error; what became of the correction for them:`,
    ...proof.outcomes.map(({ outcome, readers }) => `  ${outcome.padEnd(24)}${readers}`),
    `in the correction’s audience without having been sent the error: ${proof.outside}`,
  ].join('\n');
}

function listed(uncertain: EditionStatus['uncertain'], counts: LedgerCounts): string {
  if (uncertain.length === 0) return '';
  const rows = uncertain.map((row) => [row.subscriberId, row.submittingAt?.toISOString() ?? '', row.reply ?? '']);
  return [
    `uncertain: the relay may have taken these; none is tried again by itself (${uncertain.length} of ${Math.max(counts.uncertain, uncertain.length)})`,
    table(['subscriber', 'submitted at', 'what we know'], rows),
  ].join('\n');
}
