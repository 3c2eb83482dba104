import { Injectable } from '@nestjs/common';
import { Database, isId } from '@app/platform';

/** Which newsletter something is of, and that newsletter's family: all that rights are given for. */
export interface Belonging {
  readonly newsletterId: string;
  readonly familyId: string | null;
}

/** Answers by primary key or unique slug; asked once by every request that changes something. */
@Injectable()
export class BelongingRepository {
  constructor(private readonly database: Database) {}

  ofNewsletter(slugOrId: string): Promise<Belonging | undefined> {
    return this.newsletters()
      .where(isId(slugOrId) ? 'newsletter.id' : 'newsletter.slug', '=', slugOrId)
      .executeTakeFirst();
  }

  ofEdition(editionId: string): Promise<Belonging | undefined> {
    return this.newsletters()
      .innerJoin('edition', 'edition.newsletter_id', 'newsletter.id')
      .where('edition.id', '=', editionId)
      .executeTakeFirst();
  }

  private newsletters() {
    return this.database
      .selectFrom('newsletter')
      .select(['newsletter.id as newsletterId', 'newsletter.family_id as familyId']);
  }
}
