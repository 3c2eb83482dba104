import { renderTemplate, shippedTemplates, type RenderedTemplate } from '@app/mail';
import { loadMessages, projectPath, type EditionKind } from '@app/platform';
import { DigestView } from '../digest/digest-view.js';
import type { FrozenBlock } from '../digest/frozen-block.js';
import { sampleNewsletter } from './sample-newsletter.js';
import { SAMPLE_DAY, sampleBlocks, type SampleLanguage, type SampleName } from './samples.js';

const messages = loadMessages(projectPath('libs', 'editions', 'locales'));

export interface ShippedEdition extends RenderedTemplate {
  readonly subject: string;
  readonly preheader: string;
}

/** An edition of this kind as the product's own template makes it, without database: the same today and in a year. */
export async function shippedEdition(
  kind: EditionKind,
  language: SampleLanguage,
  sample: SampleName = 'ordinary',
): Promise<ShippedEdition> {
  const template = shippedTemplates().find(({ slug }) => slug === kind);
  if (template === undefined) throw new Error(`no template "${kind}" is shipped`);
  const translator = messages.translator(language);
  const newsletter = sampleNewsletter(language);
  const blocks = blocksOf(kind, sampleBlocks(sample, language));
  const source = { newsletter, kind, ...SAMPLE_DAY, blocks, translator, publicUrl: 'https://news.example' };
  const view = new DigestView(source);
  const head = view.head();
  const { mjml, plainText: text, partials } = template;
  return { ...(await renderTemplate({ mjml, text, partials, data: { ...view.data(head) }, translator })), ...head };
}

/** What an edition of the kind usually holds: a flash one story, a letter and a correction a text and one. */
function blocksOf(kind: EditionKind, blocks: readonly FrozenBlock[]): FrozenBlock[] {
  if (kind === 'digest') return [...blocks];
  const lead = blocks.filter((block) => block.kind === 'dispatch').slice(0, 1);
  const texts = kind === 'flash' ? [] : blocks.filter((block) => block.kind === 'text').slice(0, 1);
  return [...texts, ...lead].map((block, position) => ({ ...block, position }));
}
