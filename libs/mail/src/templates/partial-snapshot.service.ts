import { Injectable } from '@nestjs/common';
import type { Db } from '@app/platform';
import { partialNames } from '../rendering/partial-tag.js';
import { shippedTemplates } from './shipped-templates.js';
import type { TemplateContent, TemplatePartials } from './template-version.js';
import { TemplateRepository } from './template.repository.js';

/** Partials of one template, with those they name themselves. The shipped digest has fewer than ten. */
const MOST_PARTIALS = 100;

/** The partials a template names, and those they name in turn, as they are now. */
@Injectable()
export class PartialSnapshot {
  constructor(private readonly templates: TemplateRepository) {}

  /** What nobody stored is taken as shipped. A name nobody has is left out: rendering says so, with its line. */
  async of(db: Db, content: TemplateContent): Promise<TemplatePartials> {
    const found = new Map<string, { mjml: string; text: string }>();
    const asked = new Set<string>();
    let names = namedIn(content);
    while (names.length > 0 && asked.size < MOST_PARTIALS) {
      const next = names.filter((name) => !asked.has(name)).slice(0, MOST_PARTIALS - asked.size);
      for (const name of next) asked.add(name);
      const versions = await this.templates.bySlugs(db, next);
      const stored = [...versions.values()].filter(({ kind }) => kind === 'partial');
      const missing = next.filter((name) => !versions.has(name));
      const partials = [
        ...stored,
        ...shippedTemplates().filter(({ slug, kind }) => kind === 'partial' && missing.includes(slug)),
      ];
      for (const { slug, mjml, plainText } of partials) found.set(slug, { mjml, text: plainText });
      names = partials.flatMap(namedIn);
      if (next.length === 0) break;
    }
    return Object.fromEntries([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
  }
}

function namedIn({ mjml, plainText }: TemplateContent): string[] {
  return [...new Set([...partialNames(mjml), ...partialNames(plainText)])];
}
