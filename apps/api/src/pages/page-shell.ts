import { PageEngine } from './page-engine.js';
import type { TemplateName } from './page-engine.js';
import type { PageMessages, PageTranslator } from './page-input.js';

export interface Frame {
  /** The page's own title, the brand is added. */
  readonly title: string;
  readonly brandName: string | undefined;
  /** What only its receiver should find: kept out of search engines. */
  readonly isPrivate: boolean;
  /** Our own script, a file under /assets/, for the few pages that do more where script runs. Default none. */
  readonly script?: string;
}

export interface Notice extends Frame {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly small?: readonly string[];
  readonly link?: { readonly href: string; readonly label: string };
  /** The postmark's drawing: a letter on its way, or a thing done. */
  readonly stamp?: 'letter' | 'done';
  readonly code?: { readonly status: number; readonly code: string };
}

/** What every page of readers has: the layout, a language, a title. The classes of pages say what stands in it. */
export class PageShell {
  private readonly engine: PageEngine;

  /** @param templateDirectory the folder of the `*.liquid` files @param messages the texts of `apps/api/locales` */
  constructor(
    templateDirectory: string,
    readonly messages: PageMessages,
  ) {
    this.engine = new PageEngine(templateDirectory);
  }

  /** One thing said. */
  notice(translator: PageTranslator, notice: Notice): string {
    return this.page('notice', translator, { stamp: null, small: [], link: null, code: null, ...notice });
  }

  /** Markup without a page around it, such as a feed's entry. */
  part(template: TemplateName, translator: PageTranslator, view: Readonly<Record<string, unknown>>): string {
    return this.engine.render(template, translator, view);
  }

  page(template: TemplateName, translator: PageTranslator, view: Frame & Record<string, unknown>): string {
    const { title, brandName, script } = view;
    const documentTitle =
      brandName === undefined ? title : translator.t('page.title', { page: title, brand: brandName });
    return this.engine.render(template, translator, {
      ...view,
      brandName: brandName ?? null,
      script: script ?? null,
      documentTitle,
      lang: translator.locale,
      dir: translator.direction,
    });
  }
}
