import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { NewsletterRepository, nextDue } from '@app/editions';
import { createNewsletters } from '../newsroom/create-newsletters.js';
import { readNewsroomFile } from '../newsroom/newsroom-file.js';
import { withToolbox } from '../toolbox.js';
import { print, table } from './print.js';

interface Options {
  json?: boolean;
}

/** What is published: newsletters. */
export function addNewsroom(program: Command): void {
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
