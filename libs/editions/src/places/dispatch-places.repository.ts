import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db, type EditionKind, type EditionState } from '@app/platform';

/** One edition in which a dispatch stands, or stood. */
export interface DispatchPlace {
  readonly editionId: string;
  readonly newsletterId: string;
  readonly newsletterName: string;
  readonly newsletterSlug: string;
  readonly editionDate: string;
  readonly kind: EditionKind;
  readonly sequence: number;
  readonly state: EditionState;
  readonly dueAt: Date;
  /** In the proposal a desk works on; what is frozen stands in revisions. */
  readonly isProposed: boolean;
  /** Revisions that hold it, oldest first. */
  readonly revisions: readonly number[];
  /** In the one that leaves now. */
  readonly isCurrent: boolean;
  /** Its section there, or in the last one that held it; '' : none. */
  readonly section: string;
  /** Readers who chose regions or topics may have been sent the edition without it. */
  readonly isCut: boolean;
  /** A page of the archive shows it now. */
  readonly isInArchive: boolean;
}

/** Editions of one dispatch: a story runs for days, and hardly for months. */
const MAX_PLACES = 500;

/** Where dispatches stand in what we publish. */
@Injectable()
export class DispatchPlacesRepository {
  constructor(private readonly database: Database) {}

  /** The newest edition first. By the indexes on what blocks hold, so that it is quick beside any number of editions. */
  async places(dispatchId: string, at: Date): Promise<DispatchPlace[]> {
    const { rows } = await sql<DispatchPlace>`
      with held as (
        select b.edition_id, array_agg(distinct b.revision order by b.revision) as revisions,
               (array_agg(b.section order by b.revision desc))[1] as section
          from revision_block b where b.dispatch_id = ${dispatchId}::uuid group by 1
      ), proposed as (
        select distinct block.edition_id from block join edition on edition.id = block.edition_id
         where block.dispatch_id = ${dispatchId}::uuid and edition.state in ('claimed', 'proposed', 'held', 'approved')
      ), placed as (
        select edition_id from held union select edition_id from proposed
      )
      select e.id as "editionId", n.id as "newsletterId", n.name as "newsletterName", n.slug as "newsletterSlug",
             e.edition_date as "editionDate", e.kind, e.sequence, e.state, e.due_at as "dueAt",
             p.edition_id is not null as "isProposed", coalesce(h.revisions, '{}') as revisions,
             coalesce(e.current_revision = any(h.revisions), false) as "isCurrent", coalesce(h.section, '') as section,
             exists (
               select from variant v join revision_block b on b.edition_id = v.edition_id and b.revision = v.revision
                where v.edition_id = e.id and b.dispatch_id = ${dispatchId}::uuid and not b.position = any(v.positions)) as "isCut",
             coalesce(e.current_revision = any(h.revisions), false) and n.archive = 'public'
               and e.state in ('frozen', 'sending', 'sent') and e.due_at <= ${at} as "isInArchive"
        from placed join edition e on e.id = placed.edition_id join newsletter n on n.id = e.newsletter_id
        left join held h on h.edition_id = e.id
        left join proposed p on p.edition_id = e.id
       order by e.due_at desc, e.id desc limit ${MAX_PLACES}`.execute(this.database);
    return rows;
  }

  /** The dispatches an edition holds: its proposal's until it is frozen, then its current revision's. */
  async ofEdition(editionId: string): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      select b.dispatch_id as id from edition e join revision_block b on b.edition_id = e.id and b.revision = e.current_revision
       where e.id = ${editionId}::uuid and b.dispatch_id is not null
       union
      select b.dispatch_id from edition e join block b on b.edition_id = e.id
       where e.id = ${editionId}::uuid and e.current_revision is null and b.dispatch_id is not null`.execute(this.database);
    return rows.map(({ id }) => id);
  } // prettier-ignore
}

/** The query lower floors join for "was published": every dispatch that any frozen revision held. */
export function publishedDispatches(db: Db) {
  return db.selectFrom('revision_block').select('revision_block.dispatch_id as dispatch_id');
}
