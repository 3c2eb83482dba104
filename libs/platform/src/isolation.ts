/**
 * Names in a sentence that is written the other way: « The Morning Tide (UK) » in Arabic, an Arabic title in English.
 * Left alone, the marks and figures beside such a name are drawn on its wrong side; set apart by isolates (UAX #9 §2.4),
 * it is one unseen box, and the sentence goes on as if it were not there. The characters do it alike in subjects, plain
 * text and markup, and no mail program takes them out, as some do with `dir` and `<bdi>`.
 */

const LEFT_TO_RIGHT = '\u2066';
const RIGHT_TO_LEFT = '\u2067';
/** Ends the newest isolate. */
const END = '\u2069';

/** The blocks of Hebrew, Arabic and their neighbours, their presentation forms, and the planes of the right-to-left scripts. */
const RIGHTWARD = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const LETTER = /\p{L}/gu;
const ISOLATE_MARK = /[\u2066-\u2069]/;
const EACH_ISOLATE_MARK = /[\u2066-\u2069]/g;
const AROUND_ISOLATE_MARKS = /([\u2066-\u2069])/;

/**
 * The text as it may stand in a sentence of this direction; most texts, as they are. What is written in both ways is
 * taken for the sentence's own, unless it begins in the other one and is mostly written in it: a headline « CAN 2026: … »
 * in Arabic is Arabic. What is isolated already is not looked at again.
 */
export function isolated(text: string, direction: 'ltr' | 'rtl'): string {
  if (direction === 'ltr' && !RIGHTWARD.test(text)) return text;
  const whole = withBalancedIsolates(text);
  const letters = lettersOutside(whole);
  const isOther = letters.map((letter) => RIGHTWARD.test(letter) !== (direction === 'rtl'));
  const others = isOther.filter(Boolean).length;
  if (others === 0) return whole;
  const isWrittenOtherwise = isOther[0] === true && others * 2 > letters.length;
  return `${isWrittenOtherwise === (direction === 'ltr') ? RIGHT_TO_LEFT : LEFT_TO_RIGHT}${whole}${END}`;
}

/** An isolate in another of the same direction does nothing, and would be copied along with a command. */
export function withoutNestedIsolates(text: string): string {
  if (!ISOLATE_MARK.test(text)) return text;
  const open: { readonly mark: string; readonly isKept: boolean }[] = [];
  const kept = text.split(AROUND_ISOLATE_MARKS).filter((part) => {
    if (part.length !== 1 || !ISOLATE_MARK.test(part)) return true;
    if (part === END) return open.pop()?.isKept ?? true;
    const isKept = open.at(-1)?.mark !== part;
    open.push({ mark: part, isKept });
    return isKept;
  });
  return kept.join('');
}

/** A line's end ends its isolates: what goes on in the next line is isolated there again. */
export function isolatedLines(lines: readonly string[]): string[] {
  const open: string[] = [];
  return lines.map((line) => {
    const begun = open.join('');
    for (const [mark] of line.matchAll(EACH_ISOLATE_MARK)) {
      if (mark === END) open.pop();
      else open.push(mark);
    }
    return `${begun}${line}${END.repeat(open.length)}`;
  });
}

/** A stranger's text cannot end our isolate, nor leave one open behind it. */
function withBalancedIsolates(text: string): string {
  let depth = 0;
  for (const [mark] of text.matchAll(EACH_ISOLATE_MARK)) {
    depth += mark === END ? -1 : 1;
    if (depth < 0) break;
  }
  return depth === 0 ? text : text.replace(EACH_ISOLATE_MARK, '');
}

function lettersOutside(text: string): string[] {
  let depth = 0;
  return text.split(AROUND_ISOLATE_MARKS).flatMap((part) => {
    if (part.length === 1 && ISOLATE_MARK.test(part)) depth += part === END ? -1 : 1;
    return depth === 0 ? (part.match(LETTER) ?? []) : [];
  });
}
