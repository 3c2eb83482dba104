import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Config, loadMessages, projectPath, type Translator } from '@app/platform';
import { renderTemplate, type TemplateVersion } from '@app/mail';
import { digestData, digestHead, type DigestHead } from './digest-view.js';
import type { FrozenBlock } from './frozen-block.js';
import type { Newsletter } from '../newsletters/newsletter.js';

export interface RenderedDigest extends DigestHead {
  readonly html: string;
  readonly text: string;
  /** SHA-256 over both parts. */
  readonly hash: Buffer;
}

/** Makes a digest's HTML and plain text from frozen blocks: the same for preview, freezing and archive. */
@Injectable()
export class RenderDigest {
  private readonly messages = loadMessages(projectPath('libs', 'editions', 'locales'));

  constructor(private readonly config: Config) {}

  translator(newsletter: Newsletter): Translator {
    return this.messages.translator(newsletter.language);
  }

  async render(
    newsletter: Newsletter,
    edition: { editionDate: string; dueAt: Date },
    blocks: readonly FrozenBlock[],
    template: TemplateVersion,
  ): Promise<RenderedDigest> {
    const translator = this.translator(newsletter);
    const source = { newsletter, ...edition, blocks, translator, publicUrl: this.config.publicUrl };
    const head = digestHead(source);
    const { html, text } = await renderTemplate({
      mjml: template.mjml,
      text: template.plainText,
      data: { ...digestData(source, head) },
      translator,
    });
    return { ...head, html, text, hash: createHash('sha256').update(html).update('\0').update(text).digest() };
  }
}
