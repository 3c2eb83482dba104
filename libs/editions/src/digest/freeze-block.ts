import { forOutput, type Output, type ShelfDispatch } from '@app/dispatches';
import { z } from 'zod';
import type {
  FrozenBlock,
  FrozenDispatchBlock,
  FrozenPromotionBlock,
  FrozenSponsorBlock,
  FrozenTextBlock,
} from './frozen-block.js';
import type { FrozenDispatchContent, OutputShare } from './frozen-dispatch.js';
import { frozenPromotion, frozenSponsor } from './frozen-words.js';
import { writtenText } from './written-text.js';

/** A block of a proposal that is about to be frozen: what its row holds, and for a dispatch the dispatch as it is now. */
export type BlockDraft = DispatchDraft | WordsDraft;

export interface DispatchDraft {
  readonly kind: 'dispatch';
  readonly position: number;
  readonly section: string;
  readonly dispatch: ShelfDispatch;
  /** The last instant at which the edition is due anywhere: rights hold for all of its readers or for none. */
  readonly at: Date;
  /** What the assembly says of it. */
  readonly content?: Readonly<Record<string, unknown>>;
  /** The desk's own words, which win over the dispatch's. */
  readonly edits?: Readonly<Record<string, string>>;
}

export interface WordsDraft {
  readonly kind: 'text' | 'promotion' | 'sponsor';
  readonly position: number;
  readonly section: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Of `block.content` where the kind is `dispatch`. */
const assembled = z.object({
  /** Of its score in the edition, 1 the highest; left out where the desk gave it its place. */
  rank: z.int().exactOptional(),
  isUpdate: z.boolean().optional(),
  /** Names of all other sources that told of the event; left out: the dispatch's own. */
  otherSources: z.array(z.string()).optional(),
});

/** Of `block.content` where the kind is `text`: Markdown, and who signs. */
export const textDraft = z.object({
  title: z.string().default(''),
  markdown: z.string().default(''),
  signature: z.string().default(''),
});

/** Named beside the first; a story told by more is told by everybody. */
const MAX_OTHER_SOURCES = 4;

/** Pure. Throws a `ZodError` for content that is not of its kind: nothing was ever stored so, and nobody guesses. */
export function freezeBlock(draft: BlockDraft): FrozenBlock {
  switch (draft.kind) {
    case 'dispatch':
      return freezeDispatch(draft);
    case 'text':
      return freezeText(draft);
    case 'promotion':
      return freezePromotion(draft);
    case 'sponsor':
      return freezeSponsor(draft);
  }
}

/**
 * The dispatch cut to what its rights allow, for readers who may be anywhere. The first source to tell has its credit
 * line; the others are named after it. A limit of excerpt length is for the dispatch's own standfirst: what the desk
 * wrote is the desk's, and what the rights cut does not come back with it.
 */
export function freezeDispatch({
  position,
  section,
  dispatch,
  at,
  content = {},
  edits = {},
}: DispatchDraft): FrozenDispatchBlock {
  const cut = forOutput(dispatch, 'mail', { at });
  const { rank, isUpdate = false, otherSources = dispatch.otherSources } = assembled.parse(content);
  const others = otherSources.filter((source) => source !== cut.credit).slice(0, MAX_OTHER_SOURCES);
  const picture = pictureWithCopies(cut.picture);
  const shareOf = (output: Output): OutputShare =>
    outputShare({ dispatch, output, at, edits, hasPicture: picture !== null });
  return {
    position,
    kind: 'dispatch',
    section,
    dispatchId: dispatch.id,
    dispatchVersion: dispatch.version,
    pictureId: picture === null ? null : (cut.picture?.id ?? null),
    content: {
      headline: written(edits['headline']) ?? cut.headline,
      standfirst: written(edits['standfirst']) ?? cut.standfirst,
      link: cut.link,
      ...(rank !== undefined && { rank }),
      isUpdate: dispatch.isUpdate || isUpdate,
      isPaid: dispatch.access === 'paid',
      countries: [...dispatch.countries],
      regions: [...dispatch.regions],
      topics: [...dispatch.topics],
      sources: [cut.credit, ...others],
      publishedAt: dispatch.publishedAt.toISOString(),
      picture,
      archive: shareOf('archive'),
      feed: shareOf('feed'),
    },
  };
}

export function freezeText({ position, section, content }: WordsDraft): FrozenTextBlock {
  const { title, markdown, signature } = textDraft.parse(content);
  return { position, kind: 'text', section, content: { title, markdown, ...writtenText(markdown), signature } };
}

export function freezePromotion({ position, section, content }: WordsDraft): FrozenPromotionBlock {
  return { position, kind: 'promotion', section, content: frozenPromotion.parse(content) };
}

export function freezeSponsor({ position, section, content }: WordsDraft): FrozenSponsorBlock {
  return { position, kind: 'sponsor', section, content: frozenSponsor.parse(content) };
}

/** What another output may hold, and until when. The desk's words belong to the house everywhere. */
function outputShare({
  dispatch,
  output,
  at,
  edits,
  hasPicture,
}: {
  dispatch: ShelfDispatch;
  output: Output;
  at: Date;
  edits: Readonly<Record<string, string>>;
  hasPicture: boolean;
}): OutputShare {
  const cut = forOutput(dispatch, output, { at });
  const ended = forOutput({ ...dispatch, rights: { ...dispatch.rights, [output]: false } }, output, { at });
  const own = written(edits['standfirst']);
  const mayShowPicture = hasPicture && cut.picture !== null;
  const ends = [cut.excerpted ? null : dispatch.rights.until, mayShowPicture ? cut.picture.rights.until : null];
  const [until = null] = ends.filter((end) => end !== null).sort((a, b) => a.getTime() - b.getTime());
  return {
    mayShow: !cut.excerpted,
    standfirst: own ?? cut.standfirst,
    mayShowPicture,
    until: until === null ? null : until.toISOString(),
    excerpt: own ?? ended.standfirst,
  };
}

/** An empty string is how the desk takes its own words back. */
function written(edit: string | undefined): string | undefined {
  return edit === undefined || edit.trim() === '' ? undefined : edit;
}

/** A picture we have no copy of is left out: readers load nothing from the addresses of others. */
function pictureWithCopies(picture: ShelfDispatch['picture']): FrozenDispatchContent['picture'] {
  if (picture === null || picture.files.length === 0) return null;
  return {
    files: picture.files.map(({ hash, mediaType, width, height }) => ({ hash, mediaType, width, height })),
    alt: picture.alt,
    caption: picture.caption ?? '',
    credit: picture.rights.credit ?? '',
  };
}
