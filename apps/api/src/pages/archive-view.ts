import type { ArchivedEdition, DigestBlock, DispatchBlock } from '@app/editions';

/** One edition's content as the archive's templates print it: on its page, and in a feed's entry. */
export interface EditionView {
  readonly sections: readonly SectionView[];
  /** About sections of which nothing is left. */
  readonly notes: readonly string[];
}

export interface SectionView {
  readonly key: string;
  /** Empty: blocks that stand in no section. */
  readonly name: string;
  /** The element of a headline in it, so that no level of headings is left out. */
  readonly level: 'h2' | 'h3';
  readonly blocks: readonly Readonly<Record<string, unknown>>[];
  readonly notes: readonly string[];
}

/** Pure; every word is the mail's. `pictureBase`: what an address of our pictures begins with in place of `publicUrl`. */
export function editionView(
  { data, notes, words }: ArchivedEdition,
  pictures: { readonly publicUrl: string; readonly base: string },
): EditionView {
  const src = (address: string): string =>
    address.startsWith(`${pictures.publicUrl}/`) ? pictures.base + address.slice(pictures.publicUrl.length) : address;
  const view = (block: DigestBlock): Readonly<Record<string, unknown>> => {
    switch (block.kind) {
      case 'dispatch':
        return storyView(block, words, src);
      case 'text':
        return { ...block };
      case 'promotion':
      case 'sponsor': {
        const isPaidFor = block.kind === 'sponsor';
        const label = isPaidFor
          ? [words.t('digest.sponsor_label'), block.advertiser].join(' · ')
          : words.t('digest.promotion_label');
        return { ...block, label, isPaidFor, href: safeHref(block.link) };
      }
    }
  };
  const keys = new Set(data.sections.map(({ key }) => key));
  return {
    notes: notes.filter(({ section }) => !keys.has(section)).map(({ text }) => text),
    sections: data.sections.map((section) => ({
      key: section.key,
      name: section.name,
      level: section.name === '' ? 'h2' : 'h3',
      blocks: section.blocks.map(view),
      notes: notes.filter((note) => note.section === section.key).map(({ text }) => text),
    })),
  };
}

/** The first picture of the edition. */
export function leadPicture({ data }: ArchivedEdition): NonNullable<DispatchBlock['picture']> | null {
  const [first] = data.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'dispatch' && block.picture !== null ? [block.picture] : [])),
  );
  return first ?? null;
}

/** The stories in their order. */
export function storiesOf({ data }: ArchivedEdition): readonly DispatchBlock[] {
  return data.sections.flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'dispatch'));
}

/** A link that leads somewhere and does nothing; null: anything else. */
export function safeHref(link: string): string | null {
  return /^(?:https?:\/\/|mailto:)/i.test(link) && URL.canParse(link) ? link : null;
}

function storyView(block: DispatchBlock, words: ArchivedEdition['words'], src: (address: string) => string) {
  const { picture } = block;
  return {
    ...block,
    href: safeHref(block.link),
    kicker: [block.countries, block.isUpdate ? words.t('kind.update') : ''].filter((text) => text !== '').join(' · '),
    facts: [block.sources, block.timeLabel, block.isPaid ? words.t('access.paid') : ''].filter((text) => text !== ''),
    picture: picture && { ...picture, src: src(picture.src), words: pictureWords(picture, block.isLead, words) },
  };
}

/** The credit always, because who took it is owed that; the caption where there is room, as in the mail. */
function pictureWords(
  { caption, credit }: NonNullable<DispatchBlock['picture']>,
  isLead: boolean,
  words: ArchivedEdition['words'],
): string {
  const credited = credit === '' ? '' : words.t('digest.photo_credit', { credit });
  return [isLead ? caption : '', credited].filter((text) => text !== '').join(' · ');
}
