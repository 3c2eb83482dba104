import { PLACEHOLDERS, takeApart, type Piece } from './mjml-shape.js';

/** HTML with gaps: text and numbers of contents in turn, text first and last. */
type Gapped = readonly string[];

interface Fragment {
  /** The page before and after the body's children, as this fragment alone needs it. */
  readonly before: Gapped;
  readonly html: Gapped;
  readonly after: Gapped;
}

/** Compiles MJML to finished HTML, whitespace around line ends reduced. Throws for what is not valid. */
export type CompileMjml = (mjml: string) => Promise<string>;

/** Shapes of one template are some dozens: so many stories a section, with or without an advertisement between them. */
const MOST_KEPT = 1_000;

const OPEN = 'xMjmlOpen5w8rT3x';
const CLOSE = 'xMjmlClose5w8rT3x';

/**
 * Puts an edition's HTML together from fragments that MJML compiled once for each shape. It relies on a child of the
 * body looking the same whatever stands beside it, which holds for MJML but not for everything a template can do: so
 * whoever uses it compares one edition with what MJML makes of the whole.
 */
export class MjmlPress {
  readonly #compile: CompileMjml;
  readonly #fragments = new Map<string, Promise<Fragment | undefined>>();

  constructor(compile: CompileMjml) {
    this.#compile = compile;
  }

  /** undefined: this document cannot be put together from fragments. Throws what the compiler throws. */
  async print(mjml: string): Promise<string | undefined> {
    const apart = takeApart(mjml);
    if (apart === undefined || apart.children.length === 0) return undefined;
    const fragments: Fragment[] = [];
    for (const { shape } of apart.children) {
      const fragment = await this.#fragment(apart.head.shape, shape);
      if (fragment === undefined) return undefined;
      fragments.push(fragment);
    }
    const frame = await this.#frame(apart.head.shape, apart.children, fragments);
    if (frame === undefined) return undefined;
    const before = filled(frame.before, apart.head.contents);
    const after = filled(frame.after, []);
    const body = fragments.map(({ html }, at) => filled(html, apart.children[at]?.contents ?? []));
    if (before === undefined || after === undefined || body.includes(undefined)) return undefined;
    return [before, ...body, after].reduce<string>((page, part) => joined(page, part ?? ''), '');
  }

  /**
   * The page around the body's children. Its styles depend on which kinds of columns there are, so where the children
   * ask for different pages, one of each kind is compiled together.
   */
  async #frame(
    head: string,
    children: readonly Piece[],
    fragments: readonly Fragment[],
  ): Promise<Fragment | undefined> {
    const kinds = new Map<string, { shape: string; fragment: Fragment }>();
    for (const [at, fragment] of fragments.entries()) {
      const kind = fragment.before.join('\n');
      const shape = children[at]?.shape;
      if (shape !== undefined && !kinds.has(kind)) kinds.set(kind, { shape, fragment });
    }
    const [only, ...others] = kinds.values();
    if (others.length === 0) return only?.fragment;
    return this.#fragment(head, [...kinds.values()].map(({ shape }) => shape).join('\n'));
  }

  async #fragment(head: string, shape: string): Promise<Fragment | undefined> {
    const key = `${head}\n${shape}`;
    const known = this.#fragments.get(key);
    if (known !== undefined) return known;
    if (this.#fragments.size >= MOST_KEPT) this.#fragments.clear();
    const compiled = this.#compiled(head, shape);
    this.#fragments.set(key, compiled);
    // What is not valid is told to everybody who asks, and nothing of it is kept.
    compiled.catch(() => this.#fragments.delete(key));
    return compiled;
  }

  async #compiled(head: string, shape: string): Promise<Fragment | undefined> {
    const html = await this.#compile(
      `${head}<mj-raw>${OPEN}</mj-raw>${shape}<mj-raw>${CLOSE}</mj-raw></mj-body></mjml>`,
    );
    const [before, rest, none] = html.split(OPEN);
    const [inner, after, surplus] = (rest ?? '').split(CLOSE);
    if (before === undefined || inner === undefined || after === undefined) return undefined;
    if (none !== undefined || surplus !== undefined) return undefined;
    return { before: before.split(PLACEHOLDERS), html: inner.split(PLACEHOLDERS), after: after.split(PLACEHOLDERS) };
  }
}

/** undefined: MJML left a content out, which it then would not do with another one. */
function filled(gapped: Gapped, contents: readonly string[]): string | undefined {
  const used = new Set<number>();
  let text = gapped[0] ?? '';
  for (let at = 1; at < gapped.length; at += 2) {
    const number = Number(gapped[at]);
    used.add(number);
    text += (contents[number] ?? '') + (gapped[at + 1] ?? '');
  }
  return used.size === contents.length ? text : undefined;
}

const CONDITION_ENDS = '<![endif]-->';
const CONDITION_BEGINS = '<!--[if mso | IE]>';

/** As MJML does where two conditions for Outlook meet: what ends one and begins the next goes; one line end is enough. */
function joined(page: string, next: string): string {
  const end = page.trimEnd();
  const start = next.trimStart();
  if (end.endsWith(CONDITION_ENDS) && start.startsWith(CONDITION_BEGINS))
    return end.slice(0, -CONDITION_ENDS.length) + start.slice(CONDITION_BEGINS.length);
  return page.endsWith('\n') && next.startsWith('\n') ? page + next.slice(1) : page + next;
}
