import { Injectable } from '@nestjs/common';
import { sql, type SqlBool } from 'kysely';
import { Database, type Db } from '@app/platform';

/** A rendering as it was when it was shared. */
export interface SharedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** What a link shows. */
export interface OpenedPreview extends SharedMail {
  readonly id: string;
  readonly expiresAt: Date;
}

export interface NewSharedPreview extends SharedMail {
  readonly id: string;
  readonly tokenHash: Buffer;
  readonly templateId: string;
  /** null: no edition, or one that is not made yet. */
  readonly editionId: string | null;
  /** Ids of the dispatches and pictures in it. */
  readonly holds: readonly string[];
  readonly operatorId: string;
  readonly expiresAt: Date;
}

/** A shared preview without what it shows. */
export interface SharedPreview {
  readonly id: string;
  readonly templateId: string;
  readonly subject: string;
  readonly operatorId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** False while something in it is withheld or under an embargo: its link shows nothing until that ends. */
  readonly isShown: boolean;
}

export interface SharedPreviewPage {
  readonly templateId?: string | undefined;
  /** Who shared them; left out: anybody. */
  readonly operatorId?: string | undefined;
  /** Id of the last one of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
  readonly now: Date;
}

/** What it shows may be shown to nobody any more: killed, or taken down, whether that is carried out yet or not. */
const LOST = sql<SqlBool>`(
  exists (select from dispatch where status = 'killed' and id in (select held::uuid from unnest(shared_preview.holds) held))
  or exists (select from picture where killed_at is not null and id in (select held::uuid from unnest(shared_preview.holds) held))
  or exists (select from takedown where coalesce(dispatch_id, picture_id)::text = any(shared_preview.holds)
                                     or takedown.edition_id = shared_preview.edition_id))`;

/** Something in it may be shown again one day, and now to nobody: withheld, or under an embargo, whenever that began. */
function heldBack(now: Date) {
  return sql<SqlBool>`exists (
    select from dispatch where (status = 'withheld' or embargoed_until > ${now})
                           and id in (select held::uuid from unnest(shared_preview.holds) held))`;
}

/** Every statement on shared previews. */
@Injectable()
export class SharedPreviewRepository {
  constructor(private readonly database: Database) {}

  async insert(db: Db, preview: NewSharedPreview): Promise<void> {
    await db
      .insertInto('shared_preview')
      .values({
        id: preview.id,
        token_hash: preview.tokenHash,
        template_id: preview.templateId,
        edition_id: preview.editionId,
        holds: [...preview.holds],
        subject: preview.subject,
        html: preview.html,
        plain_text: preview.text,
        operator_id: preview.operatorId,
        expires_at: preview.expiresAt,
      })
      .execute();
  }

  /** undefined: unknown, over, or it holds what was killed, taken down, withheld or put under an embargo since. */
  async byToken(tokenHash: Buffer, now: Date): Promise<OpenedPreview | undefined> {
    return this.database
      .selectFrom('shared_preview')
      .select(['id', 'subject', 'html', 'plain_text as text', 'expires_at as expiresAt'])
      .where('token_hash', '=', tokenHash)
      .where('expires_at', '>', now)
      .where((where) => where.not(LOST))
      .where((where) => where.not(heldBack(now)))
      .executeTakeFirst();
  }

  /** Those that can still be seen, newest first. */
  async list({ templateId, operatorId, after, limit, now }: SharedPreviewPage): Promise<SharedPreview[]> {
    let query = this.database
      .selectFrom('shared_preview')
      .select(['id', 'template_id as templateId', 'subject', 'operator_id as operatorId'])
      .select(['created_at as createdAt', 'expires_at as expiresAt'])
      .select((select) => select.not(heldBack(now)).as('isShown'))
      .where('expires_at', '>', now)
      .where((where) => where.not(LOST));
    if (templateId !== undefined) query = query.where('template_id', '=', templateId);
    if (operatorId !== undefined) query = query.where('operator_id', '=', operatorId);
    if (after !== undefined) query = query.where('id', '<', after);
    const rows = await query.orderBy('id', 'desc').limit(limit).execute();
    return rows.map((row) => ({ ...row, isShown: Boolean(row.isShown) }));
  }

  /** The template it was of; undefined: there is none such, or, where somebody is named, it is not theirs. */
  async delete(db: Db, id: string, operatorId: string | undefined): Promise<string | undefined> {
    let query = db.deleteFrom('shared_preview').where('id', '=', id);
    if (operatorId !== undefined) query = query.where('operator_id', '=', operatorId);
    return (await query.returning('template_id').executeTakeFirst())?.template_id;
  }

  /** Those of these editions, and those that hold one of these dispatches or pictures. */
  async forget(editionIds: readonly string[], holding: readonly string[]): Promise<void> {
    await this.database
      .deleteFrom('shared_preview')
      .where((where) =>
        where.or([
          sql<SqlBool>`edition_id = any(${[...editionIds]}::uuid[])`,
          sql<SqlBool>`holds && ${[...holding]}::text[]`,
        ]),
      )
      .execute();
  }

  /** Also what came in while it was being taken down. Returns how many went. */
  async forgetOver(now: Date): Promise<number> {
    const { numDeletedRows } = await this.database
      .deleteFrom('shared_preview')
      .where((where) => where.or([where('expires_at', '<=', now), LOST]))
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}
