import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/platform';
import { subscriptionStandings } from '@app/subscribers';

export interface Click {
  readonly editionNumber: number;
  readonly subscriptionId: string;
  readonly at: Date;
}

/** What writes clicks into the ledger. */
@Injectable()
export class ClickRepository {
  constructor(private readonly database: Database) {}

  /**
   * The first click beside the state, for readers who agree to it now. A click within `scannerSeconds` of the submission
   * is a program's that looks through the mail (S2), and none.
   */
  async record(clicks: readonly Click[], scannerSeconds: number): Promise<void> {
    await sql`
      update delivery d
         set clicked_at = given.at
        from (select number, subscription_id, min(at) as at
                from unnest(${clicks.map((click) => click.editionNumber)}::int[],
                            ${clicks.map((click) => click.subscriptionId)}::uuid[],
                            ${clicks.map((click) => click.at)}::timestamptz[]) as one (number, subscription_id, at)
               group by number, subscription_id) as given
             join edition e on e.number = given.number
             join ${subscriptionStandings(this.database).as('reader')} on reader.subscription_id = given.subscription_id
       where reader.counts_clicks
         and d.edition_date = e.edition_date and d.edition_id = e.id and d.subscriber_id = reader.subscriber_id
         and d.subscription_id = given.subscription_id
         and d.clicked_at is null and d.state in ('submitting', 'submitted', 'uncertain')
         and given.at >= coalesce(d.settled_at, d.submitting_at) + make_interval(secs => ${scannerSeconds}::float8)`.execute(
      this.database,
    );
  }
}
