import { Parser } from 'htmlparser2';
import type { TemplateProblem } from '../templates/template.errors.js';

/** Problems that are told; nobody reads more. */
const MOST_TOLD = 50;

const OUTSIDE = 'Text stands before <mjml> or after </mjml>, where no mail shows it.';

/**
 * What MJML passes over and its author cannot have meant: an element of MJML that nothing closes, and text outside the
 * document. MJML closes the one where it likes and drops the other.
 */
export function misplacedEnds(mjml: string): TemplateProblem[] {
  const found = new Map<number, string>();
  const open: number[] = [];
  /** Names of elements, and what is told once. */
  const seen = new Set<string>();
  const parser = new Parser(
    {
      onopentag: (name) => {
        open.push(parser.startIndex);
        seen.add(name);
      },
      onclosetag: (name, isImplied) => {
        const at = open.pop();
        // What closes itself is told as implied too, and at the place where it began; what the text's end closes never is.
        if (at === undefined || !isImplied || !name.startsWith('mj')) return;
        if (at !== parser.startIndex || !mjml.startsWith('/>', parser.endIndex - 1))
          found.set(at, `<${name}> is not closed.`);
      },
      ontext: (text) => {
        if (seen.has(OUTSIDE) || open.length > 0 || text.trim() === '') return;
        // Once: the parser hands text over in pieces.
        seen.add(OUTSIDE);
        found.set(parser.startIndex + text.length - text.trimStart().length, OUTSIDE);
      },
    },
    { recognizeCDATA: true, decodeEntities: false, recognizeSelfClosing: true, lowerCaseAttributeNames: false },
  );
  parser.end(mjml);
  // Of what is no MJML at all there is something better to say.
  if (!seen.has('mjml')) return [];
  return [...found]
    .toSorted(([one], [other]) => one - other)
    .slice(0, MOST_TOLD)
    .map(([at, message]) => ({ part: 'mjml', line: mjml.slice(0, at).split('\n').length, message }));
}
