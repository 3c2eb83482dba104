import { sql } from 'kysely';
import { PreparedStatement, isArmed, type DeliveryState } from '@app/platform';
import type { AllowList } from '@app/mail';
import { currentVariants, editionStandings } from '@app/editions';
import { addressDomains, subscriptionStandings } from '@app/subscribers';

/** Names a chunk of an edition; the date chooses the ledger's partition. */
export interface ChunkKey {
  readonly editionId: string;
  readonly editionDate: string;
  readonly chunk: number;
}

export interface ClaimedRow {
  readonly subscriberId: string;
  /** Of the reader's address, as A-labels; empty when they were erased. */
  readonly domain: string;
}

/** A row that may be submitted now, with the bytes of the revision that is current at this moment. */
export interface SubmittableRow {
  readonly subscriberId: string;
  readonly subscriptionId: string;
  readonly address: string;
  readonly variantId: string;
  /** This one included. */
  readonly attempts: number;
  /** The reader agrees that it is counted which stories they open. */
  readonly countsClicks: boolean;
}

/** Rows a worker may take; `row` names the ledger's row in the statement. */
export const claimable = (row: string) => {
  const [state, notBefore] = [sql.ref(`${row}.state`), sql.ref(`${row}.not_before`)];
  return sql<boolean>`(${state} in ('planned', 'deferred') and (${notBefore} is null or ${notBefore} <= now()))`;
};

/*
 * The rows of a set are named in three ways in each statement: by the join, by the list, and by their chunk. PostgreSQL
 * may have no statistics on an edition that was frozen a minute ago and takes it for a row or two: by the join alone it
 * reads the whole audience for every set, and looks for the set in it.
 */

/** `planned | deferred → claimed`, and the chunk has begun. */
export const claimStatement = () =>
  new PreparedStatement<ChunkKey & { claimToken: string; leaseSeconds: number }, ClaimedRow>(
    (value, db) => sql<ClaimedRow>`
      with begun as (
        update delivery_chunk set begun = true
         where edition_id = ${value('editionId')}::uuid and chunk = ${value('chunk')}::int and not begun
      )
      update delivery d
         set state = 'claimed', claim_token = ${value('claimToken')}::uuid, not_before = null,
             lease_until = now() + make_interval(secs => ${value('leaseSeconds')}::float8)
       where d.edition_date = ${value('editionDate')}::date and d.edition_id = ${value('editionId')}::uuid
         and d.chunk = ${value('chunk')}::int and d.due_at <= now() and ${claimable('d')}
      returning d.subscriber_id as "subscriberId",
                coalesce((select reader.domain from ${addressDomains(db).as('reader')}
                           where reader.subscriber_id = d.subscriber_id), '') as domain`,
  );

export interface MarkValues extends ChunkKey {
  readonly claimToken: string;
  readonly subscriberIds: readonly string[];
  /** Of each of them. */
  readonly providers: readonly string[];
  readonly transport: string;
  readonly leaseSeconds: number;
  /** What this worker knows of the installation: a database that knows less lets nothing through. */
  readonly installationId: string;
  readonly beat: number;
}

export interface JudgedRow extends SubmittableRow {
  readonly state: Extract<DeliveryState, 'submitting' | 'skipped' | 'planned'>;
}

/**
 * `claimed → submitting | skipped | planned`. The edition is judged once a statement and not once a row: what is killed
 * is looked for among all blocks of the revision. A row must wait while the revision holds what may not leave, or has no
 * bytes for its cut yet; and in an edition that was called sent in the moment somebody came: the sweeper puts that back to
 * `sending`.
 */
export const markStatement = ({ allows }: Pick<AllowList, 'allows'>) =>
  new PreparedStatement<MarkValues, JudgedRow>(
    (value, db) => sql<JudgedRow>`
      with standing as materialized (
        select * from ${editionStandings(db)
          .where('edition.id', '=', sql<string>`${value('editionId')}::uuid`)
          .as('one')}
      ), judged as (
        select d.subscriber_id, given.provider, reader.address, reader.counts_clicks, edition.revision, bytes.variant_id,
               (edition.state <> 'sending' or edition.is_paused or edition.is_tainted or bytes.variant_id is null
                or not ${isArmed({ id: value('installationId'), beat: value('beat') })}) as must_wait,
               (case
                  -- What a restored backup calls old news may have been sent.
                  when not ${isArmed({ id: value('installationId'), beat: value('beat') })} then null
                  when edition.state = 'cancelled' or edition.is_hollow then 'cancelled'
                  when d.due_at + edition.useful_span <= now() then 'stale'
                  when reader.standing is null then 'unsubscribed'
                  when reader.standing <> 'eligible' then reader.standing
                  when not ${allows(sql.ref('reader.address'))} then 'not_allowed'
                end)::skip_cause as cause
          from unnest(${value('subscriberIds')}::uuid[], ${value('providers')}::text[]) as given (subscriber_id, provider)
               join delivery d on d.edition_date = ${value('editionDate')}::date
                              and d.edition_id = ${value('editionId')}::uuid and d.subscriber_id = given.subscriber_id
                              and d.chunk = ${value('chunk')}::int
                              and d.subscriber_id = any(${value('subscriberIds')}::uuid[])
               cross join standing as edition
               left join ${currentVariants(db).as('bytes')} on bytes.edition_id = d.edition_id and bytes.cut = d.cut
               left join ${subscriptionStandings(db).as('reader')} on reader.subscription_id = d.subscription_id
         where d.claim_token = ${value('claimToken')}::uuid and d.state = 'claimed'
           for update of d
      ), verdict as (
        select *, cause is null and not must_wait as may_go from judged
      )
      update delivery d
         set state = (case when v.may_go then 'submitting' when v.cause is not null then 'skipped' else 'planned' end)::delivery_state,
             skip_cause = v.cause,
             revision = case when v.may_go then v.revision end,
             variant_id = case when v.may_go then v.variant_id end,
             transport = case when v.may_go then ${value('transport')}::text end,
             provider = case when v.may_go then v.provider end,
             attempts = d.attempts + v.may_go::int,
             submitting_at = case when v.may_go then now() end,
             settled_at = case when v.cause is not null then now() end,
             lease_until = case when v.may_go then now() + make_interval(secs => ${value('leaseSeconds')}::float8) end
        from verdict v
       where d.edition_date = ${value('editionDate')}::date and d.edition_id = ${value('editionId')}::uuid
         and d.chunk = ${value('chunk')}::int
         and d.subscriber_id = v.subscriber_id and d.subscriber_id = any(${value('subscriberIds')}::uuid[])
      returning d.subscriber_id as "subscriberId", d.subscription_id as "subscriptionId", d.variant_id as "variantId",
                d.attempts, d.state, v.address, coalesce(v.counts_clicks, false) as "countsClicks"`,
  );

export interface SettleValues extends ChunkKey {
  readonly claimToken: string;
  readonly subscriberIds: readonly string[];
  /** Of each of them, as all that follow. */
  readonly states: readonly DeliveryState[];
  readonly smtpCodes: readonly (number | null)[];
  readonly enhancedCodes: readonly (string | null)[];
  readonly replies: readonly string[];
  readonly retrySeconds: readonly (number | null)[];
  readonly hard: readonly boolean[];
}

/**
 * `submitting | uncertain → …`, only under the claim that submitted; `uncertain` too, because a late answer to the same
 * claim still wins. What did not end with the relay's yes is kept as an attempt in the same statement.
 */
export const settleStatement = () =>
  new PreparedStatement<SettleValues, { subscriberId: string }>(
    (value) => sql<{ subscriberId: string }>`
      with settled as (
        update delivery d
           set state = given.state, smtp_code = given.smtp_code, enhanced_code = given.enhanced_code, reply = given.reply,
               not_before = now() + make_interval(secs => given.retry_seconds),
               settled_at = case when given.state in ('submitted', 'rejected', 'uncertain') then now() end,
               bounced_at = case when given.hard then now() else d.bounced_at end,
               lease_until = null
          from unnest(
                 ${value('subscriberIds')}::uuid[], ${value('states')}::delivery_state[], ${value('smtpCodes')}::smallint[],
                 ${value('enhancedCodes')}::text[], ${value('replies')}::text[], ${value('retrySeconds')}::int[],
                 ${value('hard')}::boolean[]
               ) as given (subscriber_id, state, smtp_code, enhanced_code, reply, retry_seconds, hard)
         where d.edition_date = ${value('editionDate')}::date and d.edition_id = ${value('editionId')}::uuid
           and d.chunk = ${value('chunk')}::int
           and d.subscriber_id = given.subscriber_id and d.subscriber_id = any(${value('subscriberIds')}::uuid[])
           and d.claim_token = ${value('claimToken')}::uuid and d.state in ('submitting', 'uncertain')
        returning d.edition_date, d.edition_id, d.subscriber_id, d.attempts, d.transport, d.provider, d.state,
                  d.smtp_code, d.enhanced_code, d.reply
      ), tried as (
        insert into delivery_attempt as known (edition_date, edition_id, subscriber_id, attempt, transport, provider, state,
                                               smtp_code, enhanced_code, reply)
        select edition_date, edition_id, subscriber_id, attempts, transport, provider, state, smtp_code, enhanced_code, reply
          from settled where state <> 'submitted'
        -- what was called uncertain first and is known better now
        on conflict (edition_date, edition_id, subscriber_id, attempt) do update
           set ended_at = excluded.ended_at, state = excluded.state, smtp_code = excluded.smtp_code,
               enhanced_code = excluded.enhanced_code, reply = excluded.reply
      )
      select subscriber_id as "subscriberId" from settled`,
  );
