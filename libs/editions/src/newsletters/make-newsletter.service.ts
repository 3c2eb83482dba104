import { Injectable } from '@nestjs/common';
import { Audit, Database, type Db } from '@app/platform';
import { editionErrors } from '../editions.errors.js';
import { ChangeNewsletter, type StatedSettings } from './change-newsletter.service.js';
import type { FamilySetUp } from './newsroom-set-up.js';
import { NewsroomRepository } from './newsroom.repository.js';
import { languageTaken, SetUpNewsroom } from './set-up-newsroom.service.js';

/** A newsletter to be, made after one there is. */
export interface NewNewsletter {
  /** Slug of the newsletter whose brand and settings it takes. */
  readonly like: string;
  readonly slug: string;
  /** BCP 47 */
  readonly language: string;
  readonly name: string;
  readonly promise: string;
  /** Where it belongs; left out: to the family of `like`, as its sister in another language. */
  readonly family?: FamilySetUp | undefined;
}

/**
 * Makes a newsletter after another one. It begins with an empty calendar and is not on the public list: nobody is mailed
 * and nobody signs up before a human has looked at its settings.
 */
@Injectable()
export class MakeNewsletter {
  constructor(
    private readonly database: Database,
    private readonly newsroom: NewsroomRepository,
    private readonly setUp: SetUpNewsroom,
    private readonly changes: ChangeNewsletter,
    private readonly audit: Audit,
  ) {}

  /** @throws `newsletter.unknown`, `newsletter.needs_family`, `newsletter.slug_taken`, `newsletter.language_taken` */
  async make(given: NewNewsletter, operatorId: string | null): Promise<StatedSettings> {
    const { newsletter: model, settings } = await this.changes.read(given.like);
    const { like, slug, language, name, promise, family } = given;
    await this.database.transaction().execute(async (trx) => {
      const row = await this.newsroom.lock(trx, like);
      if (row === undefined) throw editionErrors.error('newsletter.unknown', { slug: like });
      const { brandId, templateId } = row;
      const familyId = family === undefined ? row.familyId : await this.familyOf(trx, brandId, family);
      if (familyId === null) throw editionErrors.error('newsletter.needs_family', { slug: like });
      const place = { brandId, familyId, templateId, listDomain: model.brand.senderDomain };
      const own = { slug, language, name, promise, calendar: {}, isPublic: false };
      const made = await this.setUp.add(trx, { ...settings, ...own }, place).catch(languageTaken);
      if (!made) throw editionErrors.error('newsletter.slug_taken', { slug });
      const added = await this.newsroom.find(trx, slug);
      await this.audit.append(trx, {
        operatorId,
        action: 'newsletter.created',
        object: `newsletter:${added?.id ?? slug}`,
        detail: { like, slug, language, name, family: family?.slug ?? null },
      });
    });
    return this.changes.read(slug);
  }

  /** A family is of one brand: one of this slug elsewhere is somebody else's. */
  private async familyOf(trx: Db, brandId: string, family: FamilySetUp): Promise<string> {
    const id = await this.newsroom.ensureFamily(trx, brandId, family);
    const found = await this.newsroom.lockFamily(trx, family.slug);
    if (found?.brandId !== brandId) throw editionErrors.error('newsletter.slug_taken', { family: family.slug });
    return id;
  }
}
