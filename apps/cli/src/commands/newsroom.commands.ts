import { Option, type Command } from 'commander';
import { readFileSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { embedSnippets, SNIPPET_KINDS, type SnippetKind } from '@app/api';
import { ChangeNewsletter, NewsletterRepository, nextDue } from '@app/editions';
import { Config, loadMessages, projectPath } from '@app/platform';
import { createNewsletters } from '../newsroom/create-newsletters.js';
import { readNewsroomFile, readOrigins } from '../newsroom/newsroom-file.js';
import { withToolbox } from '../toolbox.js';
import { addCalendar } from './newsletter-calendar.command.js';
import { newsletterNamed } from './edition-named.js';
import { addInsertions } from './newsletter-insertions.commands.js';
import { addSeeds } from './newsletter-seeds.commands.js';
import { addSettings } from './newsletter-settings.commands.js';
import { operatorWhoMay } from './operator-of.js';
import { print, table } from './print.js';

interface Options {
  json?: boolean;
}

/** What is published: newsletters. */
export function addNewsroom(program: Command): void {
  const newsletter = program
    .command('newsletter')
    .description('newsletters: create, apply, list, show, break, seed, insertion, embed, sites');
  addNewsletters(newsletter);
  addSettings(newsletter);
  addSeeds(newsletter);
  addInsertions(newsletter);
  addForms(newsletter);
  addCalendar(newsletter);
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

/** What a site needs to show a newsletter's form. */
function addForms(newsletter: Command): void {
  newsletter
    .command('embed <slug>')
    .description('print the form to paste into a page: custom element, plain HTML, iframe, link')
    .addOption(new Option('--kind <kind>', 'only this one, and nothing else').choices(SNIPPET_KINDS))
    .option('--placement <label>', 'where on the page it will stand; kept with each consent', 'article-foot')
    .option('--json', 'print JSON')
    .action((slug: string, options: EmbedOptions) => withToolbox((tools) => embed(tools, slug, options)));
  newsletter
    .command('sites <slug>')
    .description('the sites that may frame the form and call the public API by script')
    .option('--add <origin...>', 'such as https://gazette.example')
    .option('--remove <origin...>')
    .option('--by <operator>', 'address or id of the operator who changes it')
    .option('--json', 'print JSON')
    .action((slug: string, options: SitesOptions) => withToolbox((tools) => sites(tools, slug, options)));
}

interface EmbedOptions extends Options {
  kind?: SnippetKind;
  placement: string;
}

interface SitesOptions extends Options {
  by?: string;
  add?: string[];
  remove?: string[];
}

async function embed(tools: INestApplicationContext, slug: string, options: EmbedOptions): Promise<void> {
  const newsletter = await newsletterNamed(tools, slug);
  const { allowedOrigins, language } = newsletter;
  const { placement, kind } = options;
  const { publicUrl } = tools.get(Config);
  const words = loadMessages(projectPath('apps', 'api', 'locales')).translator(language);
  const snippets = embedSnippets({ newsletter, publicUrl, placement, words });
  const chosen = kind === undefined ? snippets : { [kind]: snippets[kind] };
  const sitesLine =
    allowedOrigins.length === 0
      ? 'No site may use element or iframe yet: colporteur newsletter sites ' +
        slug +
        ' --add https://your-site.example'
      : 'element and iframe work on: ' + allowedOrigins.join(', ');
  print(options, { slug, allowedOrigins, snippets: chosen }, () =>
    kind === undefined
      ? [...SNIPPET_KINDS.map((one) => `── ${one}\n${snippets[one]}\n`), sitesLine].join('\n')
      : snippets[kind],
  );
}

async function sites(tools: INestApplicationContext, slug: string, options: SitesOptions): Promise<void> {
  const { add = [], remove = [] } = options;
  const operatorId =
    options.by === undefined ? null : await operatorWhoMay(tools, options.by, { right: 'configure', newsletter: slug });
  const { settings } = await tools.get(ChangeNewsletter, { strict: false }).change(slug, {
    change: ({ allowedOrigins }) => ({
      allowedOrigins: readOrigins([...new Set([...allowedOrigins, ...add])].filter((one) => !remove.includes(one))),
    }),
    operatorId,
  });
  const after = settings.allowedOrigins;
  print(options, { slug, allowedOrigins: after }, () => (after.length === 0 ? 'no site' : after.join('\n')));
}
