import { type MessageValues, type Translator } from '@app/platform';
import { Liquid } from 'liquidjs';
import { inkInDark, inkOnPaper, normaliseColour, textOn } from './colours.js';
import { partialTag } from './partial-tag.js';
import { fillText, underline } from './plain-text.js';

/** What a template says in words comes from here. */
export type TemplateTranslator = Pick<Translator, 'locale' | 'direction' | 't'>;

/** Templates are edited by operators and run in our process, so each limit is far above need and far below harm. */
export const liquidLimits = {
  /** Characters of one template's source; the digest's is about 15,000. */
  parseLimit: 200_000,
  /** Milliseconds of one rendering, which takes about 10: a template that loops for ever ends here. */
  renderLimit: 5_000,
  /** Liquid's count of characters and elements created; a digest makes some 100,000. */
  memoryLimit: 10_000_000,
};

/** They share all variables with what they name, or replace the whole around it; `render` is enough. */
const FILE_TAGS = ['include', 'layout', 'block'] as const;

/**
 * A Liquid that can reach nothing but the data it is given: no files (`include` and `layout` do not exist, `render` knows
 * the partials it is given), no prototypes, no unknown filters, and a variable that does not exist is an error instead of
 * a gap in a mail. For MJML every output is HTML-escaped unless the template says `raw`; plain text is not.
 *
 * Filters: `t`, a message by its key, values by name; `colour` and `colour_in_dark` make a colour readable as text in
 * either scheme, `ground` takes it as it is and `text_on` finds what is readable on it; `href` lets only web and mail
 * addresses through; `fill` and `underline` lay out plain text.
 */
export function createLiquid(
  output: 'markup' | 'text',
  translator: TemplateTranslator,
  partials: Readonly<Record<string, string>> = {},
): Liquid {
  const liquid = new Liquid({
    ...liquidLimits,
    ...(output === 'markup' && { outputEscape: 'escape' as const }),
    // Without a prototype: "constructor" is no partial.
    templates: Object.assign(Object.create(null) as Record<string, string>, partials),
    // Each partial is parsed once for each engine.
    cache: true,
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    ownPropertyOnly: true,
    globals: { locale: translator.locale, dir: translator.direction },
  });
  for (const tag of FILE_TAGS) Reflect.deleteProperty(liquid.tags, tag);
  liquid.registerTag('render', partialTag(new Set(Object.keys(partials))));
  // Liquid looks tags and filters up by name: "constructor" and "toString" are neither.
  Object.setPrototypeOf(liquid.tags, null);
  Object.setPrototypeOf(liquid.filters, null);
  liquid.registerFilter('t', (key: unknown, ...values: unknown[]) => translator.t(asText(key), namedValues(values)));
  liquid.registerFilter('colour', (value: unknown) => validColour(value, inkOnPaper));
  liquid.registerFilter('ground', (value: unknown) => validColour(value, normaliseColour));
  liquid.registerFilter('colour_in_dark', (value: unknown) => validColour(value, inkInDark));
  liquid.registerFilter('text_on', (value: unknown) => validColour(value, textOn));
  liquid.registerFilter('href', (value: unknown) => safeHref(asText(value)));
  liquid.registerFilter('fill', (value: unknown, columns?: unknown, indent?: unknown) =>
    fillText(asText(value), typeof columns === 'number' ? columns : undefined, asText(indent)),
  );
  liquid.registerFilter('underline', (value: unknown, stroke?: unknown) =>
    underline(asText(value), typeof stroke === 'string' ? stroke : undefined),
  );
  return liquid;
}

/** Liquid passes `count: n` as `['count', n]`. */
function namedValues(given: readonly unknown[]): MessageValues {
  const values: Record<string, string | number> = {};
  for (const pair of given) {
    if (!Array.isArray(pair)) throw new Error('The values of "t" are given by name: {{ \'key\' | t: name: value }}.');
    const [name, value] = pair as [string, unknown];
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw new Error(`The value "${name}" of "t" is neither text nor a number.`);
    }
    values[name] = value;
  }
  return values;
}

/** Null prints nothing, as everywhere in Liquid; a list or an object in a text is a mistake of the template. */
function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error('A text was expected here, not a list or an object.');
}

function validColour(value: unknown, convert: (colour: string) => string | undefined): string {
  const colour = typeof value === 'string' ? convert(value) : undefined;
  if (colour === undefined) throw new Error(`${JSON.stringify(value)} is not a colour like #a8321f.`);
  return colour;
}

/**
 * Links of dispatches come from outside. One that is no web or mail address (`javascript:`, `data:`) goes nowhere
 * instead of stopping an edition; our own `#anchors` and `@@tokens@@` pass unchanged.
 */
function safeHref(address: string): string {
  return /^(?:https?:\/\/|mailto:|#|@@[a-z0-9_.-]+@@$)/i.test(address) ? address : '#';
}
