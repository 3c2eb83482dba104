import { InvalidArgumentError, type Command } from 'commander';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import {
  ChangeDispatch,
  DispatchPageRepository,
  ReadDispatch,
  SourceRepository,
  StoreDispatch,
  dispatchErrors,
  dispatchFromAgencyText,
  incomingDispatch,
  parseAgencyText,
  type ChangeResult,
  type DeskAct,
  type IncomingDispatch,
  type Rights,
} from '@app/dispatches';
import { ReviseEdition } from '@app/editions';
import { Database, isId } from '@app/platform';
import { withToolbox } from '../toolbox.js';
import { dispatchSheet } from './dispatch-sheet.js';
import { print, table } from './print.js';

interface Options {
  json?: boolean;
}
interface ActOptions extends Options {
  reason?: string;
}

/** Dispatches: stored, looked at, and steered as the desk does. */
export function addDispatches(program: Command): Command {
  const dispatch = program
    .command('dispatch')
    .description('dispatches: add, list, show, withhold, release, kill, correct, embargo, label, rights');
  addStoring(dispatch);
  addLife(dispatch);
  addDecisions(dispatch);
  return dispatch;
}

function addStoring(dispatch: Command): void {
  dispatch
    .command('add')
    .description('store a dispatch: an agency-style text as newsrooms paste it, or JSON')
    .option('--text <file>', 'plain text; - reads standard input')
    .option('--data <file>', 'JSON as the API takes it; - reads standard input')
    .option('--source <slug>', 'whose dispatch it is; made when new', 'desk')
    .option('--id <id>', 'the source’s own id; the same id again is a new version')
    .option('--json', 'print JSON')
    .action((options: Options & { text?: string; data?: string; source: string; id?: string }) => withToolbox(async (tools) => {
      const { parsed, incoming } = read(options);
      const sources = tools.get(SourceRepository, { strict: false });
      const source = await sources.ensure(tools.get(Database), { slug: options.source, kind: 'operator', name: options.source, rights: { mail: true, archive: true, feed: true } });
      const result = await tools.get(StoreDispatch, { strict: false }).store(source, incoming);
      print(options, { ...result, dispatch: parsed ?? incoming }, () => `${result.outcome} ${result.id} version ${result.version}: ${incoming.headline}`);
    })); // prettier-ignore
  dispatch
    .command('list')
    .description('the latest to arrive')
    .option('--limit <n>', 'how many', '30')
    .option('--json', 'print JSON')
    .action((options: Options & { limit: string }) => withToolbox(async (tools) => {
      const rows = await tools.get(DispatchPageRepository, { strict: false }).page({ limit: Math.min(200, Number.parseInt(options.limit, 10) || 30) });
      print(options, rows, () => table(['id', 'published', 'lang', 'status', 'region', 'urgency', 'headline'], rows.map((row) => [row.id, row.publishedAt.toISOString().slice(0, 16), row.language, row.status, row.regions[0] ?? '', String(row.urgency), row.headline])));
    })); // prettier-ignore
  dispatch
    .command('show <id>')
    .description('one dispatch: its versions with what changed, who told it, its life, rights, labels and why')
    .option('--json', 'print JSON')
    .action((id: string, options: Options) => withToolbox(async (tools) => {
      const history = await tools.get(ReadDispatch, { strict: false }).read(dispatchId(id));
      print(options, history, () => dispatchSheet(history));
    })); // prettier-ignore
}

function addLife(dispatch: Command): void {
  const acts = {
    withhold: 'take a dispatch out of every window until it is released; brings a killed one back as far as that',
    release: 'give a withheld dispatch free',
    kill: 'take a dispatch away for good, with a reason; no later version brings it back',
  } as const;
  for (const [verb, description] of Object.entries(acts) as [keyof typeof acts, string][]) {
    withAct(dispatch.command(`${verb} <id>`).description(description)).action((id: string, options: ActOptions) =>
      act(options, id, (desk, by) => desk[verb](dispatchId(id), by)),
    );
  }
  withAct(dispatch.command('correct <id> <replaced>'))
    .description('say that a dispatch corrects another, which is withheld')
    .option('--refile', 'it tells the same anew, and corrects nothing')
    .action((id: string, replaced: string, options: ActOptions & { refile?: boolean }) =>
      act(options, id, (desk, by) => {
        const verb = options.refile === true ? 'refile' : 'correct';
        return desk[verb](dispatchId(id), dispatchId(replaced), by);
      }),
    );
  withAct(dispatch.command('kill-picture <id>'))
    .description('take a picture away for good, with a reason; its dispatch stays. `dispatch show` lists the ids')
    .action((id: string, options: ActOptions) => act(options, id, (desk, by) => desk.killPicture(pictureId(id), by)));
}

function addDecisions(dispatch: Command): void {
  withAct(dispatch.command('embargo <id> [until]'))
    .description('keep a dispatch out of every window until an instant, such as 2026-11-23T18:00:00Z')
    .option('--lift', 'no embargo, whatever a later version says')
    .action((id: string, until: string | undefined, options: ActOptions & { lift?: boolean }) => {
      if ((until === undefined) === (options.lift !== true)) throw new Error('give either an instant or --lift');
      return act(options, id, (desk, by) => desk.setEmbargo(dispatchId(id), until === undefined ? null : instant(until), by));
    }); // prettier-ignore
  withAct(dispatch.command('label <id>'))
    .description('set labels, kind by kind; they win over what the source and the words say, now and later')
    .option('--countries <codes>', 'ISO 3166-1, comma-separated; - gives them back', list(/^[A-Z]{2}$/))
    .option('--regions <slugs>', 'comma-separated; - gives them back', list(/^[a-z][a-z0-9-]{0,39}$/))
    .option('--topics <slugs>', 'comma-separated; - gives them back', list(/^[a-z][a-z0-9-]{0,39}$/))
    .action((id: string, options: ActOptions & { countries?: string[] | null; regions?: string[] | null; topics?: string[] | null }) => {
      const { countries, regions, topics } = options;
      const change = { ...(countries !== undefined && { countries }), ...(regions !== undefined && { regions }), ...(topics !== undefined && { topics }) };
      if (Object.keys(change).length === 0) throw new Error('give --countries, --regions or --topics');
      return act(options, id, (desk, by) => desk.setLabels(dispatchId(id), change, by));
    }); // prettier-ignore
  withAct(dispatch.command('rights <id>'))
    .description('set what a dispatch may be used for; what is left out stays')
    .option('--mail <yes|no>', 'in mails', yesOrNo)
    .option('--archive <yes|no>', 'in the archive of editions', yesOrNo)
    .option('--feed <yes|no>', 'in feeds', yesOrNo)
    .option('--until <instant>', 'rights end then; - takes the end away', (text) => (text === '-' ? null : instant(text)))
    .option('--credit <text>', 'credit line; - takes it away', (text) => (text === '-' ? null : text))
    .option('--territories <codes>', 'ISO 3166-1, comma-separated; - everywhere', list(/^[A-Z]{2}$/))
    .option('--inherit', 'those of its source again')
    .action((id: string, options: ActOptions & Partial<Rights> & { inherit?: boolean }) => {
      const { mail, archive, feed, until, credit, territories, inherit } = options;
      const rights = Object.fromEntries(Object.entries({ mail, archive, feed, until, credit, territories }).filter(([, value]) => value !== undefined));
      if ((Object.keys(rights).length === 0) !== (inherit === true)) throw new Error('give rights to set, or --inherit');
      return act(options, id, (desk, by) => desk.setRights(dispatchId(id), inherit === true ? 'inherit' : rights, by));
    }); // prettier-ignore
}

function withAct(command: Command): Command {
  return command.option('--reason <text>', 'kept with the dispatch and in the audit').option('--json', 'print JSON');
}

function act(options: ActOptions, id: string, change: (desk: ChangeDispatch, by: DeskAct) => Promise<ChangeResult>): Promise<void> {
  return withToolbox(async (tools: INestApplicationContext) => {
    const { changed } = await change(tools.get(ChangeDispatch, { strict: false }), { operatorId: null, reason: options.reason });
    // What was frozen already and may not leave any more is revised now; the sweeper would look within seconds.
    if (changed) await tools.get(ReviseEdition, { strict: false }).ringTainted('all');
    print(options, { id, changed }, () => (changed ? `changed ${id}` : `${id} is so already`));
  });
} // prettier-ignore

function dispatchId(text: string): string {
  if (!isId(text)) throw dispatchErrors.error('dispatch.unknown', { id: text });
  return text;
}

function pictureId(text: string): string {
  if (!isId(text)) throw dispatchErrors.error('picture.unknown', { pictureId: text });
  return text;
}

function instant(text: string): Date {
  const date = new Date(text);
  // Without a zone it would be another instant on another machine.
  if (Number.isNaN(date.getTime()) || !/(?:Z|[+-]\d\d:?\d\d)$/i.test(text))
    throw new InvalidArgumentError(`given ${text}; expected an instant with its zone, such as 2026-11-23T18:00:00Z`);
  return date;
}

function yesOrNo(text: string): boolean {
  if (text === 'yes' || text === 'no') return text === 'yes';
  throw new InvalidArgumentError(`given ${text}; expected yes or no`);
}

function list(form: RegExp): (text: string) => string[] | null {
  return (text) => {
    if (text === '-') return null;
    const parts = text.split(',').map((part) => part.trim());
    const wrong = parts.find((part) => !form.test(part));
    if (wrong !== undefined) throw new InvalidArgumentError(`given ${wrong}; expected ${form.source}`);
    return parts;
  };
}

function read(options: { text?: string; data?: string; id?: string }): {
  parsed?: ReturnType<typeof parseAgencyText>;
  incoming: IncomingDispatch;
} {
  if ((options.text === undefined) === (options.data === undefined))
    throw new Error('give either --text FILE or --data FILE');
  if (options.text !== undefined) {
    const text = readFileSync(options.text === '-' ? 0 : options.text, 'utf8');
    const parsed = parseAgencyText(text);
    return {
      parsed,
      incoming: dispatchFromAgencyText(parsed, options.id ?? createHash('sha256').update(text).digest('hex')),
    };
  }
  const file = options.data ?? '-';
  const given: unknown = JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8'));
  const checked = incomingDispatch.safeParse(given);
  if (checked.success) return { incoming: given as IncomingDispatch };
  throw dispatchErrors.error('dispatch.invalid', {
    issues: checked.error.issues.map((issue) => ({ field: issue.path.join('.'), problem: issue.message })),
  });
}
