import type { Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { Audit, Database } from '@app/platform';
import { EditionRepository, FreezeEdition, editionErrors, type Edition } from '@app/editions';
import { withToolbox } from '../toolbox.js';
import { addAssemble } from './edition-assemble.command.js';
import { addEditionMaking } from './edition-make.commands.js';
import { addEditionStatus, showEdition } from './edition-status.command.js';

interface Options {
  json?: boolean;
}

/** Editions by hand: what the calendar does by itself, one step at a time. */
export function addEditions(program: Command): void {
  const edition = program.command('edition').description('assemble, approve, send and watch editions');
  addAssemble(edition);
  edition
    .command('approve <id>')
    .description('approve a proposed or held edition: its content and bytes are frozen')
    .option('--json', 'print JSON')
    .action((id: string, options: Options) => withToolbox(async (tools) => {
      await tools.get(FreezeEdition, { strict: false }).freeze(id, null);
      await showEdition(tools, id, options);
    })); // prettier-ignore
  addEditionMaking(edition);
  addEditionStatus(edition);
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
      await showEdition(tools, id, options);
    })); // prettier-ignore
}

async function known(tools: INestApplicationContext, id: string): Promise<Edition> {
  const edition = await tools.get(EditionRepository, { strict: false }).byId(tools.get(Database), id);
  if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId: id });
  return edition;
}

async function record(tools: INestApplicationContext, action: string, id: string): Promise<void> {
  await tools.get(Audit).append(tools.get(Database), { operatorId: null, action, object: `edition:${id}` });
}
