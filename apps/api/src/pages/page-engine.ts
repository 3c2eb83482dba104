import { Liquid } from 'liquidjs';
import type { Template } from 'liquidjs';
import type { PageTranslator } from './page-input.js';

/** Every page is one of these files; each fills the one layout. */
const TEMPLATES = [
  'home',
  'sign-up',
  'frame',
  'notice',
  'question',
  'privacy',
  'preferences',
  'leave',
  'goodbye',
  'my-data',
  'archive',
  'archive-edition',
  'archive-entry',
  'shared-preview',
] as const;
export type TemplateName = (typeof TEMPLATES)[number];

/**
 * LiquidJS with what our pages need and nothing else: every output is escaped, an unknown variable or filter is an
 * error, and all files are read when the engine is made, so that a broken template stops the start and not a reader.
 */
export class PageEngine {
  private readonly liquid: Liquid;
  private readonly templates: ReadonlyMap<TemplateName, Template[]>;

  constructor(directory: string) {
    this.liquid = new Liquid({
      root: directory,
      extname: '.liquid',
      cache: true,
      outputEscape: 'escape',
      strictFilters: true,
      strictVariables: true,
      lenientIf: true,
    });
    // {{ 'signup.button' | t }} and {{ 'confirm.text' | t: newsletter: newsletter.name }}
    this.liquid.registerFilter('t', function (key: unknown, ...values: [string, string | number][]) {
      const translator = this.context.getSync(['translator']) as PageTranslator;
      return translator.t(String(key), Object.fromEntries(values));
    });
    // {{ newsletter.name | isolated }}: the name in the page's line, which `dir="auto"` would align on the other side.
    this.liquid.registerFilter('isolated', function (text: unknown) {
      return (this.context.getSync(['translator']) as PageTranslator).isolated(String(text));
    });
    this.templates = new Map(TEMPLATES.map((name) => [name, this.liquid.parseFileSync(name)]));
  }

  render(name: TemplateName, translator: PageTranslator, view: Readonly<Record<string, unknown>>): string {
    const template = this.templates.get(name) ?? [];
    return String(this.liquid.renderSync(template, { ...view, translator }));
  }
}
