import { Injectable } from '@nestjs/common';
import { NewsletterWords, type EditionPreview } from '@app/editions';
import { loadMessages, projectPath } from '@app/platform';

/** Gmail clips HTML a little above 100 KB (STANDARDS P6); from here on it deserves a look. */
const WARN_BYTES = 80 * 1024;

/** What an editor should look at before a preview becomes an edition. */
@Injectable()
export class PreviewWarnings {
  private readonly messages = loadMessages(projectPath('apps', 'api', 'locales', 'desk'));

  constructor(private readonly words: NewsletterWords) {}

  of(edition: EditionPreview, htmlBytes: number, locale: string): string[] {
    const words = this.messages.translator(locale);
    // Without a dispatch every section is missing; saying so once is enough.
    if (edition.dispatchCount === 0) return [words.t('preview.no_dispatch')];
    const present = new Set(edition.sections.map(({ name }) => name));
    const missing = edition.newsletter.sections
      .map((section) => this.words.section(edition.newsletter, section))
      .filter((name) => !present.has(name));
    const warnings: string[] = [];
    if (htmlBytes > WARN_BYTES) {
      warnings.push(words.t('preview.too_large', { kilobytes: Math.ceil(htmlBytes / 1024) }));
    }
    if (missing.length > 0) {
      const sections = words.formatList(missing);
      warnings.push(words.t('preview.sections_missing', { count: missing.length, sections }));
    }
    return warnings;
  }
}
