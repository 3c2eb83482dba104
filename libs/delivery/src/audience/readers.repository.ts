import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { Database, type Db } from '@app/platform';
import { EditionAudienceRepository, type ReaderMorning } from '@app/editions';
import { activations, activeMorningCounts, activeMornings, eligibleMornings, eligibleReaders } from '@app/subscribers';

/** Readers' choices as stored, and the cut of the edition that serves them. */
export interface ChosenCut {
  readonly regions: readonly string[] | null;
  readonly topics: readonly string[] | null;
  readonly cut: number;
}

/** What is asked of a newsletter's readers before rows are written for them: sets, grouped in the database. */
@Injectable()
export class ReadersRepository {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionAudienceRepository,
  ) {}

  /**
   * Editions to look for newcomers of, where there are any since the last look (`lagSeconds` before it, because a sign-up
   * writes its instant before it is committed) or none will come any more. Not those looked at in `idleSeconds`.
   */
  async awaitingLook(idleSeconds: number, lagSeconds: number): Promise<string[]> {
    const { rows } = await sql<{ edition_id: string }>`
      select o.edition_id from ${this.editions.openToNewcomers().as('o')}
       where o.seen_at < now() - make_interval(secs => ${idleSeconds})
         and (o.closes_at <= now() or exists (
               select from ${activations(this.database).as('s')}
                where s.newsletter_id = o.newsletter_id and s.activated_at >= o.seen_at - make_interval(secs => ${lagSeconds})))
       order by o.seen_at`.execute(this.database);
    return rows.map((row) => row.edition_id);
  }

  /** In which mornings a newsletter is read. */
  async readMornings(db: Db, newsletterId: string): Promise<ReaderMorning[]> {
    return toMornings(await eligibleMornings(db, newsletterId).execute());
  }

  /** Every morning that a reader to be planned may have; rows are written for the eligible ones alone. */
  async mornings(db: Db, newsletterId: string, activeSince?: Date): Promise<ReaderMorning[]> {
    if (activeSince === undefined) return toMornings(await activeMornings(db, newsletterId).execute());
    const { rows } = await sql<{ time_zone: string; delivery_time: string }>`
      select time_zone, delivery_time from ${readers(db, newsletterId, activeSince)} group by 1, 2`.execute(db);
    return toMornings(rows);
  }

  /** Every morning with how many active readers it has; some of them may turn out not to be mailable. */
  async morningCounts(db: Db, newsletterId: string): Promise<(ReaderMorning & { readonly readers: number })[]> {
    const rows = await activeMorningCounts(db, newsletterId).execute();
    return rows.map(({ readers, ...row }) => ({ ...toMorning(row), readers: Number(readers) }));
  }

  /** The most frequent choices of readers that are not "everything", `limit` of them. */
  async choices(db: Db, newsletterId: string, limit: number, activeSince?: Date): Promise<Omit<ChosenCut, 'cut'>[]> {
    const { rows } = await sql<{ regions: string[] | null; topics: string[] | null }>`
      select regions, topics from ${readers(db, newsletterId, activeSince)}
       where regions is not null or topics is not null
       group by 1, 2 order by count(*) desc, 1, 2 limit ${limit}`.execute(db);
    return rows;
  }
}

/** A newsletter's eligible readers, for a statement's `from`, as `r`. */
export function readers(db: Db, newsletterId: string, activeSince?: Date): RawBuilder<unknown> {
  const all = eligibleReaders(db, newsletterId);
  const some = activeSince === undefined ? all : all.where('subscription.activated_at', '>=', activeSince);
  return sql`${some.as('r')}`;
}

function toMornings(rows: readonly MorningRow[]): ReaderMorning[] {
  return rows.map(toMorning);
}

interface MorningRow {
  readonly time_zone: string;
  readonly delivery_time: string;
}

function toMorning({ time_zone, delivery_time }: MorningRow): ReaderMorning {
  return {
    timeZone: time_zone === '' ? null : time_zone,
    deliveryTime: delivery_time === '' ? null : delivery_time,
  };
}
