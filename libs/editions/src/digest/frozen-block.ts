import { z } from 'zod';
import { frozenDispatch, type FrozenDispatchContent } from './frozen-dispatch.js';
import {
  frozenPromotion,
  frozenSponsor,
  frozenText,
  type FrozenPromotion,
  type FrozenSponsor,
  type FrozenText,
} from './frozen-words.js';

/**
 * A block as a revision keeps it: what stands in it never changes again, and nothing that shows it asks the live tables.
 * `position` is unique in the revision and gives the order, `section` is the slug it stands under.
 */
export type FrozenBlock = FrozenDispatchBlock | FrozenTextBlock | FrozenPromotionBlock | FrozenSponsorBlock;

interface Place {
  readonly position: number;
  readonly section: string;
}

export interface FrozenDispatchBlock extends Place {
  readonly kind: 'dispatch';
  readonly dispatchId: string;
  readonly dispatchVersion: number;
  /** Of the picture in it; null: none. */
  readonly pictureId: string | null;
  readonly content: FrozenDispatchContent;
}

export interface FrozenTextBlock extends Place {
  readonly kind: 'text';
  readonly content: FrozenText;
}

export interface FrozenPromotionBlock extends Place {
  readonly kind: 'promotion';
  readonly content: FrozenPromotion;
}

export interface FrozenSponsorBlock extends Place {
  readonly kind: 'sponsor';
  readonly content: FrozenSponsor;
}

/** A block of any kind but `dispatch`. */
export type FrozenInsertion = Exclude<FrozenBlock, FrozenDispatchBlock>;

/** A frozen block's row, with the columns' names in our spelling. */
const storedBlock = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('dispatch'),
    position: z.number(),
    section: z.string(),
    dispatchId: z.string(),
    dispatchVersion: z.number(),
    pictureId: z.string().nullable(),
    // Parsed to be sure of it and kept as it is stored: the date is text.
    content: z.custom<FrozenDispatchContent>((content) => frozenDispatch.safeParse(content).success),
  }),
  z.object({ kind: z.literal('text'), position: z.number(), section: z.string(), content: frozenText }),
  z.object({ kind: z.literal('promotion'), position: z.number(), section: z.string(), content: frozenPromotion }),
  z.object({ kind: z.literal('sponsor'), position: z.number(), section: z.string(), content: frozenSponsor }),
]);

/** Reads a stored row back. Throws where the row is none of ours: it is a fault, and no edition is made from a guess. */
export function readFrozenBlock(row: {
  position: number;
  kind: FrozenBlock['kind'];
  section: string;
  dispatch_id: string | null;
  dispatch_version: number | null;
  picture_id: string | null;
  content: unknown;
}): FrozenBlock {
  const { position, kind, section, content } = row;
  return storedBlock.parse({
    position,
    kind,
    section,
    content,
    ...(kind === 'dispatch' && {
      dispatchId: row.dispatch_id,
      dispatchVersion: row.dispatch_version,
      pictureId: row.picture_id,
    }),
  });
}
