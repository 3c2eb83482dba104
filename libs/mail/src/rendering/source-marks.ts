/**
 * MJML says the line of what Liquid made; an author needs the line of what was written. So where something is wrong, each
 * MJML tag of the sources is marked with its place and Liquid renders once more: a mark has no line end, so that the lines
 * stay the same, and its characters pass through everything.
 */
import type { TemplateProblem } from '../templates/template.errors.js';

/** Control characters that no source holds. */
const BEGIN = '\u0001';
const END = '\u0002';

/** After the name of an opening tag. */
const TAG = /<mj[a-z-]{0,30}/g;

/** @param partial left out: the template itself */
export function markTags(source: string, partial = ''): string {
  const clean = source.replaceAll(BEGIN, '').replaceAll(END, '');
  let line = 1;
  let lineBegins = 0;
  let seen = 0;
  return clean.replaceAll(TAG, (tag, at: number) => {
    for (let end = clean.indexOf('\n', seen); end !== -1 && end < at; end = clean.indexOf('\n', seen)) {
      line += 1;
      seen = end + 1;
      lineBegins = seen;
    }
    return `${tag}${BEGIN}${partial}:${line}:${at - lineBegins + 1}${END}`;
  });
}

interface Mark {
  readonly tag: string;
  readonly place: Pick<TemplateProblem, 'line' | 'column' | 'partial'>;
}

/** The places of the sources, by the lines of the marked MJML that Liquid made. */
export class SourcePlaces {
  readonly #lines: readonly string[];

  constructor(marked: string) {
    this.#lines = marked.split('\n');
  }

  /** The place of `tag` in a made line, else of the last tag before; undefined where nothing is marked. */
  of(line: number, tag: string | undefined): Mark['place'] | undefined {
    const here = marksIn(this.#lines[line - 1] ?? '');
    const found = here.find((mark) => mark.tag === tag) ?? here[0];
    if (found !== undefined) return found.place;
    for (let before = line - 2; before >= 0; before -= 1) {
      const last = marksIn(this.#lines[before] ?? '').at(-1);
      if (last !== undefined) return last.place;
    }
    return undefined;
  }
}

// eslint-disable-next-line no-control-regex -- the marks are control characters, see above
const MARK = /<(mj[a-z-]{0,30})\u0001([^\u0001\u0002]{0,200}?):(\d+):(\d+)\u0002/g;

function marksIn(line: string): Mark[] {
  return [...line.matchAll(MARK)].map(([, tag = '', partial = '', at, column]) => ({
    tag,
    place: { line: Number(at), column: Number(column), ...(partial !== '' && { partial }) },
  }));
}
