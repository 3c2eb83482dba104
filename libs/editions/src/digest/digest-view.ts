import type { EditionKind, Translator } from '@app/platform';
import type { Newsletter } from '../newsletters/newsletter.js';
import { linkWithParameters } from '../newsletters/link-parameters.js';
import type { DigestBlock, DigestData, DigestSection } from './digest-data.js';
import { digestBlock, readStories, type EditionBlock, type Story } from './digest-blocks.js';
import type { FrozenBlock } from './frozen-block.js';
import { leadingStories } from './leading-stories.js';
import { readerLinks, withoutTokens } from './reader-links.js';

export { readerLinks } from './reader-links.js';

export interface DigestHead {
  readonly subject: string;
  readonly preheader: string;
}

export interface DigestSource {
  readonly newsletter: Newsletter;
  /** Left out: a digest. */
  readonly kind?: EditionKind;
  /** `YYYY-MM-DD`, in the newsletter's zone. */
  readonly editionDate: string;
  readonly dueAt: Date;
  readonly blocks: readonly FrozenBlock[];
  readonly translator: Translator;
  readonly publicUrl: string;
  /** Slug → name in the newsletter's language, as the newsroom calls its regions and topics; left out: the product's. */
  readonly labels?: ReadonlyMap<string, string>;
}

/** Headlines of "L'essentiel". */
const ESSENTIALS = 3;

/** LOOK's region colours; a newsletter's own sections fall back to its accent. */
const REGION_COLOURS: Readonly<Record<string, string>> = {
  afrique: '#8a5a00',
  ameriques: '#0b6b57',
  'asie-pacifique': '#9b2c5e',
  europe: '#1d4f91',
  france: '#4a3fa0',
  'moyen-orient': '#7a4a1e',
};

/** A section's name in the newsletter's language; one that nobody named is named by itself. */
export function sectionName(section: string, translator: Translator, labels?: ReadonlyMap<string, string>): string {
  const key = `region.${section}`;
  return labels?.get(section) ?? (translator.has(key) ? translator.t(key) : section);
}

/**
 * A revision as its templates see it, whole and in any cut. What a block says is worked out once and the same object
 * stands in every cut that says the same: whoever renders many cuts can tell by identity what has not changed.
 */
export class DigestView {
  readonly #source: DigestSource;
  readonly #blocks: readonly EditionBlock[];
  readonly #shown = new Map<string, DigestBlock>();
  readonly #sections = new Map<string, DigestSection>();
  readonly #essentials = new Map<string, { readonly headline: string; readonly anchor: string }>();
  readonly #standing: Pick<DigestData, 'brand' | 'newsletter' | 'edition' | 'links'>;

  constructor(source: DigestSource) {
    this.#source = source;
    this.#blocks = readStories(source.blocks, (link) =>
      linkWithParameters(link, { ...source, kind: source.kind ?? 'digest' }),
    );
    this.#standing = standing(source);
  }

  /**
   * What the machine says of the whole, or of the blocks at these positions: honest, dated, and with the most important
   * headline a reader will find inside.
   */
  head(positions?: ReadonlySet<number>): DigestHead {
    const { translator, newsletter, editionDate, kind = 'digest' } = this.#source;
    const kept = this.#kept(positions);
    const [lead, ...others] = leadingStories(storiesOf(kept));
    const date = translator.formatDate(middayOf(editionDate), 'UTC', 'day');
    const values = { newsletter: newsletter.name, date };
    const title = kept.find((block) => block.kind === 'text' && block.title !== '');
    const headline = (kind === 'letter' || lead === undefined) && title?.kind === 'text' ? title.title : lead?.headline;
    const more = kind === 'digest' ? others.slice(0, ESSENTIALS - 1).map((story) => story.headline) : [];
    return {
      subject: subjectOf(kind, { ...values, headline: headline ?? newsletter.promise }, translator),
      preheader:
        more.length === 0
          ? translator.t('digest.preheader_single', values)
          : translator.t('digest.preheader', { headlines: more.map((one) => translator.isolated(one)).join(' · ') }),
    };
  }

  /** What the template is given for the whole, or for the blocks at these positions. */
  data(head: DigestHead, positions?: ReadonlySet<number>): DigestData {
    const { translator, kind = 'digest' } = this.#source;
    const kept = this.#kept(positions);
    const stories = storiesOf(kept);
    return {
      locale: translator.locale,
      dir: translator.direction,
      ...this.#standing,
      subject: withoutTokens(head.subject),
      preheader: withoutTokens(head.preheader),
      // One line that leads to the only story there is would only say it twice.
      essentials:
        kind !== 'digest' || stories.length < 2
          ? []
          : leadingStories(stories)
              .slice(0, ESSENTIALS)
              .map((one) => this.#line(one)),
      sections: this.#sectionsOf(kept, stories[0]),
    };
  }

  #kept(positions: ReadonlySet<number> | undefined): readonly EditionBlock[] {
    return positions === undefined ? this.#blocks : this.#blocks.filter((block) => positions.has(block.position));
  }

  /**
   * A story stands under its section, in the order in which the sections first appear. Everything else stands where it
   * was put, after the story before it, so that no cut leaves a section with an advertisement alone; what was put before
   * the first story opens the edition without a section.
   */
  #sectionsOf(kept: readonly EditionBlock[], lead: Story | undefined): DigestSection[] {
    const sections = new Map<string, EditionBlock[]>();
    let current = '';
    for (const block of kept) {
      if (block.kind === 'dispatch') current = block.section;
      const blocks = sections.get(current);
      if (blocks === undefined) sections.set(current, [block]);
      else blocks.push(block);
    }
    return [...sections].map(([section, blocks]) => this.#section(section, blocks, lead));
  }

  #section(key: string, blocks: readonly EditionBlock[], lead: Story | undefined): DigestSection {
    const id = `${key}/${blocks.map((block) => (block === lead ? `${block.position}!` : block.position)).join()}`;
    const known = this.#sections.get(id);
    if (known !== undefined) return known;
    const { translator, labels, newsletter } = this.#source;
    const section = {
      key,
      name: key === '' ? '' : sectionName(key, translator, labels),
      color: REGION_COLOURS[key] ?? newsletter.accent,
      blocks: blocks.map((block) => this.#block(block, block === lead)),
    };
    this.#sections.set(id, section);
    return section;
  }

  #block(block: EditionBlock, isLead: boolean): DigestBlock {
    const id = `${block.position}${isLead ? '!' : ''}`;
    const known = this.#shown.get(id);
    if (known !== undefined) return known;
    const shown = digestBlock(block, isLead, this.#source);
    this.#shown.set(id, shown);
    return shown;
  }

  #line({ headline, anchor }: Story): { readonly headline: string; readonly anchor: string } {
    const known = this.#essentials.get(anchor);
    if (known !== undefined) return known;
    const line = { headline: this.#source.translator.isolated(headline), anchor };
    this.#essentials.set(anchor, line);
    return line;
  }
}

function storiesOf(blocks: readonly EditionBlock[]): Story[] {
  return blocks.filter((block) => block.kind === 'dispatch');
}

function subjectOf(
  kind: EditionKind,
  values: { newsletter: string; date: string; headline: string },
  translator: Translator,
): string {
  switch (kind) {
    case 'digest':
      return translator.t('digest.subject', values);
    case 'letter':
      return values.headline;
    case 'flash':
    case 'correction':
      return translator.t(`digest.subject.${kind}`, values);
  }
}

/**
 * The day it is dated, in words: where its first readers are a day ahead, it is due on another day of the newsletter's
 * own zone.
 */
function middayOf(editionDate: string): Date {
  return new Date(`${editionDate}T12:00:00Z`);
}

/** What is the same in every cut. */
function standing(source: DigestSource): Pick<DigestData, 'brand' | 'newsletter' | 'edition' | 'links'> {
  const { translator, newsletter, kind = 'digest' } = source;
  const { accent, logo, brand, contactAddress } = newsletter;
  const [name, legalName] = [translator.isolated(brand.name), translator.isolated(brand.legalName)];
  return {
    brand: { ...brand, name, legalName, contactAddress },
    newsletter: {
      name: translator.isolated(newsletter.name),
      promise: translator.isolated(newsletter.promise),
      accent,
      logo: logo === null ? null : { src: logo.url, width: logo.width, height: logo.height, alt: logo.alt },
    },
    edition: {
      kind,
      kindLabel: kind === 'flash' || kind === 'correction' ? translator.t(`digest.kind.${kind}`) : '',
      date: source.editionDate,
      dateLabel: translator.formatDate(middayOf(source.editionDate), 'UTC', 'full'),
      zoneLabel: translator.zoneLabel(newsletter.timeZone),
    },
    links: { ...readerLinks, privacy: `${source.publicUrl}/privacy` },
  };
}
