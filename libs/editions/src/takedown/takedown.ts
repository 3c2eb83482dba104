import type { TakedownMode, TakedownObject } from '@app/platform';

/** A lawful order or request as it is kept: it holds no word of what was taken down. */
export interface Takedown {
  readonly id: string;
  readonly object: TakedownObject;
  /** Of the dispatch, picture or edition. */
  readonly objectId: string;
  /** `redact`: the words go and a dated note stays. `remove`: the edition's addresses answer 410. */
  readonly mode: TakedownMode;
  /** Who asked and under which number. Never shown to readers. */
  readonly reference: string;
  /** Shown to readers; empty: only that it was taken down, and when. */
  readonly publicReason: string;
  readonly orderedBy: string | null;
  readonly orderedAt: Date;
  /** Stored renderings that hold it; null: not counted yet. */
  readonly renderings: number | null;
  readonly renderingsDone: number;
  /** null: not every copy is gone yet. */
  readonly doneAt: Date | null;
}

export interface TakedownOrder {
  readonly object: TakedownObject;
  readonly objectId: string;
  readonly mode: TakedownMode;
  readonly reference: string;
  readonly publicReason?: string | undefined;
  /** null: at the command line, where nobody has signed in. */
  readonly by: string | null;
}

/** Characters of what an operator writes with an order: a file number and a name, and a sentence or two for readers. */
export const MAX_REFERENCE = 300;
export const MAX_PUBLIC_REASON = 500;
