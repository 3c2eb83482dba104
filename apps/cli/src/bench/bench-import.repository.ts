import { createReadStream } from 'node:fs';
import type pg from 'pg';
import { newId, type BulkLine } from '@app/platform';

/** The least that a million readers can cost, for a throw-away database only: COPY, and one insert a table. */

const COPY = `copy import_row (import_id, line, address, canonical_address, address_hash, standing, locale, time_zone,
  consented_at, last_contact_at, wording, page) from stdin`;

export interface PlainImport {
  readonly importId: string;
  readonly newsletterId: string;
  /** Rows in COPY's text format. */
  readonly copyFile: string;
}

export async function beginPlain(owner: pg.Client, newsletterId: string): Promise<string> {
  const importId = newId();
  await owner.query(
    `insert into reader_import (id, newsletter_id, file_hash, layout, attested_by) values ($1, $2, sha256('bench'), 'plain', $1)`,
    [importId, newsletterId],
  );
  return importId;
}

/** Milliseconds. */
export async function plainImport(bulk: BulkLine, owner: pg.Client, plain: PlainImport): Promise<number> {
  const begun = performance.now();
  await bulk.copyIn(COPY, createReadStream(plain.copyFile));
  await owner.query('begin');
  await owner.query(
    `insert into subscriber (id, address, canonical_address, address_hash, locale, time_zone)
     select uuidv7(), address, canonical_address, address_hash, 'fr', time_zone from import_row where import_id = $1`,
    [plain.importId],
  );
  await owner.query(
    `insert into consent (id, subscriber_id, newsletter_id, act, basis, wording, wording_version, language, occurred_at, evidence)
     select uuidv7(), subscriber.id, $2, 'given', 'imported', 'unknown', 'unknown', 'fr', consented_at,
            jsonb_build_object('platform', 'bench', 'importId', import_id, 'consentedAt', consented_at)
       from import_row join subscriber using (address_hash) where import_id = $1`,
    [plain.importId, plain.newsletterId],
  );
  await owner.query(
    `insert into subscription (id, subscriber_id, newsletter_id, state, consent_id, requested_at, activated_at, import_id)
     select uuidv7(), subscriber_id, newsletter_id, 'active', id, occurred_at, now(), $1 from consent where newsletter_id = $2`,
    [plain.importId, plain.newsletterId],
  );
  await owner.query('commit');
  return performance.now() - begun;
}

export async function countReaders(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    `select count(*)::int as count from subscription join consent on consent.id = consent_id where state = 'active'`,
  );
  return rows[0]?.count ?? 0;
}

/** As it was before, and nothing of what went before waits to be written to disk. */
export async function emptyReaders(owner: pg.Client): Promise<void> {
  await owner.query('truncate subscriber, subscription, consent, suppression, import_row, reader_import cascade');
  await owner.query('checkpoint');
}
