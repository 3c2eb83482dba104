import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db } from '@app/platform';
import type { PictureCopies } from './picture-copies.js';

/** A picture somebody has begun to fetch; `tries` names this try, so that a late one writes over no other. */
export interface ClaimedPicture {
  readonly id: string;
  readonly dispatchId: string;
  readonly url: string;
  /** This one included. */
  readonly tries: number;
}

/** One of our copies as it is served. */
export interface ServedFile {
  readonly hash: string;
  readonly mediaType: string;
  /** Length. */
  readonly bytes: number;
  /** Not every picture it belongs to was killed. */
  readonly isAlive: boolean;
}

/** Every statement on copies of pictures: which are due, who makes them, which files they are. */
@Injectable()
export class PictureRepository {
  constructor(private readonly database: Database) {}

  /** Ids of pictures whose time has come, longest waiting first. */
  async due(limit: number): Promise<string[]> {
    const rows = await this.fetchable().select('id').orderBy('next_try_at').limit(limit).execute();
    return rows.map((row) => row.id);
  }

  /**
   * Takes a due picture by moving its next try behind the time this one may take: of two workers one gets it, and a
   * worker that dies is followed by another.
   */
  async claim(id: string, leaseSeconds: number): Promise<ClaimedPicture | undefined> {
    const row = await this.database
      .updateTable('picture')
      .set({ tries: sql<number>`tries + 1`, next_try_at: sql<Date>`now() + make_interval(secs => ${leaseSeconds})` })
      .where('id', 'in', this.fetchable().select('id').where('id', '=', id).forUpdate().skipLocked())
      .returning(['id', 'dispatch_id', 'url', 'tries'])
      .executeTakeFirst();
    return row && { id: row.id, dispatchId: row.dispatch_id, url: row.url, tries: row.tries };
  }

  /** `countsAsTry` false: the fault was ours, not the picture's. */
  async tryLater(claim: ClaimedPicture, seconds: number, { countsAsTry }: { countsAsTry: boolean }): Promise<void> {
    await this.ofClaim(claim)
      .set({
        next_try_at: sql<Date>`now() + make_interval(secs => ${seconds})`,
        ...(countsAsTry ? {} : { tries: claim.tries - 1 }),
      })
      .execute();
  }

  async refuse(claim: ClaimedPicture, code: string): Promise<void> {
    await this.ofClaim(claim).set({ state: 'refused', refused_reason: code, next_try_at: null }).execute();
  }

  /** Refuses what was begun `tries` times and ended by nobody: whoever begins it is brought down by it. */
  async giveUp(tries: number, code: string): Promise<string[]> {
    const rows = await this.database
      .updateTable('picture')
      .set({ state: 'refused', refused_reason: code, next_try_at: null })
      .where('state', '=', 'due')
      .where('tries', '>=', tries)
      .where('next_try_at', '<=', sql<Date>`now()`)
      .returning('id')
      .execute();
    return rows.map((row) => row.id);
  }

  /** The picture a dispatch has from this address, unless it was killed. */
  async ofDispatch(dispatchId: string, url: string): Promise<string | undefined> {
    const row = await this.database
      .selectFrom('picture')
      .select('id')
      .where('dispatch_id', '=', dispatchId)
      .where('url', '=', url)
      .where('killed_at', 'is', null)
      .executeTakeFirst();
    return row?.id;
  }

  /**
   * Until the end of the transaction nobody else stores or removes the files of these hashes: a file is not removed for
   * one picture while another begins to have it. In one order, so that two never wait for each other.
   */
  async lockFiles(trx: Db, hashes: readonly string[]): Promise<void> {
    for (const hash of [...new Set(hashes)].sort())
      await sql`select pg_advisory_xact_lock(hashtextextended(${`picture_file:${hash}`}, 0))`.execute(trx);
  }

  /** False when it was killed, or another try ended first: nothing was written then. */
  async store(trx: Db, picture: { id: string; tries?: number }, made: PictureCopies): Promise<boolean> {
    const { numUpdatedRows } = await trx
      .updateTable('picture')
      .set({ state: 'stored', width: made.width, height: made.height, next_try_at: null, refused_reason: null })
      .where('id', '=', picture.id)
      .where('killed_at', 'is', null)
      .$if(picture.tries !== undefined, (query) =>
        query.where('state', '=', 'due').where('tries', '=', picture.tries ?? 0),
      )
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) return false;
    await trx.deleteFrom('picture_file').where('picture_id', '=', picture.id).execute();
    const rows = made.copies.map(({ width, height, hash, mediaType, bytes }) => ({
      picture_id: picture.id,
      width,
      height,
      hash,
      media_type: mediaType,
      bytes: bytes.length,
    }));
    await trx.insertInto('picture_file').values(rows).execute();
    return true;
  }

  /** Whether a picture of the same dispatch that came out as one of these files was killed, from whatever address. */
  async wasKilled(db: Db, id: string, hashes: readonly string[]): Promise<boolean> {
    const row = await db
      .selectFrom('picture')
      .innerJoin('picture as killed', 'killed.dispatch_id', 'picture.dispatch_id')
      .innerJoin('picture_file', 'picture_file.picture_id', 'killed.id')
      .select('killed.id')
      .where('picture.id', '=', id)
      .where('killed.killed_at', 'is not', null)
      .where('picture_file.hash', 'in', hashes)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  async file(hash: string): Promise<ServedFile | undefined> {
    const row = await this.database
      .selectFrom('picture_file')
      .innerJoin('picture', 'picture.id', 'picture_file.picture_id')
      .select(['media_type', 'bytes', sql<boolean>`picture.killed_at is null`.as('isAlive')])
      .where('hash', '=', hash)
      .orderBy('isAlive', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && { hash, mediaType: row.media_type, bytes: row.bytes, isAlive: row.isAlive };
  }

  /** Killed pictures whose files were not looked after yet. */
  async killed(limit: number): Promise<{ id: string; hashes: string[] }[]> {
    return this.database
      .selectFrom('picture')
      .innerJoin('picture_file', 'picture_file.picture_id', 'picture.id')
      .select(['picture.id', sql<string[]>`array_agg(picture_file.hash)`.as('hashes')])
      .where('picture.killed_at', 'is not', null)
      .where('picture.state', '=', 'stored')
      .groupBy('picture.id')
      .limit(limit)
      .execute();
  }

  /** Those of `hashes` that no living picture has. */
  async unused(db: Db, hashes: readonly string[]): Promise<string[]> {
    if (hashes.length === 0) return [];
    const rows = await db
      .selectFrom('picture_file')
      .innerJoin('picture', 'picture.id', 'picture_file.picture_id')
      .select('hash')
      .where('hash', 'in', hashes)
      .where('picture.killed_at', 'is', null)
      .execute();
    const used = new Set(rows.map((row) => row.hash));
    return hashes.filter((hash) => !used.has(hash));
  }

  /** A killed picture has no copy any more. Its rows of files stay: they say that there was one. */
  async buried(trx: Db, id: string): Promise<void> {
    await trx.updateTable('picture').set({ state: 'none', next_try_at: null }).where('id', '=', id).execute();
  }

  /** Due, still its dispatch's picture, not killed, and some output may use it now. */
  private fetchable() {
    return this.database
      .selectFrom('picture')
      .where('state', '=', 'due')
      .where('is_lead', '=', true)
      .where('killed_at', 'is', null)
      .where('next_try_at', '<=', sql<Date>`now()`)
      .where((where) =>
        where.or([where('may_mail', '=', true), where('may_archive', '=', true), where('may_feed', '=', true)]),
      )
      .where((where) => where.or([where('use_until', 'is', null), where('use_until', '>', sql<Date>`now()`)]));
  }

  private ofClaim({ id, tries }: ClaimedPicture) {
    return this.database
      .updateTable('picture')
      .where('id', '=', id)
      .where('state', '=', 'due')
      .where('tries', '=', tries);
  }
}
