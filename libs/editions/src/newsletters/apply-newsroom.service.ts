import { Injectable } from '@nestjs/common';
import { Audit, Database, type Db } from '@app/platform';
import { editionErrors } from '../editions.errors.js';
import { ChangeNewsletter } from './change-newsletter.service.js';
import { NewsletterRepository } from './newsletter.repository.js';
import type { BrandSetUp, FamilySetUp, NewsletterSetUp, NewsroomSetUp } from './newsroom-set-up.js';
import { NewsroomRepository, type NewsletterPlace, type NewsletterRow } from './newsroom.repository.js';
import { languageTaken, settingsIn, SetUpNewsroom } from './set-up-newsroom.service.js';
import { differences, type Difference } from './settings-differences.js';
import { senderProblems } from './settings-problems.js';

/** What became of one thing a newsroom file names. */
export interface AppliedPart {
  readonly part: 'brand' | 'family' | 'newsletter';
  readonly slug: string;
  readonly outcome: 'created' | 'changed' | 'unchanged';
  /** Of something created: everything that was stated. */
  readonly changes: readonly Difference[];
}

export interface ApplyOptions {
  /** Who is answerable for it; null: nobody was named. */
  readonly operatorId: string | null;
  /** Says what would be done and does nothing. */
  readonly isRehearsal?: boolean;
}

/** Thrown to undo a rehearsal, whose every statement was tried for real. */
class Rehearsed extends Error {
  constructor(readonly parts: readonly AppliedPart[]) {
    super('rehearsed');
  }
}

/**
 * Makes the newsroom what a file says: creates what is missing and changes what differs, all of it or nothing. What the
 * file does not name stays as it is, so that one file is kept by the newsroom and another hour is set at the desk.
 */
@Injectable()
export class ApplyNewsroom {
  constructor(
    private readonly database: Database,
    private readonly setUp: SetUpNewsroom,
    private readonly change: ChangeNewsletter,
    private readonly newsroom: NewsroomRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly audit: Audit,
  ) {}

  /**
   * @throws `newsletter.settings_invalid`, `newsletter.identity_stays`, `newsletter.language_taken`,
   *   `template.unknown`; then nothing is changed
   */
  async apply(newsroom: NewsroomSetUp, options: ApplyOptions): Promise<readonly AppliedPart[]> {
    try {
      return await this.database.transaction().execute(async (trx) => {
        const parts = await this.all(trx, newsroom, options.operatorId);
        if (options.isRehearsal === true) throw new Rehearsed(parts);
        return parts;
      });
    } catch (error) {
      if (error instanceof Rehearsed) return error.parts;
      throw error;
    }
  }

  private async all(trx: Db, newsroom: NewsroomSetUp, by: string | null): Promise<AppliedPart[]> {
    const brand = await this.brand(trx, newsroom.brand, by);
    const family = await this.family(trx, newsroom.family, { brandId: brand.id, by });
    const place = {
      brandId: brand.id,
      familyId: family.id,
      templateId: await this.setUp.defaultTemplate(trx),
      listDomain: newsroom.brand.senderDomain,
    };
    const parts: AppliedPart[] = [brand.part, family.part];
    for (const one of newsroom.newsletters) parts.push(await this.newsletter(trx, one, { place, by }));
    await this.assertSendersWithin(trx, brand.id, newsroom.brand.senderDomain);
    return parts;
  }

  private async brand(trx: Db, brand: BrandSetUp, by: string | null): Promise<{ id: string; part: AppliedPart }> {
    const found = await this.newsroom.lockBrand(trx, brand.slug);
    if (found === undefined) {
      const id = await this.newsroom.ensureBrand(trx, brand);
      await this.audit.append(trx, { operatorId: by, action: 'brand.created', object: `brand:${id}` });
      return { id, part: created('brand', brand.slug, brand) };
    }
    const { id, ...before } = found;
    const changes = differences(before, { ...before, ...brand });
    if (changes.length > 0) {
      await this.newsroom.changeBrand(trx, id, brand);
      await this.audit.append(trx, { operatorId: by, action: 'brand.changed', object: `brand:${id}`, detail: { changes } });
    }
    return { id, part: changed('brand', brand.slug, changes) };
  } // prettier-ignore

  private async family(
    trx: Db,
    family: FamilySetUp,
    { brandId, by }: { brandId: string; by: string | null },
  ): Promise<{ id: string; part: AppliedPart }> {
    const found = await this.newsroom.lockFamily(trx, family.slug);
    if (found === undefined) {
      const id = await this.newsroom.ensureFamily(trx, brandId, family);
      await this.audit.append(trx, { operatorId: by, action: 'family.created', object: `family:${id}` });
      return { id, part: created('family', family.slug, family) };
    }
    if (found.brandId !== brandId)
      throw editionErrors.error('newsletter.identity_stays', { family: family.slug, field: 'brand' });
    const changes = differences({ name: found.name }, { name: family.name });
    if (changes.length > 0) {
      await this.newsroom.renameFamily(trx, found.id, family.name);
      const object = `family:${found.id}`;
      await this.audit.append(trx, { operatorId: by, action: 'family.changed', object, detail: { changes } });
    }
    return { id: found.id, part: changed('family', family.slug, changes) };
  }

  private async newsletter(
    trx: Db,
    given: NewsletterSetUp,
    { place, by }: { place: NewsletterPlace; by: string | null },
  ): Promise<AppliedPart> {
    const { slug } = given;
    if (await this.setUp.add(trx, given, place)) {
      const row = await this.newsroom.find(trx, slug);
      const object = `newsletter:${row?.id ?? slug}`;
      await this.audit.append(trx, { operatorId: by, action: 'newsletter.created', object });
      return created('newsletter', slug, settingsIn(given));
    }
    const row = await this.newsroom.lock(trx, slug);
    if (row === undefined) throw editionErrors.error('newsletter.unknown', { slug });
    const before = await this.newsletters.known(trx, row.id);
    for (const [field, was, is] of [['language', before.language, given.language], ['brand', row.brandId, place.brandId]] as const)
      if (was !== is) throw editionErrors.error('newsletter.identity_stays', { newsletter: slug, field });
    const moved = await this.move(trx, row, { place, by });
    const request = { change: settingsIn(given), operatorId: by };
    const { changes } = await this.change.write(trx, { ...row, version: row.version + moved.length }, request);
    return changed('newsletter', slug, [...moved, ...changes]);
  } // prettier-ignore

  private async move(
    trx: Db,
    row: NewsletterRow,
    { place, by }: { place: NewsletterPlace; by: string | null },
  ): Promise<Difference[]> {
    if (row.familyId === place.familyId) return [];
    await this.newsroom.moveToFamily(trx, row.id, place.familyId).catch(languageTaken);
    const difference = { field: 'family', before: row.familyId, after: place.familyId };
    const detail = { version: row.version + 1, changes: [difference] };
    await this.audit.append(trx, {
      operatorId: by,
      action: 'newsletter.changed',
      object: `newsletter:${row.id}`,
      detail,
    });
    return [difference];
  }

  /** A brand's domain is also that of newsletters the file does not name. */
  private async assertSendersWithin(trx: Db, brandId: string, senderDomain: string): Promise<void> {
    for (const { slug, brand, senderAddress } of await this.newsletters.all(trx)) {
      const [problem] = brand.id === brandId ? senderProblems(senderAddress, senderDomain) : [];
      if (problem === undefined) continue;
      const { given, expected } = problem;
      const problems = [{ field: 'senderAddress', given, expected }];
      throw editionErrors.error('newsletter.settings_invalid', { slug, problems });
    }
  }
}

function created(part: AppliedPart['part'], slug: string, stated: object): AppliedPart {
  return { part, slug, outcome: 'created', changes: differences({}, stated) };
}

function changed(part: AppliedPart['part'], slug: string, changes: readonly Difference[]): AppliedPart {
  return { part, slug, outcome: changes.length > 0 ? 'changed' : 'unchanged', changes };
}
