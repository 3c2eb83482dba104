import { ForTag, IfTag, RenderTag, TagToken, toValueSync, type Liquid, type Template } from 'liquidjs';
import { PartialMemory } from './partial-memory.js';
import { WatchedContext, type Assigned, type Kept, type Read } from './watched-context.js';

/**
 * Liquid that does not work out the same thing twice. A stretch of a template (the body of a loop, or what stands
 * between loops) is kept with everything it read; where all of that is the same again, what it printed is printed again.
 * So an edition that is rendered in a thousand cuts has each of its blocks rendered once, whatever its template says.
 *
 * A partial is kept by itself, with what it was given: it sees nothing else.
 *
 * What was read is compared by identity for objects: data that is handed in again must not have been changed. A stretch
 * with a tag whose effect is more than text and variables (`cycle`, `increment`, `break` …) is never kept.
 */
export class LiquidMemory {
  readonly #liquid: Liquid;
  readonly #parts: readonly Template[][];
  readonly #stretches = new WeakMap<readonly Template[], Stretch>();

  /**
   * @param liquid of this memory alone: its renderer is made to ask the memory first
   * @throws Liquid's errors for a template that does not parse
   */
  constructor(liquid: Liquid, template: string) {
    this.#liquid = liquid;
    const whole = liquid.parse(template);
    // A loop that goes on where another one ended depends on more than it reads.
    const isKept = !/offset\s*:\s*continue/.test(template);
    this.#parts = isKept ? inParts(whole) : [whole];
    // What holds a loop reads the whole list, which is hardly ever the same twice; its loops' bodies are kept.
    const plain = [...this.#parts, ...loopBodies(whole)].filter(
      (part) => loopBodies(part).length === 0 && !isPartial(part),
    );
    for (const templates of isKept ? plain : []) {
      const assigned = assignedIn(templates);
      if (assigned !== undefined) this.#stretches.set(templates, new Stretch(assigned));
    }
    const { renderer } = liquid;
    const original = renderer.renderTemplates.bind(renderer);
    const stretches = this.#stretches;
    const partials = new Map([...partialsIn(whole)].map((templates) => [templates, new PartialMemory()]));
    renderer.renderTemplates = function* (templates, context, emitter) {
      const partial = partials.get(templates);
      if (partial !== undefined) {
        const text = (yield partial.render(context, () => original(templates, context))) as string;
        emitter?.write(text);
        return text;
      }
      const stretch = stretches.get(templates);
      if (stretch === undefined || !(context instanceof WatchedContext))
        return (yield original(templates, context, emitter)) as unknown;
      const text = (yield stretch.render(context, () => original(templates, context))) as string;
      emitter?.write(text);
      return text;
    };
  }

  /** @throws Liquid's errors */
  render(data: object): string {
    const context = new WatchedContext({ ...data }, this.#liquid.options, { sync: true }, { liquid: this.#liquid });
    let text = '';
    for (const part of this.#parts) {
      text += String(this.#liquid.renderSync(part, context));
      // A `break` outside every loop ends the template.
      if (context.breakCalled || context.continueCalled) break;
    }
    return text;
  }
}

/** Past this a stretch begins anew. An edition's blocks, each as first story, as first of its section and as neither, are some hundred. */
const MOST_KEPT = 400;

class Stretch {
  readonly #assigned: Assigned;
  /** By what was read first, which is nearly always another block or section, and so finds the one in question. */
  readonly #kept = new Map<unknown, Kept[]>();
  #size = 0;
  #first: Read | undefined;

  constructor(assigned: Assigned) {
    this.#assigned = assigned;
  }

  *render(context: WatchedContext, original: () => Iterable<unknown>): Generator<unknown, string> {
    const known = this.#candidates(context).find((kept) => context.isSame(kept));
    if (known !== undefined) {
      context.repeat(known);
      return known.text;
    }
    const watching = context.watch(this.#assigned);
    let text: string;
    try {
      text = String(yield original());
    } finally {
      context.unwatch();
    }
    const kept = context.kept(watching, text);
    if (kept !== undefined) this.#keep(kept);
    return text;
  }

  #candidates(context: WatchedContext): readonly Kept[] {
    return this.#kept.get(this.#first === undefined ? undefined : context.read(this.#first)) ?? [];
  }

  #keep(kept: Kept): void {
    if (this.#size >= MOST_KEPT) {
      this.#kept.clear();
      this.#size = 0;
    }
    const [first] = kept.reads;
    if (this.#size === 0) this.#first = first;
    // What begins by reading something else is not found again, and rendered again.
    if (first?.name !== this.#first?.name || first?.property !== this.#first?.property) return;
    const others = this.#kept.get(first?.value);
    if (others === undefined) this.#kept.set(first?.value, [kept]);
    else others.push(kept);
    this.#size += 1;
  }
}

/** Loops, conditions and partials by themselves, and what stands between them. */
function inParts(whole: readonly Template[]): Template[][] {
  const parts: Template[][] = [];
  let isOpen = false;
  for (const template of whole) {
    const isAlone = template instanceof ForTag || template instanceof IfTag || template instanceof RenderTag;
    if (isOpen && !isAlone) parts.at(-1)?.push(template);
    else parts.push([template]);
    isOpen = !isAlone;
  }
  return parts;
}

/** A partial has its own memory. */
function isPartial(part: readonly Template[]): boolean {
  return part.length === 1 && part[0] instanceof RenderTag;
}

function loopBodies(templates: readonly Template[]): Template[][] {
  return templates.flatMap((template) => [
    ...(template instanceof ForTag ? [template.templates] : []),
    ...loopBodies(childrenOf(template)),
  ]);
}

/** Their whole effect is the text they print and the variables they set. */
const PLAIN_TAGS: ReadonlySet<string> = new Set([
  'if', 'unless', 'case', 'for', 'assign', 'capture', 'comment', 'raw', 'echo', 'render', '#',
]); // prettier-ignore

/** Names the templates set; undefined where there is a tag that does more. */
function assignedIn(templates: readonly Template[]): Assigned | undefined {
  const always = new Set<string>();
  const maybe = new Set<string>();
  for (const template of templates) {
    if (template.token instanceof TagToken && !PLAIN_TAGS.has(template.token.name)) return undefined;
    for (const name of template.localScope?.() ?? []) always.add(name.content);
    const inner = assignedIn(childrenOf(template));
    if (inner === undefined) return undefined;
    // What stands in a condition or a loop may not happen.
    for (const name of [...inner.always, ...inner.maybe]) maybe.add(name);
  }
  for (const name of always) maybe.delete(name);
  return { always, maybe };
}

function childrenOf(template: Template): Template[] {
  return template.children === undefined ? [] : toValueSync(template.children(false, true));
}

/** What partials are made of, also those that stand in others, each as Liquid will render it. */
function partialsIn(templates: readonly Template[], found = new Set<Template[]>()): Set<Template[]> {
  for (const template of templates) {
    if (!(template instanceof RenderTag)) {
      partialsIn(childrenOf(template), found);
      continue;
    }
    const partial = partialOf(template);
    // One that names itself is told where it is rendered.
    if (partial === undefined || found.has(partial)) continue;
    found.add(partial);
    partialsIn(partial, found);
  }
  return found;
}

/** undefined: it does not parse, which is told where it is rendered, and nowhere else. */
function partialOf(tag: RenderTag): Template[] | undefined {
  try {
    return toValueSync(tag.children(true, true));
  } catch {
    // Liquid says the same once more for whoever reaches it.
    return undefined;
  }
}
