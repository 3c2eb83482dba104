import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { Database, type Db } from '@app/platform';
import { editionStandings, uncertainPolicies, type Edition } from '@app/editions';
import { departures } from '@app/subscribers';
import { MAY_HAVE_BEEN_SENT } from '../arming/unknown-rows.repository.js';

/** A row nobody knows the end of. */
export interface UncertainRow {
  readonly subscriberId: string;
  readonly subscriptionId: string;
  readonly attempts: number;
  readonly submittingAt: Date | null;
  readonly dueAt: Date;
  readonly transport: string | null;
  readonly provider: string | null;
  readonly reply: string | null;
  /** `policy`: left as it is by the newsletter's own rule. */
  readonly evidence: string | null;
}

export interface Decision {
  readonly edition: Pick<Edition, 'id' | 'editionDate'>;
  readonly wasSent: boolean;
  /** null: all of them. */
  readonly subscriberIds: readonly string[] | null;
}

/**
 * So long after it was called uncertain a row is left alone by the policy: a late answer under its claim decides better.
 * More than a worker keeps results for while the database is away and comes back.
 */
const PATIENCE_SECONDS = 300;

/** Tries after which a policy that resends gives up: a mailbox whose answers get lost must not get one copy after another. */
const MOST_ATTEMPTS = 3;

/** The statements that end uncertainty; each names the state it starts from, so that whatever comes first wins. */
@Injectable()
export class UncertainRepository {
  constructor(private readonly database: Database) {}

  /** Oldest first. */
  async list({ id, editionDate }: Decision['edition'], limit: number): Promise<UncertainRow[]> {
    const { rows } = await sql<UncertainRow>`
      select d.subscriber_id as "subscriberId", d.subscription_id as "subscriptionId", d.attempts,
             d.submitting_at as "submittingAt", d.due_at as "dueAt", d.transport, d.provider, d.reply, d.evidence
        from delivery_chunk c join delivery d using (edition_date, edition_id, chunk)
       where c.edition_id = ${id}::uuid and c.edition_date = ${editionDate}::date and (c.uncertain > 0 or c.open > 0)
         and d.state = 'uncertain'
       order by d.submitting_at nulls last, d.subscriber_id limit ${limit}`.execute(this.database);
    return rows;
  }

  async isSummedUp(db: Db, editionId: string): Promise<boolean> {
    const found = await db
      .selectFrom('edition_summary')
      .select('edition_id')
      .where('edition_id', '=', editionId)
      .executeTakeFirst();
    return found !== undefined;
  }

  /** Nothing of it is useful to anybody any more. */
  async isStale(db: Db, editionId: string): Promise<boolean> {
    const found = await db
      .selectFrom(editionStandings(db).as('edition'))
      .select('edition.is_stale')
      .where('edition.edition_id', '=', editionId)
      .executeTakeFirst();
    return found?.is_stale ?? true;
  }

  /**
   * `uncertain → submitted | planned`, because somebody who looked says so. Planned again it has no claim any more, so
   * that a late report of the former one finds nothing. Returns how many.
   */
  async decide(trx: Db, { edition, wasSent, subscriberIds }: Decision): Promise<number> {
    const whom = subscriberIds === null ? sql`true` : sql`subscriber_id = any(${[...subscriberIds]}::uuid[])`;
    const result = await sql`
      update delivery set ${wasSent ? asSubmitted(sql`'operator'`) : asPlanned('operator')}
       where edition_date = ${edition.editionDate}::date and edition_id = ${edition.id}::uuid and state = 'uncertain'
         and ${whom}`.execute(trx);
    return Number(result.numAffectedRows ?? 0n);
  }

  /**
   * `uncertain → submitted` where something came back that only a reader's mailbox can have sent: a bounce, a click, or
   * the wish to leave by this very edition's link.
   */
  async believeEvidence(): Promise<number> {
    const result = await sql`
      with sign as (
        select d.edition_date, d.edition_id, d.subscriber_id,
               case when d.bounced_at is not null then 'bounce' when d.clicked_at is not null then 'click'
                    when gone.edition_id is not null then 'unsubscribe' end as evidence
          from ${undecided(this.database)}
               left join ${departures(this.database).as('gone')}
                      on gone.subscription_id = d.subscription_id and gone.edition_id = d.edition_id
      )
      update delivery d set ${asSubmitted(sql`sign.evidence`)}
        from sign
       where sign.evidence is not null and d.edition_date = sign.edition_date and d.edition_id = sign.edition_id
         and d.subscriber_id = sign.subscriber_id and d.state = 'uncertain'`.execute(this.database);
    return Number(result.numAffectedRows ?? 0n);
  }

  /**
   * What the newsletter wants: `resend` plans a row again while it is useful, and may so mail somebody twice; `leave`
   * says that nobody will decide. Never of what a restored backup does not know: that is nearly all of an edition.
   */
  async followPolicy(): Promise<number> {
    const due = (policy: 'resend' | 'leave'): RawBuilder<unknown> => sql`
      select d.edition_date, d.edition_id, d.subscriber_id
        from ${undecided(this.database)}
             join ${uncertainPolicies(this.database).as('rule')} on rule.edition_id = d.edition_id
             join ${editionStandings(this.database)} as e on e.edition_id = d.edition_id
       where rule.policy = ${policy} and d.evidence is null and d.reply is distinct from ${MAY_HAVE_BEEN_SENT}
         and d.settled_at < now() - make_interval(secs => ${PATIENCE_SECONDS})`;
    const resent = await sql`
      update delivery d set ${asPlanned('policy')}
        from (${due('resend')} and e.state in ('sending', 'sent') and d.due_at + e.useful_span::interval > now()
                and d.attempts < ${MOST_ATTEMPTS}) as due
       where ${isSame} and d.state = 'uncertain'`.execute(this.database);
    const left = await sql`
      update delivery d set evidence = 'policy' from (${due('leave')}) as due
       where ${isSame} and d.state = 'uncertain'`.execute(this.database);
    return Number(resent.numAffectedRows ?? 0n) + Number(left.numAffectedRows ?? 0n);
  }
}

/** Uncertain rows `d` of editions that are not summed up; found by their chunks, of which few have any. */
function undecided(db: Db): RawBuilder<unknown> {
  return sql`${db.selectFrom('delivery_chunk').selectAll().where('uncertain', '>', 0).as('c')}
    join delivery d on d.edition_date = c.edition_date and d.edition_id = c.edition_id and d.chunk = c.chunk
                   and d.state = 'uncertain'
                   and not exists (select from edition_summary s where s.edition_id = c.edition_id)`;
}

const isSame = sql<boolean>`d.edition_date = due.edition_date and d.edition_id = due.edition_id
  and d.subscriber_id = due.subscriber_id`;

function asSubmitted(evidence: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`state = 'submitted', evidence = ${evidence}, settled_at = now(), lease_until = null, not_before = null`;
}

function asPlanned(evidence: 'operator' | 'policy'): RawBuilder<unknown> {
  return sql`state = 'planned', evidence = ${evidence}, claim_token = null, lease_until = null, not_before = null,
    settled_at = null, revision = null, variant_id = null`;
}
