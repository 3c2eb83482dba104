import { fold, wordsOf } from '../folding.js';

/** Categories are short; what is longer is prose in the wrong place. */
const MAX_CATEGORY_LENGTH = 200;

/** `medtop:15000000`, `subj:15054000`, and the same as addresses of the IPTC's vocabularies. */
const IPTC_CODE = /(?:^|\/)(medtop|mediatopic|subj|subjectcode)[:/](\d{8})$/i;

/**
 * What a category given by a source is compared by: its words folded, each part of a path ("Monde > Afrique",
 * "Sport/Football"), or its IPTC code. The older IPTC subject codes say their topic in the first two digits and share
 * these top-level topics with the media topics (IPTC NewsCodes, 01 to 17); a media topic below the top says nothing of
 * what stands above it.
 */
export function categoryKeys(category: string): string[] {
  const given = category.slice(0, MAX_CATEGORY_LENGTH).trim();
  const iptc = IPTC_CODE.exec(given);
  if (iptc !== null) {
    const [, scheme = '', code = ''] = iptc;
    const isSubject = scheme.toLowerCase().startsWith('subj');
    return [`medtop:${isSubject ? `${code.slice(0, 2)}000000` : code}`];
  }
  const whole = key(given);
  const parts = given.split(/[/>|]/).map(key);
  return [...new Set([whole, ...parts])].filter((part) => part !== '');
}

function key(text: string): string {
  return wordsOf(text).map(fold).join(' ');
}
