import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Log } from '@app/platform';
import { openToolbox } from '../../../../apps/cli/src/toolbox.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import type { IncomingDispatch } from '../dispatch.js';
import { StoreDispatch } from '../store/store-dispatch.service.js';
import { ChangeSource } from './change-source.service.js';
import { SourceRepository } from './source.repository.js';
import type { SourceRecord } from './source.js';

const by = { operatorId: null };

describe('changing a source’s rights', () => {
  let test: TestDatabase;
  let tools: INestApplicationContext;
  let count = 0;
  beforeAll(async () => {
    test = await createTestDatabase();
    tools = await openToolbox(test.config, new Log('silent'));
  });
  afterAll(async () => {
    await tools.close();
    await test.close();
  });

  const change = (): ChangeSource => tools.get(ChangeSource, { strict: false });
  async function add(kind: 'feed' | 'api'): Promise<SourceRecord> {
    count += 1;
    const url = kind === 'feed' ? { url: `https://agence.example/${count}` } : {};
    return tools.get(SourceRepository, { strict: false }).ensure(test.database, { slug: `s${count}`, kind, name: 'Agence', ...url }); // prettier-ignore
  }
  async function store(source: SourceRecord, given: Partial<IncomingDispatch> = {}): Promise<string> {
    count += 1;
    const incoming = {
      externalId: String(count),
      language: 'fr',
      headline: `Nouvelle ${count}`,
      link: `https://agence.example/${count}`,
      picture: { url: `https://agence.example/${count}.jpg`, alt: '' },
      ...given,
    };
    return (await tools.get(StoreDispatch, { strict: false }).store(source, incoming)).id;
  }
  async function dispatch(id: string) {
    return test.database.selectFrom('dispatch').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  }
  async function picture(dispatchId: string) {
    return test.database
      .selectFrom('picture')
      .selectAll()
      .where('dispatch_id', '=', dispatchId)
      .executeTakeFirstOrThrow();
  }

  it('reaches what it brought, and makes due what may now be fetched', async () => {
    const source = await add('feed');
    const id = await store(source);
    expect(await dispatch(id)).toMatchObject({ may_mail: false, article_state: 'none' });
    expect(await picture(id)).toMatchObject({ may_mail: false, state: 'none' });
    const until = new Date('2030-01-01T00:00:00Z');
    const rights = { mail: true, until, credit: '© Agence', territories: ['FR'] };
    const changed = await change().rights(source, { rights, excerptLength: 90, fullText: true }, by);
    expect(changed).toMatchObject({ dispatches: 1, pictures: 1, source: { fullText: true, rights } });
    expect(await dispatch(id)).toMatchObject({ may_mail: true, may_archive: false, use_until: until, credit: '© Agence', territories: ['FR'], excerpt_length: 90, article_state: 'due' }); // prettier-ignore
    expect(await picture(id)).toMatchObject({ may_mail: true, use_until: until, territories: ['FR'], state: 'due' });
    expect(await change().rights(source, { rights }, by)).toMatchObject({ dispatches: 0, pictures: 0 });
    await change().rights(changed.source, { rights: { mail: false, territories: null } }, by);
    expect(await dispatch(id)).toMatchObject({ may_mail: false, territories: null, credit: '© Agence' });
    expect(await picture(id)).toMatchObject({ may_mail: false, territories: null });
  });

  it('reaches what a poll stores that began before', async () => {
    const before = await add('feed');
    const { source } = await change().rights(before, { rights: { mail: true, feed: true }, fullText: true }, by);
    const told = { externalId: 'told', link: 'https://agence.example/told' };
    const id = await store(source, told);
    await change().rights(source, { rights: { mail: false, feed: false } }, by);
    // Whoever was fetching holds the record of a minute ago.
    expect(await store(source, { ...told, headline: 'Nouvelle, corrigée' })).toBe(id);
    for (const stored of [id, await store(source)]) {
      expect(await dispatch(stored)).toMatchObject({ may_mail: false, may_feed: false });
      expect(await picture(stored)).toMatchObject({ may_mail: false, may_feed: false });
    }
  });

  it('waits for what is being stored, so that it reaches that too', async () => {
    const { source } = await change().rights(await add('feed'), { rights: { mail: true } }, by);
    const sources = tools.get(SourceRepository, { strict: false });
    const order: string[] = [];
    let changing: Promise<unknown> = Promise.resolve();
    await test.database.transaction().execute(async (trx) => {
      await sources.held(trx, source.id);
      changing = change()
        .rights(source, { rights: { mail: false } }, by)
        .then(() => order.push('changed'));
      // As many statements as a round has: the change could be done by now.
      for (let at = 0; at < 20; at += 1) await sql`select 1`.execute(test.database);
      order.push('stored');
    });
    await changing;
    expect(order).toEqual(['stored', 'changed']);
  });

  it('leaves alone what the desk set, and other sources', async () => {
    const [source, other] = [await add('feed'), await add('feed')];
    const [mine, desk, theirs] = [await store(source), await store(source), await store(other)];
    await test.database.updateTable('dispatch').set({ rights_by_desk: true, may_feed: true }).where('id', '=', desk).execute(); // prettier-ignore
    await test.database.updateTable('picture').set({ rights_by_desk: true }).where('dispatch_id', '=', desk).execute();
    expect(await change().rights(source, { rights: { mail: true } }, by)).toMatchObject({ dispatches: 1, pictures: 1 });
    expect((await dispatch(mine)).may_mail).toBe(true);
    expect(await dispatch(desk)).toMatchObject({ may_mail: false, may_feed: true });
    expect((await dispatch(theirs)).may_mail).toBe(false);
  });

  it('leaves what came with the dispatch itself, right by right, and takes the rest back', async () => {
    const source = await add('api');
    const granted = await change().rights(source, { rights: { mail: true, archive: true, territories: ['FR'] } }, by);
    const id = await store(granted.source, {
      rights: { archive: false, credit: 'N. Ilves', territories: null },
      picture: { url: 'https://agence.example/p.jpg', alt: '', rights: { mail: false, until: '2030-01-01T00:00:00Z' } },
    });
    const before = [await dispatch(id), await picture(id)];
    expect(before).toMatchObject([
      { may_mail: true, may_archive: false, credit: 'N. Ilves', territories: null },
      { may_mail: false, may_archive: false, use_until: new Date('2030-01-01T00:00:00Z'), territories: null },
    ]);
    // Stored with the same rights, it would be as it is.
    expect(await change().rights(granted.source, {}, by)).toMatchObject({ dispatches: 0, pictures: 0 });
    await change().rights(granted.source, { rights: { mail: false, feed: true, territories: ['BE'] } }, by);
    expect(await dispatch(id)).toMatchObject({ may_mail: false, may_archive: false, may_feed: true, credit: 'N. Ilves', territories: null }); // prettier-ignore
    expect(await picture(id)).toMatchObject({ may_mail: false, may_archive: false, may_feed: true, territories: null });
  });

  it('does not fetch what was killed', async () => {
    const source = await add('feed');
    const id = await store(source);
    await test.database.updateTable('dispatch').set({ status: 'killed' }).where('id', '=', id).execute();
    await change().rights(source, { rights: { mail: true }, fullText: true }, by);
    expect([(await dispatch(id)).article_state, (await picture(id)).state]).toEqual(['none', 'none']);
  });
});
