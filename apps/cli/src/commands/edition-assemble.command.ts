import type { Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import {
  AssembleDay,
  AssembleEdition,
  ClaimEditions,
  EditionRepository,
  editionErrors,
  type AssembledDay,
  type Newsletter,
} from '@app/editions';
import { Database } from '@app/platform';
import { withToolbox } from '../toolbox.js';
import { assemblyJson, assemblyText } from './assembly-report.js';
import { dayArgument, newsletterNamed } from './edition-named.js';
import { print } from './print.js';

interface Options {
  date?: string;
  slot?: string;
  explain?: boolean;
  json?: boolean;
}

/** What a digest holds, and why. */
export function addAssemble(edition: Command): void {
  edition
    .command('assemble <newsletter>')
    .description('claim an extra edition of today and assemble it; with --date the calendar’s edition of that day')
    .option('--date <day>', 'the calendar’s: made if it is its time, else only computed as of its cut-off', dayArgument)
    .option('--slot <name>', 'which part of the day, where the newsletter has several; default: its own zone’s')
    .option('--explain', 'with the reasons for every choice and every omission (JSON always has them)')
    .option('--json', 'print JSON')
    .action((slug: string, options: Options) => withToolbox(async (tools) => {
      const newsletter = await newsletterNamed(tools, slug);
      const { date, slot } = options;
      const assembled = date === undefined ? await extra(tools, newsletter) : await tools.get(AssembleDay, { strict: false }).assemble(newsletter, { editionDate: date, slot });
      print(options, assemblyJson(newsletter, assembled), () => assemblyText(newsletter, assembled, { isExplained: options.explain === true }));
    })); // prettier-ignore
}

async function extra(tools: INestApplicationContext, newsletter: Newsletter): Promise<AssembledDay> {
  const editions = tools.get(EditionRepository, { strict: false });
  const editionId = await tools.get(ClaimEditions, { strict: false }).claimNow(newsletter);
  const known = async () => {
    const found = await editions.byId(tools.get(Database), editionId);
    if (found === undefined) throw editionErrors.error('edition.unknown', { editionId });
    return found;
  };
  const { dueAt } = await known();
  const assembled = await tools.get(AssembleEdition, { strict: false }).assembleAgain(editionId, dueAt);
  const edition = await known();
  if (assembled === undefined) throw editionErrors.error('edition.wrong_state', { editionId, state: edition.state });
  return { ...assembled, edition, editionDate: edition.editionDate, times: edition, slot: edition.slot, written: true };
}
