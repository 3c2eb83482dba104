import type { Command } from 'commander';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Database } from '@app/platform';
import {
  DispatchShelf,
  SourceRepository,
  StoreDispatch,
  dispatchErrors,
  dispatchFromAgencyText,
  incomingDispatch,
  parseAgencyText,
} from '@app/dispatches';
import { NewsletterRepository, nextDue } from '@app/editions';
import { createNewsletters } from '../newsroom/create-newsletters.js';
import { readNewsroomFile } from '../newsroom/newsroom-file.js';
import { withToolbox } from '../toolbox.js';
import { print, table } from './print.js';

interface Options {
  json?: boolean;
}

/** What happened and what is published: dispatches, newsletters. */
export function addNewsroom(program: Command): void {
  addDispatches(program.command('dispatch').description('dispatches: add, list'));
  addNewsletters(program.command('newsletter').description('newsletters: create, list'));
}

function addNewsletters(newsletter: Command): void {
  newsletter
    .command('create')
    .description('bring a brand, a family and its newsletters into being; what exists under its slug stays as it is')
    .requiredOption('--file <file>', 'JSON such as docs/newsroom.example.json; - reads standard input')
    .option('--json', 'print JSON')
    .action((options: Options & { file: string }) => {
      const newsroom = readNewsroomFile(readFileSync(options.file === '-' ? 0 : options.file, 'utf8'));
      return withToolbox(async (tools) => {
        const rows = await createNewsletters(tools, newsroom);
        print(options, rows, () => table(['slug', 'outcome', 'next edition', 'form'], rows.map((row) => [row.slug, row.outcome, row.nextDue ?? 'none', row.form])));
      });
    }); // prettier-ignore
  newsletter
    .command('list')
    .option('--json', 'print JSON')
    .action((options: Options) => withToolbox(async (tools) => {
      const newsletters = await tools.get(NewsletterRepository, { strict: false }).all();
      const rows = newsletters.map((one) => ({ id: one.id, slug: one.slug, name: one.name, language: one.language, timeZone: one.timeZone, nextDue: nextDue(one, new Date())?.dueAt.toISOString() ?? null }));
      print(options, rows, () => table(['slug', 'name', 'language', 'next edition'], rows.map((row) => [row.slug, row.name, row.language, row.nextDue ?? 'none'])));
    })); // prettier-ignore
}

function addDispatches(dispatch: Command): void {
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
      print(options, { ...result, ...(parsed === undefined ? { dispatch: incoming } : { dispatch: parsed }) }, () => `${result.outcome} ${result.id} version ${result.version}: ${incoming.headline}`);
    })); // prettier-ignore
  dispatch
    .command('list')
    .option('--limit <n>', 'how many', '30')
    .option('--json', 'print JSON')
    .action((options: Options & { limit: string }) => withToolbox(async (tools) => {
      const rows = await tools.get(DispatchShelf, { strict: false }).list(Math.min(200, Number.parseInt(options.limit, 10) || 30));
      print(options, rows, () => table(['published', 'lang', 'region', 'urgency', 'headline'], rows.map((row) => [row.publishedAt.toISOString().slice(0, 16), row.language, row.regions[0] ?? '', String(row.urgency), row.headline])));
    })); // prettier-ignore
}

function read(options: { text?: string; data?: string; id?: string }): {
  parsed?: ReturnType<typeof parseAgencyText>;
  incoming: ReturnType<typeof dispatchFromAgencyText>;
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
  if (checked.success) return { incoming: given as ReturnType<typeof dispatchFromAgencyText> };
  throw dispatchErrors.error('dispatch.invalid', {
    issues: checked.error.issues.map((issue) => ({ field: issue.path.join('.'), problem: issue.message })),
  });
}
