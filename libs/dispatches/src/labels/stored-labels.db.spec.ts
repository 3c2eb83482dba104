import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { openTools } from '../../../../test/support/tools.js';
import { DispatchesModule } from '../dispatches.module.js';
import { SourceRepository } from '../sources/source.repository.js';
import { StoreDispatch } from '../store/store-dispatch.service.js';
import { Labeller } from './labeller.service.js';

let test: TestDatabase;
let tools: INestApplicationContext;

beforeAll(async () => {
  test = await createTestDatabase();
  tools = await openTools(test.config, [DispatchesModule]);
});
afterAll(async () => {
  await tools.close();
  await test.close();
});

it('stores a dispatch with the installation’s labels and why it has them', async () => {
  const source = await tools.get(SourceRepository).ensure(test.database, { slug: 'wire', kind: 'api', name: 'Wire' });
  const store = async (externalId: string) => {
    const entry = { externalId, language: 'fr', headline: 'La Pologne élit son Parlement', categories: ['Sport'] };
    const { id } = await tools.get(StoreDispatch).store(source, { ...entry, bodyHtml: '<p>À <b>Varsovie</b>.</p>' });
    const columns = ['countries', 'regions', 'topics', 'label_reasons'] as const;
    return test.database.selectFrom('dispatch').select(columns).where('id', '=', id).executeTakeFirstOrThrow();
  };
  expect(await store('a')).toEqual({
    countries: ['PL'],
    regions: ['europe'],
    topics: ['sports', 'politique'],
    label_reasons: [
      { label: 'PL', kind: 'country', because: 'Pologne, Varsovie' },
      { label: 'europe', kind: 'region', because: 'Pologne, Varsovie' },
      { label: 'sports', kind: 'topic', because: 'given by the source: Sport' },
      { label: 'politique', kind: 'topic', because: 'Parlement' },
    ],
  });
  const pologne = { kind: 'region', slug: 'pologne', names: { fr: 'Pologne' }, countries: ['PL'], rules: {} } as const;
  await tools.get(Labeller).replace({ region: [pologne] });
  expect(await store('b')).toMatchObject({ regions: ['pologne'], topics: ['sports', 'politique'] });
});
