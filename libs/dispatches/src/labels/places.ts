import { LabelBook } from './label-book.js';
import { labelDispatch } from './labelling.js';
import { SHIPPED_LABELS } from './shipped-labels.js';

export interface PlacesFound {
  /** Highest score first, at most 20; at the same score in the order of the text. */
  readonly countries: readonly { readonly code: string; readonly because: string }[];
  /** Slugs, best first. */
  readonly regions: readonly string[];
  readonly regionReasons: readonly { readonly region: string; readonly because: string }[];
}

const shipped = new LabelBook(SHIPPED_LABELS.filter(({ kind }) => kind === 'region'));

/**
 * Which countries, and which of the shipped regions, a text is about, by the words in it. Linear in the length of the
 * text. For texts that are looked at without an installation; what is stored is labelled by `Labeller`.
 *
 * @param language BCP 47 tag of the text; one without a catalogue is read by country names alone, an unknown one as English
 */
export function detectPlaces(text: string, language: string): PlacesFound {
  const input = { headline: '', standfirst: '', bodyText: text, language, categories: [], sourceSlug: null };
  const { regions, reasons } = labelDispatch(input, shipped);
  return {
    countries: reasons.flatMap(({ label, kind, because }) => (kind === 'country' ? [{ code: label, because }] : [])),
    regions,
    regionReasons: reasons.flatMap(({ label, kind, because }) =>
      kind === 'region' ? [{ region: label, because }] : [],
    ),
  };
}
