/**
 * What a text from outside may hold, character by character: everything that a reader can see, and what invisible
 * characters the world's scripts need. The rest makes texts lie about themselves (UTS #39, UTR #36 §2.11), breaks
 * terminals and logs, or cannot be stored.
 */

/* eslint-disable no-control-regex -- they are what is looked for */

/** C0 and C1 controls but tab and line ends, and the characters that are none (XML 1.0 §2.2, Unicode §23.7). */
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/g;

/** Without the characters that XML forbids, PostgreSQL cannot store (NUL) or a terminal obeys; tabs and line ends stay. */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, '');
}

/** Anything that `legibleText` or `balancedIsolates` would change; most texts have none of it. */
const SUSPICIOUS =
  /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u180e\u202a-\u202e\u2061-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\udb40]/;

/** Whether a text has to go through `legibleText` and `balancedIsolates`. */
export function isSuspicious(text: string): boolean {
  return SUSPICIOUS.test(text);
}

/**
 * Controls (form feed and NEL are white space in HTML texts and left to that); U+180E, U+FEFF, invisible operators and
 * deprecated format characters, which no orthography needs and which split words before filters; bidirectional
 * overrides, with which a text reads as something else than it says ("Trojan Source", CVE-2021-42574); interlinear
 * annotation, which no mail program shows.
 */
const ILLEGIBLE =
  /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u0084\u0086-\u009f\u180e\u202d\u202e\u2061-\u2065\u206a-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]/g;

/** Tag characters (U+E0000–E007F) write invisible ASCII; they belong into flags of regions only (UTS #51 §1.4.6). */
const TAG_CHARACTERS = /(\ud83c\udff4(?:\udb40[\udc20-\udc7e]){1,8}\udb40\udc7f)|\udb40[\udc00-\udc7f]/g;

/** Embeddings, and what ends them, have been replaced by isolates (UAX #9 §2.4): the same, without effect on the rest. */
const EMBEDDINGS = /[\u202a-\u202c]/g;
const ISOLATES: Readonly<Record<string, string>> = { '\u202a': '\u2066', '\u202b': '\u2067', '\u202c': '\u2069' };

/**
 * Text without what no reader could see and no script needs. Stay: the marks RLM, LRM and ALM, isolates (to be balanced
 * with `balancedIsolates`), the joiners of Persian, Indic scripts and emoji, the zero width space of Khmer and Thai, the
 * soft hyphen. Expects well-formed UTF-16.
 */
export function legibleText(text: string): string {
  return text
    .replace(ILLEGIBLE, '')
    .replace(TAG_CHARACTERS, '$1')
    .replace(EMBEDDINGS, (character) => ISOLATES[character] ?? '');
}

/* eslint-enable no-control-regex */

const VISIBLE = /[^\s\p{Default_Ignorable_Code_Point}]/u;

/** Whether a reader would see anything of it. */
export function isVisible(text: string): boolean {
  const first = text.charCodeAt(0);
  // Most texts begin with a printable character of ASCII.
  return (first > 0x20 && first < 0x7f) || VISIBLE.test(text);
}

/** Ends the newest isolate. */
export const POP_ISOLATE = '\u2069';
const EACH_ISOLATE_CHARACTER = /[\u2066-\u2069]/g;

/** Isolates in one another; more is an attack on the reader's program (UAX #9 allows 125). */
const MAX_ISOLATES = 20;

/**
 * Takes out ends of isolates that nobody began, and beginnings past the limit. `depth` is how many are open before the
 * text, and in the answer after it: what is open at the end of a line has to be ended there, or it reorders what follows.
 */
export function balancedIsolates(text: string, depth: number): { readonly text: string; readonly depth: number } {
  let open = depth;
  const balanced = text.replace(EACH_ISOLATE_CHARACTER, (character) => {
    const isEnd = character === POP_ISOLATE;
    if (isEnd ? open === 0 : open === MAX_ISOLATES) return '';
    open += isEnd ? -1 : 1;
    return character;
  });
  return { text: balanced, depth: open };
}

/**
 * The same for text that came as no markup, such as an API client's: legible, line by line. A line whose isolates are
 * not ended has none; the answer is never longer than what was given.
 */
export function legiblePlainText(text: string): string {
  if (!isSuspicious(text)) return text;
  return legibleText(text)
    .split('\n')
    .map((line) => {
      const balanced = balancedIsolates(line, 0);
      return balanced.depth === 0 ? balanced.text : line.replace(EACH_ISOLATE_CHARACTER, '');
    })
    .join('\n');
}

/** White space as HTML and line-minded programs know it, where it is anything but one space. */
const RAW_SPACE = /(?:[\t\n\f\r\u0085\u2028\u2029]| (?=[ \t\n\f\r\u0085\u2028\u2029]))[ \t\n\f\r\u0085\u2028\u2029]*/g;
const HAS_RAW_SPACE = / {2}|[\t\n\f\r\u0085\u2028\u2029]/;

/** Every run of white space as one space. No-break and typographic spaces are text and stay. */
export function collapsedSpace(text: string): string {
  return HAS_RAW_SPACE.test(text) ? text.replace(RAW_SPACE, ' ') : text;
}

/** For text between tags. */
export function escaped(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const NEEDS_ESCAPE = /[&<>]/;

/** For an attribute in double quotes. */
export function escapedAttribute(text: string): string {
  return escaped(text).replaceAll('"', '&quot;');
}
