import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { InvalidArgumentError, type Command } from 'commander';
import { encodeWords } from 'nodemailer/lib/mime-funcs';
import { RenderWorkshop, readerLinks, sampleNames, type WorkshopContent, type WorkshopWish } from '@app/editions';
import {
  automatedHeaders,
  buildMessage,
  loadNoticeMessages,
  noticeKinds,
  noticeParts,
  noticeSample,
  PartialSnapshot,
  TemplateRepository,
  TemplateSandbox,
  type NoticeKind,
  type TemplateVersion,
} from '@app/mail';
import { Clock, Config, Database, isId, type TemplateKind } from '@app/platform';
import { subscriberErrors, TellReaderStory } from '@app/subscribers';
import { withToolbox } from '../toolbox.js';
import { editionNamed, newsletterNamed } from './edition-named.js';
import { print } from './print.js';
import { templateSourceOf, versionOf } from './template-sources.js';

interface Options {
  template: string;
  newsletter?: string;
  edition: string;
  reader: string;
  language?: string;
  notice: NoticeKind;
  out: string;
  json?: boolean;
}

type Source = Pick<TemplateVersion, 'slug' | 'kind' | 'mjml' | 'plainText' | 'partials'>;

interface Rendered {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly date: Date;
  readonly headers: Readonly<Record<string, string>>;
}

/** Nobody's address, and nobody can ever have it (RFC 2606 §3). */
const READER = 'reader@example.org';

export function addTemplateRender(template: Command): void {
  template
    .command('render')
    .description('write the html, txt and eml a reader would get; links of readers lead nowhere, nothing is mailed')
    .requiredOption('--template <what>', 'slug of a stored one, or SLUG.mjml with its twin SLUG.txt beside it')
    .option('--newsletter <slug>', 'under whose name; with --edition proposal or a day, whose edition')
    .option('--edition <what>', `id, day, proposal, or sample:NAME of ${sampleNames.join(', ')}`, 'sample:ordinary')
    .option('--reader <who>', 'sample (gets everything), two-regions, or the id of a subscriber', 'sample')
    .option('--language <tag>', 'of the mail’s own words; left out: the newsletter’s')
    .option('--notice <kind>', 'which notice a template of notices frames', noticeKind, 'confirmation')
    .requiredOption('--out <folder>', 'made where it is missing')
    .option('--json', 'print JSON')
    .action((options: Options) => withToolbox(async (tools) => {
      const source = await sourceFor(tools, options.template);
      const rendered = source.kind === 'notice' ? await notice(tools, source, options) : await edition(tools, source, options);
      const files = await write(tools, source.slug, { rendered, folder: options.out });
      const { subject } = rendered;
      print(options, { subject, htmlBytes: Buffer.byteLength(rendered.html), files }, () => [subject, ...files].join('\n'));
    })); // prettier-ignore
}

async function sourceFor(tools: INestApplicationContext, given: string): Promise<Source> {
  if (!/\.(?:mjml|txt)$/.test(given)) return versionOf(tools, given);
  const { slug, mjml, plainText, partials } = templateSourceOf(given);
  const database = tools.get(Database, { strict: false });
  const stored = (await tools.get(TemplateRepository, { strict: false }).bySlugs(database, [slug])).get(slug);
  const kept = await tools.get(PartialSnapshot, { strict: false }).of(database, { mjml, plainText });
  return { slug, kind: stored?.kind ?? kindNamed(slug), mjml, plainText, partials: { ...kept, ...partials } };
}

/** `notice-welcome` frames notices; what tells nothing by its name is a digest. */
function kindNamed(slug: string): TemplateKind {
  const kinds: readonly TemplateKind[] = ['flash', 'letter', 'correction', 'notice'];
  return kinds.find((kind) => slug === kind || slug.startsWith(`${kind}-`)) ?? 'digest';
}

async function edition(tools: INestApplicationContext, source: Source, options: Options): Promise<Rendered> {
  if (source.kind === 'partial') throw new Error(`"${source.slug}" is a partial: render a template that names it`);
  const content = await contentOf(tools, options);
  const kind = source.kind === 'digest' || source.kind === 'notice' || !('sample' in content) ? undefined : source.kind;
  const wish = { template: source, content, kind, language: options.language, profile: await profileOf(tools, options.reader) };
  const { newsletter, subject, html, text, assembledAt } = await tools.get(RenderWorkshop, { strict: false }).render(wish);
  const { publicUrl } = tools.get(Config, { strict: false });
  const links = { unsubscribe: `${publicUrl}/unsubscribe/preview`, preferences: `${publicUrl}/preferences/preview`, view: `${publicUrl}/view/preview` };
  const filled = (part: string): string =>
    Object.entries(links).reduce((sum, [name, link]) => sum.replaceAll(readerLinks[name as keyof typeof links], () => link), part);
  return {
    ...{ subject, html: filled(html), text: filled(text), date: assembledAt },
    from: { name: newsletter.senderName, address: newsletter.senderAddress },
    headers: {
      'List-Unsubscribe': `<${links.unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'List-Id': `${encodeWords(newsletter.name, 'B', 52, true)} <${newsletter.listId}>`,
      Precedence: 'bulk',
    },
  };
} // prettier-ignore

async function contentOf(tools: INestApplicationContext, options: Options): Promise<WorkshopContent> {
  const named = options.newsletter === undefined ? undefined : await newsletterNamed(tools, options.newsletter);
  if (options.edition.startsWith('sample:')) {
    const sample = sampleNames.find((name) => `sample:${name}` === options.edition);
    if (sample === undefined)
      throw new Error(`there is no "${options.edition}"; samples are ${sampleNames.join(', ')}`);
    return { sample, newsletterId: named?.id };
  }
  if (isId(options.edition)) return { editionId: options.edition };
  if (named === undefined) throw new Error('--newsletter says whose edition it is');
  if (options.edition === 'proposal') return { newsletterId: named.id };
  const found = await editionNamed(tools, { edition: named.slug, date: options.edition });
  return { editionId: found.id };
}

async function profileOf(tools: INestApplicationContext, reader: string): Promise<WorkshopWish['profile']> {
  if (reader === 'sample') return undefined;
  if (reader === 'two-regions') return reader;
  const story = isId(reader) ? await tools.get(TellReaderStory, { strict: false }).ofSubscriber(reader) : undefined;
  if (story === undefined) throw subscriberErrors.error('subscriber.unknown');
  const chosen = story.subscriptions.find(({ state }) => state === 'active') ?? story.subscriptions[0];
  return { regions: chosen?.choices.regions ?? [], topics: chosen?.choices.topics ?? [] };
}

async function notice(tools: INestApplicationContext, source: Source, { notice: kind, language = 'en' }: Options): Promise<Rendered> {
  const data = noticeSample(kind);
  const { subject, values } = noticeParts(kind, data, loadNoticeMessages().translator(language));
  const { mjml, plainText: text, partials } = source;
  const request = { mjml, text, partials, data: values, locale: language, catalogue: 'mail' as const };
  const rendered = await tools.get(TemplateSandbox, { strict: false }).render(request);
  const from = { name: data.brand.name, address: data.brand.contactAddress };
  return { subject, html: rendered.html, text: rendered.text, from, date: tools.get(Clock, { strict: false }).now(), headers: {} };
} // prettier-ignore

async function write(
  tools: INestApplicationContext,
  slug: string,
  { rendered, folder }: { readonly rendered: Rendered; readonly folder: string },
): Promise<string[]> {
  const { subject, html, text, from, date, headers } = rendered;
  const messageId = `preview.${slug}@${tools.get(Config, { strict: false }).bounceDomain}`;
  const all = { ...automatedHeaders, ...headers };
  const message = await buildMessage({ from, to: READER, subject, html, text, messageId, date, headers: all });
  mkdirSync(folder, { recursive: true });
  return Object.entries({ html, txt: text, eml: message }).map(([extension, bytes]) => {
    const file = join(folder, `${slug}.${extension}`);
    writeFileSync(file, bytes);
    return file;
  });
}

function noticeKind(given: string): NoticeKind {
  const kind = noticeKinds.find((known) => known === given);
  if (kind === undefined) throw new InvalidArgumentError(`One of ${noticeKinds.join(', ')}.`);
  return kind;
}
