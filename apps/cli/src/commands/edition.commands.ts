import type { Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { Audit, Database } from '@app/platform';
import { ReadEditionStatus, StartEdition, type EditionStatus } from '@app/delivery';
import {
  AssembleEdition,
  ClaimEditions,
  EditionRepository,
  FreezeEdition,
  NewsletterRepository,
  editionErrors,
  type Edition,
  type Newsletter,
} from '@app/editions';
import { withToolbox } from '../toolbox.js';
import { print, table } from './print.js';

interface Options {
  json?: boolean;
}

/** Editions by hand: what the calendar does by itself, one step at a time. */
export function addEditions(program: Command): void {
  const edition = program.command('edition').description('assemble, approve, send and watch editions');
  edition
    .command('assemble <newsletter>')
    .description('claim an extra edition of today and assemble its proposal')
    .option('--json', 'print JSON')
    .action((slug: string, options: Options) => withToolbox(async (tools) => {
      const id = await assemble(tools, slug);
      await show(tools, id, options);
    })); // prettier-ignore
  edition
    .command('approve <id>')
    .description('approve a proposed or held edition: its content and bytes are frozen')
    .option('--json', 'print JSON')
    .action((id: string, options: Options) => withToolbox(async (tools) => {
      await tools.get(FreezeEdition, { strict: false }).freeze(id, null);
      await show(tools, id, options);
    })); // prettier-ignore
  edition
    .command('send <newsletter>')
    .description('assemble, approve and send an extra edition of today now; the running worker submits it')
    .option('--json', 'print JSON')
    .action((slug: string, options: Options) => withToolbox(async (tools) => {
      const id = await assemble(tools, slug);
      const frozen = await tools.get(FreezeEdition, { strict: false }).freeze(id, null);
      if (frozen.state === 'frozen') await tools.get(StartEdition, { strict: false }).start(id);
      await show(tools, id, options);
    })); // prettier-ignore
  edition
    .command('show <id>')
    .alias('status')
    .description('state, counts by ledger state, and every delivery that is uncertain')
    .option('--json', 'print JSON')
    .action((id: string, options: Options) => withToolbox((tools) => show(tools, id, options)));
  edition
    .command('list <newsletter>')
    .description('the latest editions of a newsletter')
    .option('--json', 'print JSON')
    .action((slug: string, options: Options) => withToolbox(async (tools) => {
      const editions = await tools.get(EditionRepository, { strict: false }).list((await newsletterBy(tools, slug)).id, 30);
      print(options, editions, () => table(['id', 'date', 'kind', 'no.', 'state', 'due'], editions.map((one) => [one.id, one.editionDate, one.kind, String(one.sequence), one.state, one.dueAt.toISOString()])));
    })); // prettier-ignore
  for (const [verb, paused] of [
    ['pause', true],
    ['resume', false],
  ] as const) {
    edition
      .command(`${verb} <id>`)
      .description(paused ? 'hold every delivery not yet being submitted' : 'go on with a paused edition')
      .option('--json', 'print JSON')
      .action((id: string, options: Options) => withToolbox(async (tools) => {
        await known(tools, id);
        await tools.get(EditionRepository, { strict: false }).setPaused(id, paused);
        await record(tools, `edition.${verb}d`, id);
        await show(tools, id, options);
      })); // prettier-ignore
  }
  edition
    .command('cancel <id>')
    .description('end an edition: nothing that is not yet being submitted will leave')
    .option('--json', 'print JSON')
    .action((id: string, options: Options) => withToolbox(async (tools) => {
      const editions = tools.get(EditionRepository, { strict: false });
      const from = ['claimed', 'proposed', 'held', 'frozen', 'sending'] as const;
      const isCancelled = await editions.setState(tools.get(Database), id, { from, to: 'cancelled', reason: 'edition.cancelled' });
      if (!isCancelled) throw editionErrors.error('edition.wrong_state', { editionId: id, state: (await known(tools, id)).state });
      await record(tools, 'edition.cancelled', id);
      await show(tools, id, options);
    })); // prettier-ignore
}

async function assemble(tools: INestApplicationContext, slug: string): Promise<string> {
  const id = await tools.get(ClaimEditions, { strict: false }).claimNow(await newsletterBy(tools, slug));
  await tools.get(AssembleEdition, { strict: false }).assemble(id);
  return id;
}

async function newsletterBy(tools: INestApplicationContext, slug: string): Promise<Newsletter> {
  const newsletter = await tools.get(NewsletterRepository, { strict: false }).bySlug(slug);
  if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { slug });
  return newsletter;
}

async function known(tools: INestApplicationContext, id: string): Promise<Edition> {
  const edition = await tools.get(EditionRepository, { strict: false }).byId(tools.get(Database), id);
  if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId: id });
  return edition;
}

async function record(tools: INestApplicationContext, action: string, id: string): Promise<void> {
  await tools.get(Audit).append(tools.get(Database), { operatorId: null, action, object: `edition:${id}` });
}

async function show(tools: INestApplicationContext, id: string, options: Options): Promise<void> {
  const status = await tools.get(ReadEditionStatus, { strict: false }).read(id);
  print(options, status, () => describe(status));
}

function describe({ edition, counts, uncertain }: EditionStatus): string {
  const { recipients, ...states } = counts;
  const lines = [
    `edition   ${edition.id}`,
    `dated     ${edition.editionDate} ${edition.kind} no. ${edition.sequence}`,
    `state     ${edition.state}${edition.pausedAt === null ? '' : ' (paused)'}${edition.reason === null ? '' : ` (${edition.reason})`}`,
    `due       ${edition.dueAt.toISOString()}, useful until ${edition.usefulUntil.toISOString()}`,
    `audience  ${recipients}`,
    ...Object.entries(states).filter(([, count]) => count > 0).map(([state, count]) => `  ${state.padEnd(12)}${count}`),
  ]; // prettier-ignore
  if (uncertain.length === 0) return lines.join('\n');
  const rows = uncertain.map((row) => [row.subscriberId, row.submittingAt?.toISOString() ?? '', row.reply ?? '']);
  return [
    ...lines,
    '',
    'uncertain: the relay may have taken these; none is tried again by itself',
    table(['subscriber', 'submitted at', 'what we know'], rows),
  ].join('\n');
}
