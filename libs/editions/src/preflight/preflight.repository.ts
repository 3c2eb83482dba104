import { Injectable } from '@nestjs/common';
import type { Db } from '@app/platform';

/** A person's word that what blocks an edition may leave, for the proposal as it was. */
export interface EditionOverride {
  readonly id: string;
  readonly version: number;
  readonly codes: readonly string[];
  /** Marks of the findings that were answered for: another one of the same code is not. */
  readonly findings: readonly string[];
  readonly reason: string;
  /** null: the command line. */
  readonly operatorId: string | null;
  readonly createdAt: Date;
}

/** Subjects that a new one is compared with: a week of a daily digest, and its flashes. */
const RECENT = 12;
/** Of one edition; more are not shown. */
const MOST_OVERRIDES = 200;

@Injectable()
export class PreflightRepository {
  /** Of the newsletter's last editions that went out or will, the newest first. */
  async recentSubjects(db: Db, { newsletterId, editionId }: { newsletterId: string; editionId: string }): Promise<string[]> {
    const rows = await db
      .selectFrom('edition')
      .innerJoin('revision', (join) =>
        join.onRef('revision.edition_id', '=', 'edition.id').onRef('revision.number', '=', 'edition.current_revision'),
      )
      .select('revision.subject')
      .where('edition.newsletter_id', '=', newsletterId)
      .where('edition.id', '!=', editionId)
      .where('edition.state', 'in', ['frozen', 'sending', 'sent'])
      .orderBy('edition.due_at', 'desc')
      .limit(RECENT)
      .execute();
    return rows.map(({ subject }) => subject);
  } // prettier-ignore

  async overrides(db: Db, editionId: string): Promise<EditionOverride[]> {
    const rows = await db
      .selectFrom('edition_override')
      .selectAll()
      .where('edition_id', '=', editionId)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(MOST_OVERRIDES)
      .execute();
    return rows.map((row) => ({
      id: row.id,
      version: row.proposal_version,
      codes: row.codes,
      findings: row.findings,
      reason: row.reason,
      operatorId: row.operator_id,
      createdAt: row.created_at,
    }));
  }

  async addOverride(db: Db, editionId: string, override: EditionOverride): Promise<void> {
    await db
      .insertInto('edition_override')
      .values({
        id: override.id,
        edition_id: editionId,
        proposal_version: override.version,
        codes: [...override.codes],
        findings: [...override.findings],
        reason: override.reason,
        operator_id: override.operatorId,
        created_at: override.createdAt,
      })
      .execute();
  }
}
