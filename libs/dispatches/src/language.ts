/**
 * Which language a text is written in, by its most ordinary words. Enough to choose a catalogue and a `lang`
 * attribute; a source that declares its language is to be believed before this.
 */

/** Words that are frequent in one language and rare in its neighbours. */
const ORDINARY_WORDS: Readonly<Record<string, string>> = {
  fr: 'le la les des du et est une dans pour qui que sur au aux ce cette ces avec pas plus par sont ont mais leur nous vous être été il elle à où',
  en: 'the of and to in is that for with on was by from are be has have this which an at as it not were will but their they who',
  es: 'el los las del y en que una por con para se su al como más pero sus este esta ha fue son está también sobre entre',
  pt: 'o os as do da dos das em um uma não com para que por se mais como foi ao são também pela pelo está seu sua',
  it: 'il lo gli della del dei delle di e che un una per con non si sono più anche nel nella alla dal questo è ha',
  de: 'der die das und ist den dem des ein eine nicht mit von zu auf für im sich auch als an werden wird bei nach aus hat',
  nl: 'de het een en van is dat op te zijn met voor niet aan er ook als bij door naar heeft worden werd uit maar om',
};

const SETS = Object.entries(ORDINARY_WORDS).map(([language, words]) => [language, new Set(words.split(' '))] as const);

/** Characters looked at: more would not change the verdict. */
const SAMPLE_LENGTH = 20_000;

/** Scripts that decide by themselves, when most letters are theirs. */
const SCRIPTS = [
  ['ar', /\p{Script=Arabic}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['zh', /\p{Script=Han}/gu],
] as const;

/** A BCP 47 language tag, or `und` when nothing decides. */
export function detectLanguage(text: string): string {
  const sample = text.slice(0, SAMPLE_LENGTH);
  const letters = count(sample, /\p{L}/gu);
  for (const [language, script] of SCRIPTS) {
    if (count(sample, script) * 2 > letters) return languageOfScript(language, sample);
  }
  const scores = new Map<string, number>();
  for (const [word] of sample.toLowerCase().matchAll(/\p{L}[\p{L}\p{M}]*/gu)) {
    for (const [language, words] of SETS) {
      if (words.has(word)) scores.set(language, (scores.get(language) ?? 0) + 1);
    }
  }
  const [best] = [...scores].sort(([, a], [, b]) => b - a);
  return best?.[0] ?? 'und';
}

/** Neighbours in one script, told apart by letters that only one of them has. */
function languageOfScript(language: (typeof SCRIPTS)[number][0], sample: string): string {
  if (language === 'ru') return /[іїєґ]/i.test(sample) ? 'uk' : 'ru';
  if (language !== 'ar') return language;
  if (/[ٹڈڑں]/.test(sample)) return 'ur';
  // Arabic borrows گ and چ for foreign names; Persian writes its own yeh and kaf in nearly every word.
  return count(sample, /[پچژگیک]/g) > count(sample, /[يكىةأإ]/g) ? 'fa' : 'ar';
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
