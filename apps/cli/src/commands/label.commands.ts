import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { Labeller, labelFileOf, labelsOf, parseAgencyText, readLabelFile, type LabelInput } from '@app/dispatches';
import { NewsletterRepository } from '@app/editions';
import { withToolbox } from '../toolbox.js';
import { print, table } from './print.js';

interface Options {
  json?: boolean;
}

interface TryOptions extends Options {
  text: string;
  language?: string;
  category: string[];
  source?: string;
}

/** The regions and topics of this installation. */
export function addLabels(program: Command): void {
  const label = program.command('label').description('regions and topics: list, export, import, try');
  label
    .command('list')
    .description('the regions and topics that dispatches are labelled by')
    .option('--json', 'print JSON')
    .action((options: Options) => withToolbox((tools) => list(tools, options)));
  label
    .command('export')
    .description('write them as a file to edit and import')
    .option('--json', 'print JSON, which it does in any case')
    .action(() => withToolbox(async (tools) => {
      process.stdout.write(`${JSON.stringify(labelFileOf(await labeller(tools).labels()), null, 2)}\n`);
    })); // prettier-ignore
  label
    .command('import <file>')
    .description('put the file’s labels in the place of all there are of its kinds; - reads standard input')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nAn empty list of a kind brings the shipped ones back. Dispatches stored before keep the labels they have.')
    .action((file: string, options: Options) => withToolbox((tools) => replace(tools, file, options))); // prettier-ignore
  label
    .command('try')
    .description('which labels a text would get, and why; nothing is stored')
    .requiredOption('--text <file>', 'plain text as newsrooms paste it: headline, standfirst, body; - reads standard input')
    .option('--language <code>', 'its language; left out: found in the text')
    .option('--category <term>', 'a category as a source would give it; may be repeated', (one: string, all: string[]) => [...all, one], [])
    .option('--source <slug>', 'as if it came from this source')
    .option('--json', 'print JSON')
    .action((options: TryOptions) => withToolbox((tools) => tryOut(tools, options))); // prettier-ignore
}

function labeller(tools: INestApplicationContext): Labeller {
  return tools.get(Labeller, { strict: false });
}

function read(file: string): string {
  return readFileSync(file === '-' ? 0 : file, 'utf8');
}

async function list(tools: INestApplicationContext, options: Options): Promise<void> {
  const own = new Set((await labeller(tools).own()).map(({ kind }) => kind));
  const rows = (await labeller(tools).labels()).map(({ kind, slug, names, countries, rules }) => {
    return { kind, slug, names, countries, rules, isShipped: !own.has(kind) };
  });
  print(options, rows, () =>
    table(
      ['kind', 'slug', 'names', 'countries', 'rules', 'whose'],
      rows.map(({ kind, slug, names, countries, rules, isShipped }) => [
        kind,
        slug,
        Object.values(names).join(' · '),
        countries.length > 4 ? `${countries.slice(0, 4).join(' ')} … (${countries.length})` : countries.join(' '),
        Object.keys(rules).join(', '),
        isShipped ? 'shipped' : 'own',
      ]),
    ),
  );
}

async function replace(tools: INestApplicationContext, file: string, options: Options): Promise<void> {
  const given = readLabelFile(read(file));
  const labels = labelsOf(given);
  const of = (kind: 'region' | 'topic') => labels.filter((label) => label.kind === kind);
  const gone = await labeller(tools).replace({
    ...(given.regions !== undefined && { region: of('region') }),
    ...(given.topics !== undefined && { topic: of('topic') }),
  });
  const newsletters = await tools.get(NewsletterRepository, { strict: false }).all();
  const stillShown = newsletters.flatMap(({ slug, sections }) =>
    sections.filter((section) => gone.region.includes(section)).map((section) => ({ newsletter: slug, section })),
  );
  const result = { regions: given.regions?.length ?? null, topics: given.topics?.length ?? null, gone, stillShown };
  print(options, result, () =>
    [
      ...(given.regions === undefined ? [] : [`${given.regions.length} regions`]),
      ...(given.topics === undefined ? [] : [`${given.topics.length} topics`]),
      ...[...gone.region, ...gone.topic].map((slug) => `no longer there: ${slug}`),
      ...stillShown.map(({ newsletter, section }) => `newsletter ${newsletter} still has a section ${section}; nothing new will stand in it`),
    ].join('\n'),
  ); // prettier-ignore
}

async function tryOut(tools: INestApplicationContext, options: TryOptions): Promise<void> {
  const parsed = parseAgencyText(read(options.text));
  const input: LabelInput = {
    headline: parsed.headlineIsDerived ? '' : parsed.headline,
    standfirst: parsed.standfirst ?? '',
    bodyText: parsed.blocks.map(({ text }) => text).join('\n'),
    language: options.language ?? parsed.language,
    categories: options.category,
    sourceSlug: options.source ?? null,
  };
  const labels = await labeller(tools).label(input);
  print(options, { language: input.language, headline: parsed.headline, ...labels }, () =>
    labels.reasons.length === 0
      ? 'no label'
      : table(
          ['kind', 'label', 'because'],
          labels.reasons.map(({ kind, label, because }) => [kind, label, because]),
        ),
  );
}
