import {
  type Hash,
  RenderTag,
  type Context,
  type Emitter,
  type Liquid,
  type Parser,
  type TagToken,
  type TopLevelToken,
} from 'liquidjs';

/** Partials in partials in partials; the shipped templates go two deep. Beyond this one names itself. */
const MOST_DEEP = 8;

/** What every partial sees without being given it; besides, `locale` and `dir`, which are global. */
const SHARED = ['brand', 'newsletter'] as const;

/** Liquid names the file of a tag, but not of a variable. */
const atFault = new WeakMap<Error, string>();

/** The partial that was being rendered when this was thrown; undefined: none. */
export function partialAtFault(error: Error): string | undefined {
  const original: unknown = 'originalError' in error ? error.originalError : undefined;
  return atFault.get(error) ?? (original instanceof Error ? partialAtFault(original) : undefined);
}

/**
 * Liquid's isolated `render`, for the partials of one template: the name is a text in quotes, so that it can be told
 * without rendering which partials a template uses, and the partial sees what it is given and {@link SHARED}.
 *
 * @param names of the partials there are
 */
export function partialTag(names: ReadonlySet<string>): typeof RenderTag {
  // One engine renders one thing at a time, so that a count of its own is the depth.
  let depth = 0;
  return class extends RenderTag {
    constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid, parser: Parser) {
      super(token, rest, liquid, parser);
      const name: unknown = Reflect.get(this, 'file');
      if (typeof name !== 'string') throw new Error("A partial is named in quotes: {% render 'masthead' %}.");
      if (!names.has(name)) throw new Error(`There is no partial "${name}".`);
      Reflect.set(this, 'hash', sharing(Reflect.get(this, 'hash') as Hash));
    }

    override *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
      if (depth >= MOST_DEEP) throw new Error(`Partials stand in one another more than ${MOST_DEEP} deep.`);
      depth += 1;
      try {
        yield* super.render(context, emitter);
      } catch (error) {
        // The innermost comes first.
        if (error instanceof Error && !atFault.has(error)) atFault.set(error, String(Reflect.get(this, 'file')));
        throw error;
      } finally {
        depth -= 1;
      }
    }
  };
}

/** The names in `{% render '…' %}` of a source, each once; also those in a comment, because they may come back. */
export function partialNames(source: string): string[] {
  return [
    ...new Set(
      [...source.matchAll(/\{%-?[ \t\n]{0,20}render[ \t\n]{1,20}["']([^"'\n]{1,100})["']/g)].map(
        ([, name = '']) => name,
      ),
    ),
  ];
}

/** Values that a partial is given by name, and those it sees anyway, read where it stands. */
function sharing(given: Hash): Pick<Hash, 'render'> {
  return {
    *render(context: Context): Generator<unknown, Record<string, unknown>, unknown> {
      const values = (yield given.render(context)) as Record<string, unknown>;
      for (const name of SHARED) {
        if (!Object.hasOwn(values, name)) {
          try {
            values[name] = yield context._get([name]);
          } catch {
            // A notice knows no newsletter; a partial that names one says so with its line.
          }
        }
      }
      return values;
    },
  };
}
