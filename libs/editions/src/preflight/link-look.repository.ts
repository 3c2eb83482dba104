import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Db } from '@app/platform';
import type { LinkLook } from '@app/mail';

/** A proposal whose links somebody may soon answer for. */
export interface OpenProposal {
  readonly id: string;
  readonly version: number;
}

/** Milliseconds that what was found counts: longer than until it is asked again, for when nobody could. */
export const LINK_LOOKS_COUNT = 6 * 3_600_000;

/** Proposals of one round, the next ones due first. */
const MOST_PROPOSALS = 20;

/** Every statement on whether links answer. Their addresses are not kept, only what is found again by them. */
@Injectable()
export class LinkLookRepository {
  constructor(private readonly database: Database) {}

  /** Proposals that wait for somebody and are due after `since`. */
  async open(since: Date): Promise<OpenProposal[]> {
    return this.database
      .selectFrom('edition')
      .select(['id', 'proposal_version as version'])
      .where('state', 'in', ['proposed', 'held'])
      .where('due_at', '>', since)
      .orderBy('due_at')
      .orderBy('id')
      .limit(MOST_PROPOSALS)
      .execute();
  }

  /** What became of these addresses, of those that were asked for after `since`. */
  async of(db: Db, hrefs: readonly string[], since: Date): Promise<LinkLook[]> {
    if (hrefs.length === 0) return [];
    const byHash = new Map(hrefs.map((href) => [hashOf(href).toString('hex'), href]));
    const rows = await db
      .selectFrom('link_look')
      .select(['address_hash', 'verdict', 'answer'])
      .where('address_hash', 'in', [...byHash.keys()].map((hash) => Buffer.from(hash, 'hex')))
      .where('looked_at', '>', since)
      .execute();
    return rows.flatMap(({ address_hash, verdict, answer }): LinkLook[] => {
      const href = byHash.get(address_hash.toString('hex'));
      return href === undefined || !isVerdict(verdict) ? [] : [{ href, verdict, answer }];
    });
  } // prettier-ignore

  async keep(looks: readonly LinkLook[], lookedAt: Date): Promise<void> {
    if (looks.length === 0) return;
    // In one order, so that two workers that keep the same addresses do not wait for each other.
    const rows = looks
      .map(({ href, verdict, answer }) => ({ address_hash: hashOf(href), verdict, answer, looked_at: lookedAt }))
      .sort((one, other) => Buffer.compare(one.address_hash, other.address_hash));
    await this.database
      .insertInto('link_look')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('address_hash').doUpdateSet((row) => ({
          verdict: row.ref('excluded.verdict'),
          answer: row.ref('excluded.answer'),
          looked_at: row.ref('excluded.looked_at'),
        })),
      )
      .execute();
  }

  async forget(before: Date): Promise<void> {
    await this.database.deleteFrom('link_look').where('looked_at', '<', before).execute();
  }
}

function hashOf(href: string): Buffer {
  return createHash('sha256').update(href).digest();
}

function isVerdict(verdict: string): verdict is LinkLook['verdict'] {
  return ['alive', 'dead', 'unreachable'].includes(verdict);
}
