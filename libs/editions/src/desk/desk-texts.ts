import { z } from 'zod';

/**
 * Texts as people at a desk write them into an edition: what a mail's header and a single line can hold is decided here,
 * once for the API and the command line. What does not fit is refused and never mended behind the writer's back.
 */

/** Lengths in UTF-16 units. */
export const DESK_LIMITS = {
  /** Two lines on a phone are 80; agencies write up to 200. */
  headline: 300,
  standfirst: 1_000,
  /** RFC 5322 §2.1.1 allows more by folding; no mail program shows it. */
  subject: 200,
  preheader: 200,
  title: 200,
  /** Three printed pages; a whole mail may have 100 KB. */
  markdown: 20_000,
  signature: 120,
  reason: 500,
  /** A promotion or an advertisement is a short paragraph. */
  insertion: 600,
  link: 2_000,
  linkLabel: 60,
  advertiser: 120,
} as const;

const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
/** Tabs and line feeds make paragraphs; the others make nothing anybody meant. */
const CONTROL_BUT_LINES = /(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}]/u;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** One line, trimmed, that a header can hold; '' where nothing stands. */
export function deskLine(limit: number) {
  return z
    .string()
    .trim()
    .max(limit)
    .refine((text) => !CONTROL.test(text), 'holds a line break or another control character')
    .refine((text) => text.isWellFormed(), 'holds half of a character')
    .refine((text) => text === '' || VISIBLE.test(text), 'holds nothing that can be seen')
    .refine(closesDirections, 'turns the direction of writing and does not turn it back');
}

/** As {@link deskLine}, and something has to stand there. */
export function wordedLine(limit: number) {
  return deskLine(limit).min(1, 'is empty');
}

/** Markdown of several paragraphs, with line feeds as on Unix. */
export const deskMarkdown = z
  .string()
  .overwrite((text) => text.replace(/\r\n?/g, '\n').trim())
  .min(1, 'is empty')
  .max(DESK_LIMITS.markdown)
  .refine((text) => !CONTROL_BUT_LINES.test(text), 'holds a control character')
  .refine((text) => text.isWellFormed(), 'holds half of a character')
  .refine((text) => VISIBLE.test(text), 'holds nothing that can be seen')
  .refine(
    (text) => text.split('\n').every(closesDirections),
    'turns the direction of writing and does not turn it back',
  );

/** An address that a reader may be led to. */
export const deskLink = deskLine(DESK_LIMITS.link).refine(
  isWebAddress,
  'is no http or https address without a password',
);

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}

const ISOLATES = /[\u2066-\u2068]/;
const EMBEDDINGS = /[\u202A\u202B\u202D\u202E]/;

/**
 * Marks of direction are part of Arabic and Hebrew. What opens a run in another direction has to close it (Unicode
 * UAX #9, BD9 and X7): left open it turns what stands after it, which somebody else wrote.
 */
function closesDirections(text: string): boolean {
  const open: string[] = [];
  for (const character of text) {
    if (ISOLATES.test(character)) open.push('\u2069');
    else if (EMBEDDINGS.test(character)) open.push('\u202C');
    else if ((character === '\u2069' || character === '\u202C') && open.pop() !== character) return false;
  }
  return open.length === 0;
}
