import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Log } from '@app/platform';
import { SourceRepository, StoreDispatch } from '@app/dispatches';
import { StartEdition, SweepLedger } from '@app/delivery';
import {
  AssembleEdition,
  EditionRepository,
  EditionsModule,
  FreezeEdition,
  NewsletterRepository,
  ToldRepository,
} from '@app/editions';
import { openToolbox } from '../../apps/cli/src/toolbox.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { FrozenClock } from '../support/frozen-clock.js';
import { createNewsroom } from '../support/newsroom.js';
import { asOwner, editionState, frozenEdition } from '../support/sending.js';
import { openTools } from '../support/tools.js';

const HOUR_MS = 3_600_000;
const monday = new Date('2026-11-23T06:00:00Z');
const tuesday = new Date(monday.getTime() + 24 * HOUR_MS);
const before = (instant: Date, hours: number): Date => new Date(instant.getTime() - hours * HOUR_MS);

describe('the window of an edition', () => {
  let test: TestDatabase;
  let tools: INestApplicationContext;
  const clock = new FrozenClock(monday);

  beforeAll(async () => {
    test = await createTestDatabase();
    tools = await openTools(test.config, [EditionsModule], { clock });
    await createNewsroom(test.database);
  });
  afterAll(async () => {
    await tools.close();
    await test.close();
  });

  async function arrive(externalId: string, seenAt: Date, embargoedUntil?: Date): Promise<void> {
    const source = await tools.get(SourceRepository, { strict: false }).bySlug('desk');
    if (source === undefined) throw new Error('the source is missing');
    const dispatch = {
      externalId,
      language: 'fr',
      headline: `Dépêche ${externalId}`,
      regions: ['france'],
      publishedAt: seenAt,
    };
    const store = tools.get(StoreDispatch, { strict: false });
    await store.store(source, embargoedUntil === undefined ? dispatch : { ...dispatch, embargoedUntil }, seenAt);
  }

  /** Claims, assembles and freezes the edition due at `dueAt`, half an hour before; gives the dispatches it took. */
  async function edition(dueAt: Date): Promise<string[]> {
    const newsletter = await tools.get(NewsletterRepository, { strict: false }).bySlug('matin');
    if (newsletter === undefined) throw new Error('the newsletter is missing');
    clock.set(before(dueAt, 0.5));
    const id = await tools.get(EditionRepository).claim(test.database, {
      newsletterId: newsletter.id,
      kind: 'digest',
      editionDate: dueAt.toISOString().slice(0, 10),
      sequence: 1,
      dueAt,
      usefulUntil: new Date(dueAt.getTime() + 10 * HOUR_MS),
    });
    if (id === undefined) throw new Error('the edition was claimed before');
    await tools.get(AssembleEdition).assemble(id);
    await tools.get(FreezeEdition).freeze(id, null);
    const rows = await test.database
      .selectFrom('revision_block')
      .innerJoin('dispatch', 'dispatch.id', 'revision_block.dispatch_id')
      .select('dispatch.external_id')
      .where('edition_id', '=', id)
      .orderBy('external_id')
      .execute();
    return rows.map((row) => row.external_id);
  }

  it('takes each dispatch once: late arrivals the next day, embargoed ones when the embargo has ended', async () => {
    await arrive('a-evening', before(monday, 10));
    await arrive('b-embargo-until-due', before(monday, 9), monday);
    await arrive('c-embargo-past-due', before(monday, 9), new Date(monday.getTime() + HOUR_MS));
    await arrive('d-back-catalogue', before(monday, 100));
    await arrive('e-after-cut-off', before(monday, 0.25));
    expect(await edition(monday)).toEqual(['a-evening', 'b-embargo-until-due']);
    await arrive('f-next-day', before(tuesday, 5));
    expect(await edition(tuesday)).toEqual(['c-embargo-past-due', 'e-after-cut-off', 'f-next-day']);
  });
});

describe('an edition that became old news before anybody was offered it', () => {
  it('does not count as sent, and its dispatches return', async () => {
    // Nobody listens on port 9.
    const test = await createTestDatabase({ SMTP_URL: 'smtp://127.0.0.1:9' });
    const tools = await openToolbox(test.config, new Log('silent'));
    try {
      const { editionId, newsletterId } = await frozenEdition(test, tools, 3);
      await tools.get(StartEdition, { strict: false }).start(editionId);
      await asOwner(test, (client) =>
        client.query(
          `update edition set due_at = now() - interval '2 h', last_due_at = now() - interval '2 h', useful_until = now() - interval '1 h';
           update delivery set due_at = now() - interval '2 h';
           update delivery_chunk set due_at = now() - interval '2 h';
           update wave set due_at = now() - interval '2 h'`,
        ),
      );
      await tools.get(SweepLedger, { strict: false }).sweep();
      expect(await editionState(test.database, editionId)).toBe('cancelled');
      const past = { newsletterId, before: new Date(), slot: null };
      expect(await tools.get(ToldRepository, { strict: false }).lastCounted(test.database, past)).toBeUndefined();
      const newsletter = await tools.get(NewsletterRepository, { strict: false }).bySlug('matin');
      if (newsletter === undefined) throw new Error('the newsletter is missing');
      const now = new Date();
      const { proposal } = await tools
        .get(AssembleEdition, { strict: false })
        .choose(test.database, newsletter, { cutOff: now, dueAt: now });
      expect(proposal.blocks).toHaveLength(3);
    } finally {
      await tools.close();
      await test.close();
    }
  });
});
