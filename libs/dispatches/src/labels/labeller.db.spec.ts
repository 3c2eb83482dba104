import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Log } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { FrozenClock } from '../../../../test/support/frozen-clock.js';
import type { Label } from './label.js';
import { LabelRepository } from './label.repository.js';
import { Labeller } from './labeller.service.js';

const MINUTE = 60_000;
const EMPTY = { standfirst: '', bodyText: '', language: 'fr', categories: [], sourceSlug: null };
const commune = (slug: string, word: string): Label => ({
  kind: 'region',
  slug,
  names: { fr: word },
  countries: [],
  rules: { any: [word] },
});

let test: TestDatabase;
let clock: FrozenClock;
const labellerOf = (log = new Log('silent')) =>
  new Labeller(new LabelRepository(test.database, log), test.database, clock);

beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(async () => {
  clock = new FrozenClock(new Date('2026-03-02T06:00:00Z'));
  await test.database.deleteFrom('label').execute();
});
afterAll(() => test.close());

describe('Labeller', () => {
  it('labels by the shipped labels until there are own ones, kind by kind', async () => {
    const labeller = labellerOf();
    const input = { ...EMPTY, headline: 'Élections à Varsovie et à Landerneau' };
    expect(await labeller.label(input)).toMatchObject({ regions: ['europe'], topics: ['politique'] });
    const gone = await labeller.replace({ region: [commune('landerneau', 'Landerneau')] });
    expect(gone.region).toContain('europe');
    expect(gone.topic).toEqual([]);
    expect(await labeller.label(input)).toMatchObject({ regions: ['landerneau'], topics: ['politique'] });
    await labeller.replace({ region: [] });
    expect(await labeller.label(input)).toMatchObject({ regions: ['europe'] });
  });

  it('keeps the order and everything a label says', async () => {
    const labels: Label[] = [
      { ...commune('b', 'B'), countries: ['FR'], rules: { all: { '*': ['x'] }, none: ['y'], categories: ['z'], sources: ['s'], minScore: 2.5 } },
      commune('a', 'A'),
    ]; // prettier-ignore
    const labeller = labellerOf();
    await labeller.replace({ region: labels });
    expect(await labeller.own()).toEqual(labels);
  });

  it('sees what another process changed within a minute', async () => {
    const here = labellerOf();
    const there = labellerOf();
    const input = { ...EMPTY, headline: 'Landerneau' };
    expect((await here.label(input)).regions).toEqual([]);
    await there.replace({ region: [commune('landerneau', 'Landerneau')] });
    expect((await here.label(input)).regions).toEqual([]);
    clock.set(new Date(clock.now().getTime() + MINUTE));
    expect((await here.label(input)).regions).toEqual(['landerneau']);
  });

  it('leaves out a row that is no label, says so, and labels by the others', async () => {
    const lines: string[] = [];
    const labeller = labellerOf(new Log('error', { write: (line: string) => void lines.push(line) }));
    await labeller.replace({ topic: [{ ...commune('peche', 'sardine'), kind: 'topic' }] });
    const row = { kind: 'topic', position: 0, names: '{"fr":"x"}', rules: '{}' } as const;
    await test.database
      .insertInto('label')
      .values([
        { ...row, slug: 'rules', rules: '{"any":7}' },
        { ...row, slug: 'misspelt', rules: '{"anny":["thon"]}' },
        { ...row, slug: 'nameless', names: '[]' },
        { ...row, slug: 'nowhere', countries: ['xx'] },
      ])
      .execute();
    expect(await labeller.label({ ...EMPTY, headline: 'La sardine et le thon' })).toMatchObject({ topics: ['peche'] });
    const told = lines.map((line) => JSON.parse(line) as { event: string; slug: string });
    expect(told.map(({ event, slug }) => `${event} ${slug}`)).toEqual(
      ['misspelt', 'nameless', 'nowhere', 'rules'].map((slug) => `label.invalid ${slug}`),
    );
  });

  it('does not keep a failure', async () => {
    const labeller = labellerOf();
    const owner = new pg.Client({ connectionString: test.ownerUrl });
    await owner.connect();
    await owner.query('alter table label rename to label_away');
    await expect(labeller.label({ ...EMPTY, headline: 'x' })).rejects.toThrow('"label"');
    await owner.query('alter table label_away rename to label');
    await owner.end();
    await expect(labeller.label({ ...EMPTY, headline: 'x' })).resolves.toMatchObject({ regions: [] });
  });
});
