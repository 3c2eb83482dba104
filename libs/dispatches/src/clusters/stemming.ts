/**
 * Light stemming: enough that "démissionne", "démission" and "démissionnaire" meet, without a dictionary. A stem is
 * only ever compared with other stems, never shown. Endings are taken off once, longest first, and never so that
 * fewer than four letters stay; what is left is cut at eight letters, where the families of news words have parted.
 */

/** Endings of a folded word, by language; a language without a list keeps its words whole. */
const ENDINGS: Readonly<Record<string, string>> = {
  fr: `issements issement ements ement ations ation iennes ienne iens ien ateurs ateur atrices atrice naires naire istes iste
    ismes isme euses euse eurs eur antes ante ants ant iques ique ites ite ives ive ifs if ales aux ale als al aient ait
    erent ions ion nes ne ees ee es er ez ent e s x`,
  en: `izations isations ization isation ations ation ements ement ments ment ings ing ness ities ity ers er ors or ions ion
    ies ied ives ive als ally al ly es ed s e y`,
  es: `aciones acion amientos amiento imientos imiento adores ador idades idad mente iones ion ando iendo aron ieron ados
    adas ado ada idos idas ido ida antes ante istas ista ismos ismo ales al an en ar er ir os as es o a e s`,
};

const MIN_STEM = 4;
const MAX_STEM = 8;

/** The article, "and", "so", "by", "for", "as", written onto an Arabic word; and its commonest endings. */
const ARABIC_PREFIX = /^(?:وال|بال|فال|كال|لل|ال|و|ف)(?=\p{Script=Arabic}{3})/u;
const ARABIC_ENDING = /(?<=\p{Script=Arabic}{3})(?:ات|ون|ين|ان|ها|ه|ي)$/u;

const endings = new Map(
  Object.entries(ENDINGS).map(([language, list]) => [language, list.split(/\s+/).sort((a, b) => b.length - a.length)]),
);

/** @param folded a word without case and accents, as `fold` makes it */
export function stem(folded: string, language: string): string {
  if (language === 'ar') return folded.replace(ARABIC_PREFIX, '').replace(ARABIC_ENDING, '');
  const ending = endings.get(language)?.find((end) => folded.length - end.length >= MIN_STEM && folded.endsWith(end));
  const rest = ending === undefined ? folded : folded.slice(0, -ending.length);
  // "démission" → "demiss", "démissionne" → "demission" → "demiss": the doubled ending of French verbs made from nouns.
  const again = language === 'fr' && rest.endsWith('ion') && rest.length > MIN_STEM + 3 ? rest.slice(0, -3) : rest;
  return again.slice(0, MAX_STEM);
}
