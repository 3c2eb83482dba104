import { KeepPicture, SourceRepository, StoreDispatch } from '@app/dispatches';
import { BookInsertions, SetUpNewsroom } from '@app/editions';
import { FileStore, Log } from '@app/platform';
import { expect, it } from '@jest/globals';
import { createTestDatabase } from '../../../../test/support/database.js';
import { openToolbox } from '../toolbox.js';
import { openDemoNewsroom } from './demo-newsroom.js';

it('has its news every morning, each once, with copies of its pictures and nothing to fetch', async () => {
  const test = await createTestDatabase();
  const tools = await openToolbox(test.config, new Log('silent'));
  try {
    const newsroom = {
      database: test.database,
      setUp: tools.get(SetUpNewsroom, { strict: false }),
      insertions: tools.get(BookInsertions, { strict: false }),
      sources: tools.get(SourceRepository, { strict: false }),
      dispatches: tools.get(StoreDispatch, { strict: false }),
      pictures: tools.get(KeepPicture, { strict: false }),
    };
    const open = async (day: string) => (await openDemoNewsroom(newsroom, new Date(`${day}T07:00:00Z`))).dispatches;
    expect([await open('2026-11-22'), await open('2026-11-22'), await open('2026-11-23')]).toEqual([66, 0, 66]);
    for (const slug of ['monde', 'world', 'alam']) expect(await newsroom.insertions.list(slug)).toHaveLength(1);
    const pictures = await test.database.selectFrom('picture').select('state').execute();
    expect(pictures.map(({ state }) => state)).toEqual(Array.from({ length: 10 }, () => 'stored'));
    const files = await test.database.selectFrom('picture_file').select(['hash', 'width']).distinct().execute();
    expect(files.length).toBeLessThanOrEqual(6);
    for (const { hash } of files) expect(await tools.get(FileStore).get(hash)).toBeDefined();
  } finally {
    await tools.close();
    await test.close();
  }
});
