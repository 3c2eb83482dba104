import type { RevisionMark, Translator } from '@app/platform';
import type { TakenDownBlock } from './archive.repository.js';

/** What readers are told was taken out or put right, dated, beside what is left. */
export interface EditionNote {
  /** Slug of the section it is about. */
  readonly section: string;
  readonly text: string;
}

interface Dated extends EditionNote {
  readonly at: Date;
}

/**
 * The notes of an edition, oldest first. What an order took down has the order's date and its public reason, and is not
 * told a second time as the kill that carried it out. Pure.
 */
export function editionNotes(
  marks: readonly RevisionMark[],
  takenDown: readonly TakenDownBlock[],
  words: { readonly translator: Translator; readonly timeZone: string },
): EditionNote[] {
  const { translator, timeZone } = words;
  const when = (at: Date) => ({
    date: translator.formatDate(at, timeZone, 'long'),
    time: translator.formatTime(at, timeZone),
  });
  const orders = takenDown.map(({ section, orderedAt, publicReason }): Dated => ({
    section,
    at: orderedAt,
    text: withReason(translator.t('archive.mark.taken_down', when(orderedAt)), publicReason),
  }));
  const rest = marks.flatMap((mark): Dated[] => {
    const at = new Date(mark.at);
    if (isToldByOrder(mark, at, takenDown)) return [];
    return [{ section: mark.section, at, text: translator.t(`archive.mark.${mark.kind}`, when(at)) }];
  });
  return [...orders, ...rest]
    .toSorted((one, other) => one.at.getTime() - other.at.getTime())
    .map(({ section, text }) => ({ section, text }));
}

/** The public reason is the newsroom's sentence, after ours. */
export function withReason(text: string, publicReason: string): string {
  return publicReason.trim() === '' ? text : `${text} ${publicReason.trim()}`;
}

function isToldByOrder(mark: RevisionMark, at: Date, takenDown: readonly TakenDownBlock[]): boolean {
  if (mark.kind === 'corrected') return false;
  return takenDown.some(({ section, orderedAt }) => section === mark.section && (mark.kind === 'taken_down' || at >= orderedAt));
} // prettier-ignore
