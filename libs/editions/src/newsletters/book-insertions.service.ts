import { Injectable } from '@nestjs/common';
import { Audit, Database, isId, newId } from '@app/platform';
import { editionErrors } from '../editions.errors.js';
import { InsertionRepository, type BookedInsertion } from './insertion.repository.js';
import { insertionInput, MAX_INSERTIONS_A_DAY, type InsertionInput } from './insertion.js';
import { NewsroomRepository } from './newsroom.repository.js';

/** Books and withdraws the house's promotions and sold advertising of a newsletter. */
@Injectable()
export class BookInsertions {
  constructor(
    private readonly database: Database,
    private readonly insertions: InsertionRepository,
    private readonly newsroom: NewsroomRepository,
    private readonly audit: Audit,
  ) {}

  /** All that were ever booked, by first day. @throws `newsletter.unknown` */
  async list(slug: string): Promise<BookedInsertion[]> {
    const row = await this.newsroom.find(this.database, slug);
    if (row === undefined) throw editionErrors.error('newsletter.unknown', { slug });
    return this.insertions.of(this.database, row.id);
  }

  /**
   * Stands in every edition of its days that is assembled from now on.
   *
   * @throws `newsletter.unknown`, `insertion.invalid` with each problem, `insertion.too_many`
   */
  async add(slug: string, given: InsertionInput, operatorId: string | null): Promise<BookedInsertion> {
    const checked = insertionInput.safeParse(given);
    if (!checked.success) {
      const problems = checked.error.issues.map(({ path, message }) => ({ field: path.join('.'), expected: message }));
      throw editionErrors.error('insertion.invalid', { problems });
    }
    return this.database.transaction().execute(async (trx) => {
      // The newsletter's lock makes counting and adding one act.
      const row = await this.newsroom.lock(trx, slug);
      if (row === undefined) throw editionErrors.error('newsletter.unknown', { slug });
      const { firstDay, lastDay } = checked.data;
      const most = await this.insertions.mostOnOneDay(trx, row.id, { firstDay, lastDay });
      if (most >= MAX_INSERTIONS_A_DAY) throw editionErrors.error('insertion.too_many', { most: MAX_INSERTIONS_A_DAY });
      const id = newId();
      await this.insertions.add(trx, { ...checked.data, id, newsletterId: row.id, createdBy: operatorId });
      const detail = { newsletterId: row.id, ...checked.data };
      await this.audit.append(trx, { operatorId, action: 'insertion.added', object: `insertion:${id}`, detail });
      return this.insertions.booked(trx, row.id, id);
    });
  }

  /**
   * Stands in no edition assembled or frozen from now on; what is frozen stays.
   *
   * @returns false where it was withdrawn before
   * @throws `newsletter.unknown`, `insertion.unknown`
   */
  async withdraw(slug: string, id: string, operatorId: string | null): Promise<boolean> {
    return this.database.transaction().execute(async (trx) => {
      const row = await this.newsroom.lock(trx, slug);
      if (row === undefined) throw editionErrors.error('newsletter.unknown', { slug });
      if (!isId(id)) throw editionErrors.error('insertion.unknown', { id });
      await this.insertions.booked(trx, row.id, id);
      const isWithdrawn = await this.insertions.withdraw(trx, id);
      if (isWithdrawn)
        await this.audit.append(trx, { operatorId, action: 'insertion.withdrawn', object: `insertion:${id}` });
      return isWithdrawn;
    });
  }
}
