import { compact, finishedHtml, withLanguage } from './finished-html.js';
import { createLiquid } from './liquid-engine.js';
import { LiquidMemory } from './liquid-memory.js';
import { compileMjml } from './mjml-compiling.js';
import { MjmlPress } from './mjml-press.js';
import { tidyText } from './plain-text.js';
import { partialsFor, renderTemplate, type RenderedTemplate, type TemplateSource } from './template-rendering.js';

/** A template without what it is rendered with. */
export type OpenableTemplate = Pick<TemplateSource, 'mjml' | 'text' | 'partials' | 'translator'>;

/** Shapes are the template's and hold no edition's words, so all share what was compiled. */
const press = new MjmlPress(compileMjml);

/**
 * A template opened to be rendered many times with data that is mostly the same. The first rendering is the ordinary one
 * and is compared with what the fast way makes of the same data: only where both are the same, byte by byte, the fast way
 * is taken from then on. It works out no block twice (`LiquidMemory`) and asks MJML for no shape twice (`MjmlPress`).
 *
 * Objects in the data are told apart by identity: what is handed in again must be unchanged.
 */
export class OpenTemplate {
  readonly #source: OpenableTemplate;
  #fast: { readonly markup: LiquidMemory; readonly text: LiquidMemory } | undefined;
  #isOpened = false;

  constructor(source: OpenableTemplate) {
    this.#source = source;
  }

  /** Whether renderings are put together; false before the first one, and for a template that has to be compiled whole. */
  get isFast(): boolean {
    return this.#fast !== undefined;
  }

  /** @throws TemplateError as `renderTemplate` does */
  async render(data: Readonly<Record<string, unknown>>): Promise<RenderedTemplate> {
    if (!this.#isOpened) return this.#open(data);
    return (await this.#renderFast(data)) ?? renderTemplate({ ...this.#source, data });
  }

  async #open(data: Readonly<Record<string, unknown>>): Promise<RenderedTemplate> {
    const whole = await renderTemplate({ ...this.#source, data });
    const { mjml, text, translator, partials } = this.#source;
    // Each has an engine of its own, which is made to ask its memory.
    this.#fast = {
      markup: new LiquidMemory(createLiquid('markup', translator, partialsFor('liquid', partials)), mjml),
      text: new LiquidMemory(createLiquid('text', translator, partialsFor('text', partials)), text),
    };
    // Twice: the second time everything comes out of the memories.
    for (let time = 0; time < 2; time += 1) {
      const fast = await this.#renderFast(data);
      if (fast?.html !== whole.html || fast.text !== whole.text) this.#fast = undefined;
    }
    this.#isOpened = true;
    return whole;
  }

  /** undefined: not this way. Whatever goes wrong here, the ordinary way says what it is and in which line. */
  async #renderFast(data: Readonly<Record<string, unknown>>): Promise<RenderedTemplate | undefined> {
    if (this.#fast === undefined) return undefined;
    try {
      const mjml = compact(withLanguage(this.#fast.markup.render(data), this.#source.translator));
      const html = await press.print(mjml);
      if (html === undefined) return undefined;
      return { ...finishedHtml(html), text: tidyText(this.#fast.text.render(data)) };
    } catch {
      return undefined;
    }
  }
}
