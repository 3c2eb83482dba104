import type { Liquid, Template } from 'liquidjs';
import { createLiquid, type TemplateTranslator } from './liquid-engine.js';
import { checkNesting } from './nesting.js';

/** Liquid sources of one part, ready to be rendered as often as there is data. */
export class ParsedTemplate {
  readonly #liquid: Liquid;
  readonly #templates: Template[];

  /** @throws Liquid's errors, and that blocks stand in one another too deep */
  constructor({ output, template, translator, partials }: ParsedSource) {
    checkNesting(template);
    for (const [name, partial] of Object.entries(partials)) checkNesting(partial, name);
    this.#liquid = createLiquid(output, translator, partials);
    this.#templates = this.#liquid.parse(template);
  }

  /** @throws Liquid's errors */
  render(data: object): string {
    // A copy: `increment` writes among the data.
    return String(this.#liquid.renderSync(this.#templates, { ...data }));
  }
}

export interface ParsedSource {
  readonly output: 'markup' | 'text';
  readonly template: string;
  readonly translator: TemplateTranslator;
  /** Of this part, by name. */
  readonly partials: Readonly<Record<string, string>>;
}

/**
 * Characters of sources that stay parsed for one language: a dozen digests with their partials. What is parsed takes some
 * hundred times as much memory where somebody means harm, and then still fits in a worker of the sandbox.
 */
const MOST_KEPT = 400_000;

interface KeptTemplates {
  readonly byKey: Map<string, ParsedTemplate>;
  characters: number;
}

/** By translator, which the filters speak through. */
const kept = new WeakMap<TemplateTranslator, KeptTemplates>();

/**
 * Parses, or finds what was parsed before: that takes half of the time of a rendering, and an edition is rendered with the
 * same template again and again. Sources are told apart by what they say, so that nobody gets another one's template.
 *
 * @throws Liquid's errors for a source that does not parse
 */
export function parsedTemplate(source: ParsedSource): ParsedTemplate {
  const { output, template, translator, partials } = source;
  const known = kept.get(translator) ?? { byKey: new Map<string, ParsedTemplate>(), characters: 0 };
  kept.set(translator, known);
  const key = JSON.stringify([output, template, partials]);
  const found = known.byKey.get(key);
  if (found !== undefined) return found;
  const parsed = new ParsedTemplate(source);
  if (key.length > MOST_KEPT) return parsed;
  known.byKey.set(key, parsed);
  known.characters += key.length;
  // The oldest go first.
  for (const oldest of known.byKey.keys()) {
    if (known.characters <= MOST_KEPT) break;
    known.byKey.delete(oldest);
    known.characters -= oldest.length;
  }
  return parsed;
}
