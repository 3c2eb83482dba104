import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Config, loadMessages, projectPath, type EditionKind, type Translator } from '@app/platform';
import { Labeller } from '@app/dispatches';
import { renderTemplate, type TemplateVersion } from '@app/mail';
import { DigestView, type DigestHead, type DigestSource } from './digest-view.js';
import type { FrozenBlock } from './frozen-block.js';
import type { Newsletter } from '../newsletters/newsletter.js';

export interface RenderedDigest extends DigestHead {
  readonly html: string;
  readonly text: string;
  /** SHA-256 over both parts. */
  readonly hash: Buffer;
}

/** Of an edition, what its rendering depends on. */
export interface RenderedEdition {
  readonly editionDate: string;
  readonly dueAt: Date;
  /** Left out: a digest. */
  readonly kind?: EditionKind;
}

export interface DigestParts {
  readonly newsletter: Newsletter;
  readonly edition: RenderedEdition;
  readonly blocks: readonly FrozenBlock[];
  readonly template: TemplateVersion;
}

/** Makes a digest's HTML and plain text from frozen blocks: the same for preview, freezing and archive. */
@Injectable()
export class RenderDigest {
  private readonly messages = loadMessages(projectPath('libs', 'editions', 'locales'));

  constructor(
    private readonly config: Config,
    private readonly labeller: Labeller,
  ) {}

  translator(newsletter: Newsletter): Translator {
    return this.messages.translator(newsletter.language);
  }

  /** The machine's subject and preheader of the whole. */
  async head(newsletter: Newsletter, edition: RenderedEdition, blocks: readonly FrozenBlock[]): Promise<DigestHead> {
    return new DigestView(await this.source(newsletter, edition, blocks)).head();
  }

  /** The whole edition under the machine's subject and preheader. */
  async render(
    newsletter: Newsletter,
    edition: RenderedEdition,
    blocks: readonly FrozenBlock[],
    template: TemplateVersion,
  ): Promise<RenderedDigest> {
    return this.renderUnder({ subject: null, preheader: null }, { newsletter, edition, blocks, template });
  }

  /** As {@link render}, under the desk's own where it wrote them; null: the machine's. */
  async renderUnder(
    own: { readonly subject: string | null; readonly preheader: string | null },
    { newsletter, edition, blocks, template }: DigestParts,
  ): Promise<RenderedDigest> {
    const view = new DigestView(await this.source(newsletter, edition, blocks));
    const machine = view.head();
    const head = { subject: own.subject ?? machine.subject, preheader: own.preheader ?? machine.preheader };
    const { html, text } = await renderTemplate({
      mjml: template.mjml,
      text: template.plainText,
      partials: template.partials,
      data: { ...view.data(head) },
      translator: this.translator(newsletter),
    });
    return { ...head, html, text, hash: renderingHash(html, text) };
  }

  /** What the views of an edition are made from, in the newsletter's language and with the newsroom's names. */
  async source(
    newsletter: Newsletter,
    { editionDate, dueAt, kind = 'digest' }: RenderedEdition,
    blocks: readonly FrozenBlock[],
  ): Promise<DigestSource> {
    const translator = this.translator(newsletter);
    const labels = await this.labeller.labels();
    const named = labels.flatMap(({ slug, names }): [string, string][] => {
      const name = names[newsletter.language];
      return name === undefined ? [] : [[slug, name]];
    });
    const place = { editionDate, dueAt, kind, publicUrl: this.config.publicUrl };
    return { newsletter, ...place, blocks, translator, labels: new Map(named) };
  }
}

export function renderingHash(html: string, text: string): Buffer {
  return createHash('sha256').update(html).update('\0').update(text).digest();
}
