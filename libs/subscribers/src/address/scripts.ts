/**
 * Writing systems in one label, by UTS 39 §5.2 "highly restrictive": a label is of one script, or of Latin beside the
 * scripts of Chinese, Japanese or Korean, which people mix in earnest. Digits, hyphens, marks and emoji go with any.
 */

/** Recommended and limited-use scripts of UAX 31 (tables 5 and 7), those that people write today. */
const scripts =
  'Latin Greek Cyrillic Armenian Georgian Hebrew Arabic Syriac Thaana Nko Devanagari Bengali Gurmukhi Gujarati Oriya ' +
  'Tamil Telugu Kannada Malayalam Sinhala Thai Lao Tibetan Myanmar Ethiopic Khmer Mongolian Hangul Hiragana Katakana ' +
  'Bopomofo Han Yi Cherokee Canadian_Aboriginal Tifinagh Vai Bamum Adlam Balinese Batak Chakma Cham Javanese Kayah_Li ' +
  'Lepcha Limbu Lisu Meetei_Mayek Miao New_Tai_Lue Newa Nyiakeng_Puachue_Hmong Ol_Chiki Osage Hanifi_Rohingya ' +
  'Saurashtra Sundanese Syloti_Nagri Tai_Le Tai_Tham Tai_Viet Wancho';

const mixtures = ['Latin Han Hiragana Katakana', 'Latin Han Bopomofo', 'Latin Han Hangul'];

const repertoires = [...scripts.split(' '), ...mixtures].map((names) => {
  const letters = [...names.split(' '), 'Common', 'Inherited'].map((name) => `\\p{Script_Extensions=${name}}`).join('');
  return new RegExp(`^[${letters}]*$`, 'u');
});

const ASCII = /^\p{ASCII}*$/u;

export function isOneScript(label: string): boolean {
  return ASCII.test(label) || repertoires.some((repertoire) => repertoire.test(label));
}
