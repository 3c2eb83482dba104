import { Argument, Option, type Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { TakeDown, type Takedown } from '@app/editions';
import { isId, type TakedownMode, type TakedownObject } from '@app/platform';
import { dispatchErrors } from '@app/dispatches';
import { withToolbox } from '../toolbox.js';
import { dayArgument, editionNamed } from './edition-named.js';
import { operatorWhoMay } from './operator-of.js';
import { print, table } from './print.js';

interface OrderOptions {
  json?: boolean;
  mode: TakedownMode;
  reference: string;
  reason?: string;
  by: string;
  kind?: string;
}

const OBJECTS: readonly TakedownObject[] = ['dispatch', 'picture', 'edition'];
const MODES: readonly TakedownMode[] = ['redact', 'remove'];
/** Takedowns a list shows: there are few in a newsroom's life. */
const LISTED = 200;

const HELP = `
Takes a dispatch, a picture or an edition from every copy there is: versions, proposals, frozen revisions, renderings,
archive, feeds, our copies of pictures. Nothing brings it back. What stays is this order, with its date and number, and
where readers look for it a dated note. A message that left before is in its reader's mailbox.

An edition is an id, or SLUG and DATE with --kind where it is not the day's digest. With --mode remove its addresses
answer 410. A run that is ended in the middle is gone on with by the worker, or by giving the same order again.

--reference is for the newsroom and never shown; --reason is one sentence that readers are shown.
With --json prints {id, object, objectId, mode, reference, publicReason, orderedBy, orderedAt, renderings,
renderingsDone, doneAt}; doneAt null: not every copy is gone yet.`;

/** What the law orders, and what was ordered so far. */
export function addTakedowns(program: Command): void {
  const takedown = program.command('takedown').description('take a dispatch, a picture or an edition down everywhere');
  takedown
    .command('order')
    .description('from every copy there is, for good')
    .addArgument(new Argument('<object>', 'what it is').choices(OBJECTS))
    .argument('<id>', 'its id; of an edition also its newsletter’s slug, with the date')
    .argument('[date]', 'of an edition: 2026-11-22', dayArgument)
    .addOption(new Option('--mode <mode>', 'what stays: a note, or nothing').choices(MODES).default('redact'))
    .requiredOption('--reference <text>', 'who asked, and under which number')
    .option('--reason <sentence>', 'shown to readers')
    .option('--kind <kind>', 'of an edition: digest, flash-2 …')
    .requiredOption('--by <operator>', 'address or id of who orders it here')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((object: TakedownObject, id: string, date: string | undefined, options: OrderOptions) => withToolbox(async (tools) => {
      const objectId = await objectNamed(tools, object, { id, date, kind: options.kind });
      const { mode, reference, reason: publicReason } = options;
      const by = await operatorWhoMay(tools, options.by, object === 'edition' ? { right: 'kill', edition: objectId } : 'kill');
      const ordered = await tools.get(TakeDown, { strict: false }).order({ object, objectId, mode, reference, publicReason, by });
      print(options, ordered, () => sheet(ordered));
      // Another process is at it: it is ordered, and not yet done.
      if (ordered.doneAt === null) process.exitCode = 1;
    })); // prettier-ignore
  takedown
    .command('list')
    .description(`the newest ${LISTED}`)
    .option('--json', 'print JSON')
    .action((options: { json?: boolean }) => withToolbox(async (tools) => {
      const found = await tools.get(TakeDown, { strict: false }).list(LISTED);
      print(options, found, () => table(['id', 'what', 'mode', 'reference', 'ordered', 'done'], found.map((one) => [one.id, `${one.object} ${one.objectId}`, one.mode, one.reference, one.orderedAt.toISOString(), progress(one)])));
    })); // prettier-ignore
  takedown
    .command('show <id>')
    .description('one order and how far it is')
    .option('--json', 'print JSON')
    .action((id: string, options: { json?: boolean }) => withToolbox(async (tools) => {
      const found = await tools.get(TakeDown, { strict: false }).read(id);
      print(options, found, () => sheet(found));
    })); // prettier-ignore
}

async function objectNamed(
  tools: INestApplicationContext,
  object: TakedownObject,
  { id, date, kind }: { readonly id: string; readonly date: string | undefined; readonly kind: string | undefined },
): Promise<string> {
  if (object === 'edition') return (await editionNamed(tools, { edition: id, date, kind })).id;
  if (!isId(id)) throw dispatchErrors.error(object === 'dispatch' ? 'dispatch.unknown' : 'picture.unknown', { id });
  return id;
}

function sheet(takedown: Takedown): string {
  return [
    `takedown   ${takedown.id}`,
    `of         ${takedown.object} ${takedown.objectId}`,
    `mode       ${takedown.mode}`,
    `reference  ${takedown.reference}`,
    `for readers ${takedown.publicReason === '' ? '(no reason given)' : takedown.publicReason}`,
    `ordered    ${takedown.orderedAt.toISOString()}`,
    `done       ${progress(takedown)}`,
  ].join('\n');
}

function progress({ doneAt, renderings, renderingsDone }: Takedown): string {
  if (doneAt !== null) return doneAt.toISOString();
  return renderings === null ? 'begun' : `${renderingsDone} of ${renderings} renderings`;
}
