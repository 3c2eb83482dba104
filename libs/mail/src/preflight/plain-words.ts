/** Signs that are drawn as nothing: soft hyphens, joiners, marks of direction, variation selectors (Unicode, DerivedCoreProperties). */
const DRAWN_AS_NOTHING = /\p{Default_Ignorable_Code_Point}/gu;

/** Words to compare with others: of one form and one case, without what splits them unseen. Blanks at the ends stay. */
export function plainWords(text: string): string {
  return text.replaceAll(DRAWN_AS_NOTHING, '').normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ');
}
