import type { INestApplicationContext } from '@nestjs/common';
import { InvalidArgumentError, type Command } from 'commander';
import { JudgeTemplate } from '@app/editions';
import { ManageTemplates, TemplateRepository, type TemplateVersion } from '@app/mail';
import { Database, type TemplateKind } from '@app/platform';
import { withToolbox } from '../toolbox.js';
import { operatorWhoMay } from './operator-of.js';
import { print, table } from './print.js';
import { addTemplateCheck } from './template-check.command.js';
import { addTemplateRender } from './template-render.command.js';
import { templateSourceOf, versionOf } from './template-sources.js';

interface Options {
  json?: boolean;
}

interface PublishOptions extends Options {
  note: string;
  by?: string;
  kind?: TemplateKind;
  name?: string;
}

const KINDS: readonly TemplateKind[] = ['digest', 'flash', 'letter', 'correction', 'notice', 'partial'];

/** Templates of mails: look at them, render them, publish versions. */
export function addTemplates(program: Command): void {
  const template = program.command('template').description('templates of mails: list, show, render, publish, check');
  template
    .command('list')
    .description('templates in use, each in its newest version')
    .option('--json', 'print JSON')
    .action((options: Options) => withToolbox(async (tools) => {
      const all = await tools.get(TemplateRepository, { strict: false }).current();
      const rows = all.map(listed).sort((one, other) => (one.slug < other.slug ? -1 : 1));
      print(options, { templates: rows }, () => table(
        ['slug', 'kind', 'version', 'from', 'since', 'name'],
        rows.map(({ slug, kind, version, isShipped, at, name }) => [slug, kind, String(version), isShipped ? 'product' : 'newsroom', at, name]),
      ));
    })); // prettier-ignore
  template
    .command('show <slug>')
    .description('one version: its sources and the partials it holds')
    .option('--version <n>', 'an earlier one', positive)
    .option('--json', 'print JSON')
    .action((slug: string, options: Options & { version?: number }) => withToolbox(async (tools) => {
      const shown = await versionOf(tools, slug, options.version);
      const { mjml, plainText, partials } = shown;
      print(options, { ...listed(shown), note: shown.note, mjml, plainText, partials }, () => page(shown));
    })); // prettier-ignore
  addPublish(template);
  addTemplateRender(template);
  addTemplateCheck(template);
}

function addPublish(template: Command): void {
  template
    .command('publish <file...>')
    .description(
      'publish SLUG.mjml with its twin SLUG.txt beside it; what the newest version says already is no new one',
    )
    .requiredOption('--note <words>', 'what changed and why')
    .option('--kind <kind>', `of templates that are new: ${KINDS.join(', ')}`, kindOf)
    .option('--name <name>', 'of templates that are new; left out: the slug')
    .option('--by <operator>', 'address or id of the designer who does it')
    .option('--json', 'print JSON')
    .action((files: string[], options: PublishOptions) => {
      const sources = files.map(templateSourceOf);
      return withToolbox(async (tools) => {
        const operatorId = options.by === undefined ? null : await operatorWhoMay(tools, options.by, 'design');
        const published: TemplateVersion[] = [];
        for (const source of sources) published.push(await publish(tools, source, { ...options, operatorId }));
        print(options, { published: published.map(listed) }, () =>
          published.map(({ slug, version }) => `${slug} ${version}`).join('\n'),
        );
      });
    });
}

/** From the newest version there is: on the command line there is nobody between reading and writing. */
async function publish(
  tools: INestApplicationContext,
  { slug, mjml, plainText }: { slug: string; mjml: string; plainText: string },
  { operatorId, note, kind, name }: PublishOptions & { operatorId: string | null },
): Promise<TemplateVersion> {
  const manage = tools.get(ManageTemplates, { strict: false });
  const judge = tools.get(JudgeTemplate, { strict: false });
  const maker = { operatorId, judge: judge.judge.bind(judge) };
  const database = tools.get(Database, { strict: false });
  const id = await tools.get(TemplateRepository, { strict: false }).idOf(database, slug);
  if (id !== undefined) {
    const { version: baseVersion } = await manage.read(id);
    return manage.publish(id, { mjml, plainText, note, baseVersion }, maker);
  }
  if (kind === undefined) throw new Error(`there is no template "${slug}" yet: --kind says of which kind it is to be`);
  return manage.create({ slug, kind, name: name ?? slug, mjml, plainText, note }, maker);
}

function listed({ slug, name, kind, version, isShipped, authorId, createdAt }: TemplateVersion) {
  return { slug, name, kind, version, isShipped, authorId, at: createdAt.toISOString() };
}

function page({ slug, kind, version, note, mjml, plainText, partials }: TemplateVersion): string {
  const names = Object.keys(partials).join(', ') || 'none';
  return [`${slug} (${kind}), version ${version}: ${note}`, `partials: ${names}`, '', mjml.trimEnd(), '', plainText.trimEnd()].join('\n'); // prettier-ignore
}

function kindOf(given: string): TemplateKind {
  const kind = KINDS.find((known) => known === given);
  if (kind === undefined) throw new InvalidArgumentError(`One of ${KINDS.join(', ')}.`);
  return kind;
}

function positive(given: string): number {
  const number = Number(given);
  if (!Number.isInteger(number) || number < 1 || number > 2_147_483_647)
    throw new InvalidArgumentError('A version is a number from 1 on.');
  return number;
}
