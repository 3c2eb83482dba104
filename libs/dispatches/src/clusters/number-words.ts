/**
 * How numbers are written out, and what they count, as data. Only what headlines write: "douze morts", "a dozen
 * missing", "une vingtaine de blessés". Read folded; "one", "un" and "une" are left out, because they are articles or
 * pronouns far more often than numbers.
 */
export const WRITTEN_NUMBERS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  fr: {
    2: 'deux', 3: 'trois', 4: 'quatre', 5: 'cinq', 6: 'six', 7: 'sept', 8: 'huit', 9: 'neuf', 10: 'dix dizaine', 11: 'onze', 12: 'douze douzaine', 13: 'treize', 14: 'quatorze', 15: 'quinze quinzaine', 16: 'seize', 20: 'vingt vingtaine', 30: 'trente trentaine', 40: 'quarante quarantaine', 50: 'cinquante cinquantaine', 60: 'soixante soixantaine', 100: 'cent centaine',
  },
  en: {
    2: 'two', 3: 'three', 4: 'four', 5: 'five', 6: 'six', 7: 'seven', 8: 'eight', 9: 'nine', 10: 'ten', 11: 'eleven', 12: 'twelve dozen', 13: 'thirteen', 14: 'fourteen', 15: 'fifteen', 16: 'sixteen', 17: 'seventeen', 18: 'eighteen', 19: 'nineteen', 20: 'twenty', 30: 'thirty', 40: 'forty', 50: 'fifty', 60: 'sixty', 100: 'hundred',
  },
  es: {
    2: 'dos', 3: 'tres', 4: 'cuatro', 5: 'cinco', 6: 'seis', 7: 'siete', 8: 'ocho', 9: 'nueve', 10: 'diez decena', 11: 'once', 12: 'doce docena', 13: 'trece', 14: 'catorce', 15: 'quince', 16: 'dieciséis', 20: 'veinte veintena', 30: 'treinta', 40: 'cuarenta', 50: 'cincuenta', 100: 'cien centenar',
  },
}; // prettier-ignore

/** Words after a number that multiply it. */
export const MULTIPLIERS: Readonly<Record<string, number>> = {
  mille: 1e3, millier: 1e3, milliers: 1e3, million: 1e6, millions: 1e6, milliard: 1e9, milliards: 1e9, thousand: 1e3, m: 1e6, bn: 1e9, billion: 1e9, billions: 1e9, mil: 1e3, millon: 1e6, millones: 1e6,
}; // prettier-ignore

/** What a number near such a word counts: the concept of `event-words.ts` it is read by, and the kind of number. */
export const TOLL_CONCEPTS: Readonly<Record<string, string>> = {
  '@killed': 'dead',
  '@injured': 'injured',
  '@missing': 'missing',
  '@evacuate': 'evacuated',
  '@arrest': 'arrested',
};

export const PERCENT_WORDS = 'pourcent percent pct cent points point';

export const MONEY_WORDS =
  'euros euro dollars dollar livres pounds pound yens yen yuans yuan roubles rouble francs franc pesos peso reais';
/** Stand before the number: "de magnitude 6,1", "6.1-magnitude". */
export const MAGNITUDE_WORDS = 'magnitude magnitud richter';
