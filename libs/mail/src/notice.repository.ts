import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { Arming, Database, isArmed, newId, type Db, type NoticeState } from '@app/platform';
import { AllowList } from './allow-list.service.js';
import { operatorKinds, urgentKinds, type NoticeContent } from './notice.js';
import type { RelayReply } from './smtp/submission-outcome.js';

export interface NewNotice {
  readonly kind: string;
  readonly address: string;
  readonly locale: string;
  readonly recipientId: string;
  readonly subjectId: string;
  readonly content: NoticeContent;
  readonly notBefore: Date;
  readonly usefulUntil: Date;
  /** By name: it goes by this relay only where there is no other. */
  readonly avoidTransport?: string;
}

export interface ClaimedNotice {
  readonly id: string;
  readonly claimToken: string;
  readonly kind: string;
  readonly address: string;
  readonly locale: string;
  readonly content: unknown;
  readonly attempts: number;
  readonly createdAt: Date;
  /** The relay it complains about, by name. */
  readonly avoidTransport: string | null;
  /** Outside production: whether the allow-list has the address. */
  readonly isAllowed: boolean;
}

/** One notice as the person it was for may read about it. */
export interface NoticeTrace {
  readonly kind: string;
  readonly locale: string;
  readonly state: NoticeState;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
  /** The relay's last words, redacted. */
  readonly lastReply: string | null;
}

/** Every statement on the notice outbox. */
@Injectable()
export class NoticeRepository {
  constructor(
    private readonly database: Database,
    private readonly arming: Arming,
    private readonly allowList: AllowList,
  ) {}

  /**
   * One notice of a kind is owed to a recipient about a subject at a time. Asking again while it waits owes no second
   * one, but what it says is what was asked last: an older link may confirm nothing any more. Undefined then.
   */
  async owe(db: Db, notice: NewNotice): Promise<string | undefined> {
    const row = await db
      .insertInto('notice')
      .values({
        id: newId(),
        kind: notice.kind,
        address: notice.address,
        locale: notice.locale,
        recipient_id: notice.recipientId,
        subject_id: notice.subjectId,
        content: JSON.stringify(notice.content),
        not_before: notice.notBefore,
        avoid_transport: notice.avoidTransport ?? null,
        useful_until: notice.usefulUntil,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['kind', 'recipient_id', 'subject_id'])
          .where('state', '=', 'owed')
          .doUpdateSet((eb) => ({
            address: eb.ref('excluded.address'),
            locale: eb.ref('excluded.locale'),
            content: eb.ref('excluded.content'),
            useful_until: eb.ref('excluded.useful_until'),
          })),
      )
      // A row version that nobody replaced is the one just inserted.
      .returning(['id', sql<boolean>`xmax = 0`.as('is_new')])
      .executeTakeFirstOrThrow();
    return row.is_new ? row.id : undefined;
  }

  /**
   * As {@link owe}, in one statement and each for a recipient of its own. `apartSeconds` puts one off until that long
   * after the latest of its kind to that recipient. Returns the ids of those that are new.
   */
  async oweMany(db: Db, notices: readonly (NewNotice & { readonly apartSeconds: number })[]): Promise<string[]> {
    const column = <T>(value: (notice: (typeof notices)[number]) => T): T[] => notices.map(value);
    const { rows } = await sql<{ id: string; is_new: boolean }>`
      insert into notice (id, kind, address, locale, recipient_id, subject_id, content, not_before, useful_until)
      select owed.id, owed.kind, owed.address, owed.locale, owed.recipient_id, owed.subject_id, owed.content::jsonb,
             case when owed.apart = 0 then owed.not_before
                  else greatest(owed.not_before,
                                (select max(earlier.not_before) + make_interval(secs => owed.apart)
                                   from notice earlier
                                  where earlier.recipient_id = owed.recipient_id and earlier.kind = owed.kind)) end,
             owed.useful_until
        from unnest(${column(() => newId())}::uuid[], ${column((notice) => notice.kind)}::text[],
                    ${column((notice) => notice.address)}::text[], ${column((notice) => notice.locale)}::text[],
                    ${column((notice) => notice.recipientId)}::uuid[], ${column((notice) => notice.subjectId)}::uuid[],
                    ${column((notice) => JSON.stringify(notice.content))}::text[],
                    ${column((notice) => notice.notBefore)}::timestamptz[],
                    ${column((notice) => notice.usefulUntil)}::timestamptz[],
                    ${column((notice) => notice.apartSeconds)}::int[])
          as owed (id, kind, address, locale, recipient_id, subject_id, content, not_before, useful_until, apart)
          on conflict (kind, recipient_id, subject_id) where state = 'owed'
          do update set address = excluded.address, locale = excluded.locale, content = excluded.content,
                        useful_until = excluded.useful_until
      returning id, xmax = 0 as is_new`.execute(db);
    return rows.filter((row) => row.is_new).map((row) => row.id);
  }

  /** When the latest notice of this kind to this recipient leaves or left; for spacing them out. */
  async latest(db: Db, kind: string, recipientId: string): Promise<Date | undefined> {
    const row = await db
      .selectFrom('notice')
      .select(({ fn }) => fn.max('not_before').as('latest'))
      .where('kind', '=', kind)
      .where('recipient_id', '=', recipientId)
      .executeTakeFirst();
    return row?.latest ?? undefined;
  }

  /**
   * Ids of what is owed now, the urgent ones and then the oldest first, each at most once per `apartSeconds`: while the relay hangs, the queue is not
   * filled with rings for the same notices.
   */
  async takeRingable(apartSeconds: number, limit: number): Promise<string[]> {
    const rows = await this.database
      .updateTable('notice')
      .set({ rung_at: sql<Date>`now()` })
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('notice')
          .select('id')
          .where(dueNow)
          .where(sql<boolean>`(rung_at is null or rung_at < now() - make_interval(secs => ${apartSeconds}))`)
          .orderBy(sql`kind not in (${sql.join(urgentKinds.map((kind) => sql.lit(kind)))})`)
          .orderBy('not_before')
          .limit(limit)
          .forUpdate()
          .skipLocked(),
      )
      .returning('id')
      .execute();
    return rows.map((row) => row.id);
  }

  /**
   * Takes one notice if it is still owed, or if whoever took it before let the lease run out: for a notice the policy
   * on an unknown end is to try again.
   */
  claim(id: string, claimToken: string, leaseSeconds: number): Promise<ClaimedNotice | undefined> {
    return this.take(sql`select ${id}::uuid`, claimToken, leaseSeconds);
  }

  /**
   * As {@link claim}, of what somebody waits for in front of a screen: the one that is due longest. Its index
   * (`notice_urgent`) holds nothing else, however many reminders wait.
   */
  claimUrgent(claimToken: string, leaseSeconds: number): Promise<ClaimedNotice | undefined> {
    const urgent = sql.join(urgentKinds.map((kind) => sql.lit(kind)));
    return this.take(
      sql`select id from notice where kind in (${urgent}) and ${dueNow} order by not_before limit 1 for update skip locked`,
      claimToken,
      leaseSeconds,
    );
  }

  private async take(
    which: RawBuilder<unknown>,
    claimToken: string,
    leaseSeconds: number,
  ): Promise<ClaimedNotice | undefined> {
    const guard = await this.arming.guard();
    if (guard === undefined) return undefined;
    const row = await this.database
      .updateTable('notice')
      .set({
        state: 'sending',
        claim_token: claimToken,
        lease_until: sql<Date>`now() + make_interval(secs => ${leaseSeconds})`,
        attempts: sql<number>`attempts + 1`,
      })
      .where(sql<boolean>`id = (${which})`)
      .where(dueNow)
      .where('address', 'is not', null)
      .where(isArmed(guard))
      .returning(['id', 'kind', 'address', 'locale', 'content', 'attempts', 'created_at', 'avoid_transport'])
      .returning(this.allowList.allows(sql.ref('notice.address')).as('isAllowed'))
      .executeTakeFirst();
    if (row === undefined || row.address === null) return undefined;
    const { created_at: createdAt, avoid_transport: avoidTransport, address, ...rest } = row;
    return { ...rest, claimToken, address, createdAt, avoidTransport };
  }

  /** The notice left, or never will: its address and links are not kept. */
  async settle(
    notice: ClaimedNotice,
    state: Extract<NoticeState, 'submitted' | 'failed'>,
    reply: RelayReply,
  ): Promise<void> {
    await this.database
      .updateTable('notice')
      .set({
        state,
        address: null,
        content: '{}',
        last_reply: reply.text,
        settled_at: sql<Date>`now()`,
        lease_until: null,
      })
      .where('id', '=', notice.id)
      .where('claim_token', '=', notice.claimToken)
      .where('state', '=', 'sending')
      .execute();
  }

  /**
   * Back to `owed`, unless the same was asked for again while this one was under way: then the newer one is enough, and
   * this one is given up and emptied.
   */
  async postpone(notice: ClaimedNotice, seconds: number, reply: RelayReply): Promise<void> {
    await sql`
      with newer as (
        select exists (select from notice other
                        where other.state = 'owed' and other.id <> mine.id and other.kind = mine.kind
                          and other.recipient_id = mine.recipient_id and other.subject_id = mine.subject_id) as waits
          from notice mine where mine.id = ${notice.id})
      update notice
         set state = (case when newer.waits then 'failed' else 'owed' end)::notice_state,
             not_before = now() + make_interval(secs => ${seconds}),
             address = case when newer.waits then null else address end,
             content = case when newer.waits then '{}' else content end,
             settled_at = case when newer.waits then now() end,
             last_reply = ${reply.text}, lease_until = null, rung_at = null
        from newer
       where id = ${notice.id} and claim_token = ${notice.claimToken} and state = 'sending'`.execute(this.database);
  }

  /** What nobody wants any more is given up and emptied, also when its worker died. Returns how many. */
  async expire(): Promise<number> {
    const result = await this.database
      .updateTable('notice')
      .set({
        state: 'failed',
        address: null,
        content: '{}',
        last_reply: 'no longer useful',
        settled_at: sql<Date>`now()`,
        lease_until: null,
      })
      .where(sql<boolean>`(state = 'owed' or (state = 'sending' and lease_until < now()))`)
      .where('useful_until', '<', sql<Date>`now()`)
      .executeTakeFirst();
    return Number(result.numUpdatedRows);
  }

  /**
   * Nothing more is written to these recipients: what waits or is under way is given up and emptied. A worker that is in
   * the middle of a dialogue finds its claim gone.
   */
  async giveUp(db: Db, recipientIds: readonly string[], why: string): Promise<number> {
    const result = await db
      .updateTable('notice')
      .set(givenUp(why))
      .where('state', 'in', ['owed', 'sending'])
      .where(sql<boolean>`recipient_id = any(${recipientIds}::uuid[])`)
      .executeTakeFirst();
    return Number(result.numUpdatedRows);
  }

  /** What was owed by then may have left: a backup does not know. Given up and emptied; who waits may ask again. */
  async giveUpBefore(db: Db, instant: Date, why: string): Promise<number> {
    const result = await db
      .updateTable('notice')
      .set(givenUp(why))
      .where('state', 'in', ['owed', 'sending'])
      .where('created_at', '<=', instant)
      .executeTakeFirst();
    return Number(result.numUpdatedRows);
  }

  async countOwedBefore(instant: Date): Promise<number> {
    const row = await this.database
      .selectFrom('notice')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('state', 'in', ['owed', 'sending'])
      .where('created_at', '<=', instant)
      .executeTakeFirstOrThrow();
    return row.count;
  }

  /**
   * After an erasure: every trace of the recipient, the relay's words included, and what waits for this very address in
   * somebody else's name, an address change that was never confirmed for one.
   */
  async erase(db: Db, recipientId: string | null, address: string | null): Promise<void> {
    if (recipientId !== null) await db.deleteFrom('notice').where('recipient_id', '=', recipientId).execute();
    if (address === null) return;
    await db
      .deleteFrom('notice')
      .where('state', 'in', ['owed', 'sending'])
      // Operators are not readers: their way in stays, also where one of them reads the newsletter.
      .where('kind', 'not in', operatorKinds)
      .where(sql<boolean>`lower(address) = lower(${address})`)
      .execute();
  }

  /** What was or will be written to a recipient, newest first; without address and content. */
  async of(db: Db, recipientId: string): Promise<NoticeTrace[]> {
    return db
      .selectFrom('notice')
      .select([
        'kind',
        'locale',
        'state',
        'created_at as createdAt',
        'settled_at as settledAt',
        'last_reply as lastReply',
      ])
      .where('recipient_id', '=', recipientId)
      .orderBy('created_at', 'desc')
      .execute();
  }

  /** How many of a kind were owed to a recipient within so many seconds, by the database's clock. */
  async count(db: Db, kind: string, recipientId: string, seconds: number): Promise<number> {
    const row = await db
      .selectFrom('notice')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('recipient_id', '=', recipientId)
      .where('kind', '=', kind)
      .where('created_at', '>', sql<Date>`now() - make_interval(secs => ${seconds})`)
      .executeTakeFirstOrThrow();
    return row.count;
  }

  /** Settled notices hold no address any more; their traces go too, after so many days. */
  async forgetSettled({ submitted, failed }: { readonly submitted: number; readonly failed: number }): Promise<number> {
    const result = await this.database
      .deleteFrom('notice')
      .where('state', 'in', ['submitted', 'failed'])
      .where(
        sql<boolean>`settled_at < now() - make_interval(days => case state when 'failed' then ${failed}::int else ${submitted}::int end)`,
      )
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  }
}

/** Recipient and subject of the notices of a kind that left, for the libs whose subjects they are. */
export function submittedNotices(db: Db, kind: string) {
  return db
    .selectFrom('notice')
    .select(['notice.recipient_id', 'notice.subject_id', 'notice.settled_at'])
    .where('notice.kind', '=', kind)
    .where('notice.state', '=', 'submitted');
}

/** Subjects of the notices of a kind that have not left, or never will. */
export function unsentNotices(db: Db, kind: string) {
  return db
    .selectFrom('notice')
    .select(['notice.subject_id'])
    .where('notice.kind', '=', kind)
    .where('notice.state', '<>', 'submitted');
}

const dueNow = sql<boolean>`(useful_until > now()
  and ((state = 'owed' and not_before <= now()) or (state = 'sending' and lease_until < now())))`;

/** Nothing is left of whom it was for and what it said; whoever is in its dialogue finds the claim gone. */
function givenUp(why: string) {
  return {
    state: 'failed',
    address: null,
    content: '{}',
    last_reply: why,
    settled_at: sql<Date>`now()`,
    lease_until: null,
    claim_token: null,
  } as const;
}
