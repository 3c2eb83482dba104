import { getQueueToken } from '@nestjs/bullmq';
import type { INestApplicationContext } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Queue } from 'bullmq';
import { Config, newId } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { FrozenClock } from '../../../../test/support/frozen-clock.js';
import { openTools } from '../../../../test/support/tools.js';
import { DispatchesModule } from '../dispatches.module.js';
import { ChangeClusters } from './change-clusters.service.js';
import { replay } from './cluster-dispatches.js';
import { ClusterDispatches } from './cluster-dispatches.service.js';
import { DEFAULT_CLUSTER_SETTINGS, settingsHash } from './cluster-settings.js';
import { ShowClusters } from './show-clusters.service.js';

const NOW = new Date('2026-05-12T08:00:00Z');
const hours = (count: number): Date => new Date(NOW.getTime() + count * 3_600_000);

let test: TestDatabase;
let clock: FrozenClock;
/** Two workers, each a process of its own as far as they can tell. */
let one: INestApplicationContext;
let two: INestApplicationContext;
let agency: string;
let radio: string;

beforeEach(async () => {
  test = await createTestDatabase();
  clock = new FrozenClock(NOW);
  one = await openTools(test.config, [DispatchesModule], { clock });
  two = await openTools(test.config, [DispatchesModule], { clock });
  agency = await source('agency');
  radio = await source('radio');
});
afterEach(async () => {
  await one.close();
  await two.close();
  await test.close();
});

async function source(slug: string, language: string | null = 'fr'): Promise<string> {
  const id = newId();
  await test.database
    .insertInto('source')
    .values({ id, slug, kind: 'api', name: slug, url: null, language, may_mail: true, may_archive: true, may_feed: true })
    .execute();
  return id;
} // prettier-ignore

async function dispatch(sourceId: string, headline: string, standfirst = '', overrides: object = {}): Promise<string> {
  const id = newId();
  const row = { id, source_id: sourceId, external_id: id, language: 'fr', headline, standfirst, published_at: hours(-1), first_seen_at: hours(-1), may_mail: true, may_archive: true, may_feed: true, access: 'free' as const };
  await test.database.insertInto('dispatch').values({ ...row, ...overrides }).execute();
  return id;
} // prettier-ignore

const quake = (): Promise<string[]> =>
  Promise.all([
    dispatch(agency, 'Pérou : un séisme de magnitude 6,8 secoue Arequipa', 'Au moins quatre personnes ont perdu la vie.'),
    dispatch(radio, 'La terre a tremblé à Arequipa, quatre morts', 'Le séisme a détruit des maisons dans le sud du Pérou.'),
  ]); // prettier-ignore
const cluster = (tools = one) => tools.get(ClusterDispatches).cluster('fr');
const clusterOf = async (id: string): Promise<string | null> => {
  const row = await test.database.selectFrom('dispatch').select('cluster_id').where('id', '=', id).executeTakeFirst();
  return row?.cluster_id ?? null;
};
const decisions = () => test.database.selectFrom('cluster_decision').selectAll().orderBy('id').execute();

describe('placing dispatches', () => {
  it('puts two tellings together and another event apart, with the log that says why', async () => {
    const [first = '', second = ''] = await quake();
    const other = await dispatch(radio, 'Belgique : les pilotes du port d’Anvers en grève');
    expect(await cluster()).toEqual({ outcome: 'placed', opened: 2, joined: 1, merged: 0 });
    expect(await clusterOf(first)).toBe(await clusterOf(second));
    expect(await clusterOf(other)).not.toBe(await clusterOf(first));
    const logged = await decisions();
    expect(logged.map(({ kind }) => kind).sort()).toEqual(['joined', 'opened', 'opened']);
    for (const { settings, operator_id } of logged) {
      expect(settings).toBe(settingsHash(DEFAULT_CLUSTER_SETTINGS));
      expect(operator_id).toBeNull();
    }
    const joined = logged.find(({ kind }) => kind === 'joined');
    expect(joined?.score).toBeGreaterThanOrEqual(DEFAULT_CLUSTER_SETTINGS.join);
    expect(JSON.stringify(joined?.reasons)).toContain('Arequipa');
    // Nothing is left to do.
    expect(await one.get(ClusterDispatches).ringDue()).toBe(0);
    expect(await cluster()).toMatchObject({ outcome: 'off' });
  });

  it('keeps a log from which the same clusters come out again', async () => {
    await quake();
    await dispatch(radio, 'Belgique : les pilotes du port d’Anvers en grève');
    await cluster();
    await dispatch(radio, 'Séisme d’Arequipa : le bilan passe à onze morts', 'Des secours arrivent de tout le Pérou.', { published_at: hours(0) });
    await cluster();
    const standing = await one.get(ShowClusters).standing('fr', hours(-72));
    const shape = (all: readonly { members: readonly { id: string }[] }[]): string[][] =>
      all.map(({ members }) => members.map(({ id }) => id).sort()).sort((a, b) => b.length - a.length);
    expect(shape(standing.clusters).map((ids) => ids.length)).toEqual([3, 1]);
    expect(shape(replay(standing.decisions, DEFAULT_CLUSTER_SETTINGS).clusters)).toEqual(shape(standing.clusters));
  }); // prettier-ignore

  it('joins what comes later to the cluster that is there, and an update moves nothing', async () => {
    const [first = ''] = await quake();
    await cluster();
    const before = await clusterOf(first);
    const later = await dispatch(agency, 'Séisme à Arequipa : le bilan passe à onze morts', 'Pérou.', { published_at: hours(5), first_seen_at: hours(5) }); // prettier-ignore
    clock.set(hours(6));
    expect(await cluster()).toMatchObject({ outcome: 'placed', opened: 0, joined: 1 });
    expect(await clusterOf(later)).toBe(before);
    await test.database.updateTable('dispatch').set({ headline: 'Tout autre chose', version: 2 }).where('id', '=', later).execute(); // prettier-ignore
    await dispatch(radio, 'Belgique : les pilotes du port d’Anvers en grève', '', { first_seen_at: hours(5) });
    await cluster();
    expect(await clusterOf(later)).toBe(before);
  });

  it('of two workers places each dispatch once', async () => {
    const ids = await quake();
    const rounds = await Promise.all([cluster(one), cluster(two), cluster(one), cluster(two)]);
    expect(rounds.filter(({ outcome, opened }) => outcome === 'placed' && opened > 0)).toHaveLength(1);
    expect((await decisions()).map(({ dispatch_id }) => dispatch_id).sort()).toEqual([...ids].sort());
    const { count } = await test.database.selectFrom('cluster').select((select) => select.fn.countAll<number>().as('count')).executeTakeFirstOrThrow(); // prettier-ignore
    expect(count).toBe(1);
  });

  it('leaves a language alone that one active source tells, or when it is switched off', async () => {
    await quake();
    await test.database.updateTable('source').set({ state: 'paused' }).where('id', '=', radio).execute();
    expect(await one.get(ClusterDispatches).ringDue()).toBe(0);
    expect(await cluster()).toMatchObject({ outcome: 'off' });
    expect(await decisions()).toEqual([]);
    const forced = await openTools(new Config({ ...test.config.env, CLUSTERING: 'on' }), [DispatchesModule], { clock });
    expect(await cluster(forced)).toMatchObject({ outcome: 'placed', joined: 1 });
    await forced.close();
  });

  it('leaves alone what is withheld, of the back catalogue or too old', async () => {
    await dispatch(agency, 'Un', '', { status: 'withheld' });
    await dispatch(agency, 'Deux', '', { is_back_catalogue: true });
    await dispatch(radio, 'Trois', '', { first_seen_at: hours(-100) });
    expect(await one.get(ClusterDispatches).ringDue()).toBe(0);
    expect(await decisions()).toEqual([]);
  });

  it('rings once for each language in which something waits', async () => {
    await quake();
    const english = await source('wire', 'en');
    await dispatch(english, 'Ghana votes', '', { language: 'en' });
    expect(await one.get(ClusterDispatches).ringDue()).toBe(1);
    const jobs = await one.get<Queue>(getQueueToken('sources'), { strict: false }).getJobs('wait');
    expect(jobs.map((job) => [job.name, job.data as unknown])).toEqual([['cluster-language', { language: 'fr' }]]);
  });
});

describe('an operator’s word', () => {
  it('splits, and the machine joins nothing again', async () => {
    const [first = '', second = ''] = await quake();
    await cluster();
    const changed = await one.get(ChangeClusters).split([second]);
    expect(await clusterOf(second)).toBe(changed.clusterId);
    expect(await clusterOf(first)).not.toBe(changed.clusterId);
    // Something that is like both would make them one, were it the machine's to say.
    await dispatch(agency, 'Séisme au Pérou : la terre a tremblé à Arequipa, quatre morts, des maisons détruites', 'Le séisme de magnitude 6,8 a secoué le sud.'); // prettier-ignore
    await cluster();
    expect(await clusterOf(second)).toBe(changed.clusterId);
    expect(await clusterOf(first)).not.toBe(changed.clusterId);
    expect((await decisions()).map(({ kind }) => kind)).toContain('split');
    const audit = await test.database.selectFrom('audit_entry').select(['action', 'object']).execute();
    expect(audit).toEqual([{ action: 'cluster.split', object: `cluster:${(await clusterOf(first)) ?? ''}` }]);
  });

  it('merges into the oldest, and what comes later joins there', async () => {
    const [first = ''] = await quake();
    const distant = await dispatch(radio, 'Belgique : les pilotes du port d’Anvers en grève');
    await cluster();
    const [mine, theirs] = [await clusterOf(first), await clusterOf(distant)];
    const changed = await one.get(ChangeClusters).merge([theirs ?? '', mine ?? '']);
    expect([mine, theirs]).toContain(changed.clusterId);
    expect(await clusterOf(distant)).toBe(await clusterOf(first));
    expect(changed.dispatchIds).toHaveLength(3);
    const later = await dispatch(agency, 'Séisme à Arequipa : le bilan passe à onze morts', 'Pérou.');
    await cluster();
    expect(await clusterOf(later)).toBe(changed.clusterId);
    const again = await one.get(ChangeClusters).merge([theirs ?? '', mine ?? '']);
    expect(again.clusterId).toBe(changed.clusterId);
  });

  it('is refused in words when it makes no sense', async () => {
    const [first = '', second = ''] = await quake();
    const desk = one.get(ChangeClusters);
    await expect(desk.split([first])).rejects.toMatchObject({ code: 'cluster.none_yet' });
    const other = await dispatch(radio, 'Belgique : les pilotes du port d’Anvers en grève');
    await cluster();
    await expect(desk.split([first, second])).rejects.toMatchObject({ code: 'cluster.nothing_left' });
    await expect(desk.split([first, other])).rejects.toMatchObject({ code: 'cluster.several' });
    await expect(desk.split([newId()])).rejects.toMatchObject({ code: 'cluster.dispatch_unknown' });
    await expect(desk.split([])).rejects.toMatchObject({ code: 'cluster.dispatch_unknown' });
    await expect(desk.split(['one'])).rejects.toMatchObject({ code: 'cluster.dispatch_unknown' });
    await expect(desk.merge(['one', 'two'])).rejects.toMatchObject({ code: 'cluster.unknown' });
    const id = (await clusterOf(first)) ?? '';
    await expect(desk.merge([id])).rejects.toMatchObject({ code: 'cluster.only_one' });
    await expect(desk.merge([id, newId()])).rejects.toMatchObject({ code: 'cluster.unknown' });
  });
});
