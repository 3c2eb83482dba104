import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { openTools } from '../../../../test/support/tools.js';
import { ChangeDispatch } from './change-dispatch.service.js';
import type { IncomingDispatch } from '../dispatch.js';
import { DispatchesModule } from '../dispatches.module.js';
import { SourceRepository } from '../sources/source.repository.js';
import type { SourceRecord } from '../sources/source.js';
import { StoreDispatch } from '../store/store-dispatch.service.js';

let test: TestDatabase;
let tools: INestApplicationContext;
let source: SourceRecord;
let count = 0;
const act = { operatorId: newId(), reason: 'Décision du desk.' };

beforeAll(async () => {
  test = await createTestDatabase();
  tools = await openTools(test.config, [DispatchesModule]);
  source = await tools.get(SourceRepository).ensure(test.database, { slug: 'agence', kind: 'api', name: 'Agence', rights: { mail: true }, isTrusted: true }); // prettier-ignore
});
afterAll(async () => {
  await tools.close();
  await test.close();
});

const desk = (): ChangeDispatch => tools.get(ChangeDispatch);

async function dispatch(change: Partial<IncomingDispatch> = {}) {
  count += 1;
  const given = { externalId: `d${count}`, language: 'fr', headline: `Le port rouvre (${count})`, ...change };
  const { id } = await tools.get(StoreDispatch).store(source, given);
  const again = (more: Partial<IncomingDispatch>) => tools.get(StoreDispatch).store(source, { ...given, ...more });
  return { id, again };
}

const row = (id: string) =>
  test.database.selectFrom('dispatch').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const life = (id: string) =>
  test.database
    .selectFrom('dispatch_event')
    .select(['kind', 'actor', 'operator_id', 'reason'])
    .where('dispatch_id', '=', id)
    .orderBy('id')
    .execute();
const audited = async (id: string) =>
  (await test.database.selectFrom('audit_entry').select('action').where('object', '=', `dispatch:${id}`).orderBy('id').execute()).map(({ action }) => action); // prettier-ignore

describe('the desk', () => {
  it('withholds, releases and kills; the same act again changes and tells nothing', async () => {
    const { id } = await dispatch();
    for (const [verb, status] of [['withhold', 'withheld'], ['release', 'usable'], ['kill', 'killed']] as const) {
      expect(await desk()[verb](id, act)).toEqual({ changed: true });
      expect(await desk()[verb](id, act)).toEqual({ changed: false });
      expect(await row(id)).toMatchObject({ status, status_reason: status === 'usable' ? null : 'dispatch.by_desk' });
    } // prettier-ignore
    const kinds = ['dispatch.withheld', 'dispatch.released', 'dispatch.killed'];
    expect(await life(id)).toEqual(kinds.map((kind) => ({ kind, actor: 'operator', operator_id: act.operatorId, reason: act.reason }))); // prettier-ignore
    expect(await audited(id)).toEqual(kinds);
  });

  it('by five operators at once withholds once', async () => {
    const { id } = await dispatch();
    const results = await Promise.all(Array.from({ length: 5 }, () => desk().withhold(id, act)));
    expect(results.filter(({ changed }) => changed)).toHaveLength(1);
    expect(await audited(id)).toHaveLength(1);
  });

  it('kills for good: a later version is stored and stays killed, and only two steps bring it back', async () => {
    const { id, again } = await dispatch();
    await expect(desk().kill(id, { operatorId: null })).rejects.toMatchObject({ code: 'dispatch.reason_missing' });
    await desk().kill(id, act);
    expect(await again({ standfirst: 'De retour.' })).toMatchObject({ outcome: 'updated', version: 2 });
    expect(await row(id)).toMatchObject({ status: 'killed', standfirst: 'De retour.' });
    await expect(desk().release(id, act)).rejects.toMatchObject({ code: 'dispatch.wrong_status' });
    await desk().withhold(id, act);
    await desk().release(id, act);
    expect(await row(id)).toMatchObject({ status: 'usable' });
  });

  it('withholds against its source: what the desk took away, a version does not bring back', async () => {
    const { id, again } = await dispatch({ status: 'withheld' });
    await desk().withhold(id, act);
    await again({ status: 'usable' });
    expect(await row(id)).toMatchObject({ status: 'withheld', status_reason: 'dispatch.by_desk' });
  });

  it('answers the alarm by deciding', async () => {
    const { id } = await dispatch({ headline: 'EMBARGO : le rapport' });
    const open = () => test.database.selectFrom('dispatch_alarm').select('code').where('dispatch_id', '=', id).where('settled_at', 'is', null).execute(); // prettier-ignore
    expect(await open()).toEqual([{ code: 'dispatch.title_mark' }]);
    await desk().release(id, act);
    expect(await open()).toEqual([]);
  });

  it('links a correction to what it corrects, which is withheld; never in a ring', async () => {
    const [{ id: first }, { id: second }, { id: third }] = [await dispatch(), await dispatch(), await dispatch()];
    expect(await desk().correct(second, first, act)).toEqual({ changed: true });
    expect(await desk().correct(second, first, act)).toEqual({ changed: false });
    expect(await desk().refile(third, second, act)).toEqual({ changed: true });
    expect(await row(first)).toMatchObject({ status: 'withheld', status_reason: 'dispatch.replaced' });
    expect(await row(second)).toMatchObject({ replaces_id: first, status: 'withheld' });
    for (const [later, earlier] of [[first, third], [first, first]] as const)
      await expect(desk().correct(later, earlier, act)).rejects.toMatchObject({ code: 'dispatch.cannot_replace' }); // prettier-ignore
  });

  it('sets and lifts an embargo, which a later version does not change', async () => {
    const { id, again } = await dispatch({ embargoedUntil: '2030-01-01T00:00:00Z' });
    const until = new Date('2030-06-01T00:00:00Z');
    expect(await desk().setEmbargo(id, until, act)).toEqual({ changed: true });
    expect(await desk().setEmbargo(id, until, act)).toEqual({ changed: false });
    await again({ standfirst: 'Plus.', embargoedUntil: '2030-02-01T00:00:00Z' });
    expect(await row(id)).toMatchObject({ embargoed_until: until });
    await desk().setEmbargo(id, null, act);
    await again({ standfirst: 'Encore plus.', embargoedUntil: '2030-02-01T00:00:00Z' });
    expect(await row(id)).toMatchObject({ embargoed_until: null });
  });

  it('sets labels kind by kind, and gives them back', async () => {
    const { id, again } = await dispatch({ countries: ['FR'] });
    expect(await desk().setLabels(id, { countries: ['ES', 'PT'] }, act)).toEqual({ changed: true });
    expect(await desk().setLabels(id, { countries: ['ES', 'PT'] }, act)).toEqual({ changed: false });
    await again({ countries: ['IT'] });
    expect(await row(id)).toMatchObject({ countries: ['ES', 'PT'], desk_labels: { countries: ['ES', 'PT'] } });
    await desk().setLabels(id, { countries: null }, act);
    expect(await row(id)).toMatchObject({ countries: ['IT'], desk_labels: {} });
  });

  it('sets rights, which stay, and gives them back to the source', async () => {
    const { id, again } = await dispatch();
    expect(await desk().setRights(id, { mail: false, territories: ['FR'] }, act)).toEqual({ changed: true });
    expect(await desk().setRights(id, { mail: false }, act)).toEqual({ changed: false });
    await again({ standfirst: 'Plus.' });
    expect(await row(id)).toMatchObject({ may_mail: false, territories: ['FR'], rights_by_desk: true });
    await desk().setRights(id, 'inherit', act);
    expect(await row(id)).toMatchObject({ may_mail: true, territories: null, rights_by_desk: false });
  });

  it('kills a picture by itself, and a later version with it does not bring it back', async () => {
    const picture = { url: 'https://gazette.example/p.jpg' };
    const { id, again } = await dispatch({ picture });
    const found = await test.database.selectFrom('picture').select('id').where('dispatch_id', '=', id).executeTakeFirstOrThrow(); // prettier-ignore
    expect(await desk().killPicture(found.id, act)).toEqual({ changed: true });
    expect(await desk().killPicture(found.id, act)).toEqual({ changed: false });
    await again({ standfirst: 'Plus.', picture });
    const pictures = await test.database.selectFrom('picture').selectAll().where('dispatch_id', '=', id).execute();
    expect(pictures).toMatchObject([{ killed_at: expect.any(Date), killed_reason: act.reason }]);
    expect(await row(id)).toMatchObject({ status: 'usable' });
    await expect(desk().killPicture(newId(), act)).rejects.toMatchObject({ code: 'picture.unknown' });
  });

  it('sets a picture’s own rights, whatever the text may be used for', async () => {
    const picture = { url: 'https://gazette.example/q.jpg' };
    const { id, again } = await dispatch({ picture });
    const rights = () => test.database.selectFrom('picture').select(['id', 'may_mail', 'territories']).where('dispatch_id', '=', id).executeTakeFirstOrThrow(); // prettier-ignore
    const { id: pictureId } = await rights();
    const change = { mail: false, territories: ['FR', 'BE'] };
    expect(await desk().setPictureRights(pictureId, change, act)).toEqual({ changed: true });
    expect(await desk().setPictureRights(pictureId, change, act)).toEqual({ changed: false });
    await again({ standfirst: 'Plus.', picture });
    expect(await rights()).toMatchObject({ may_mail: false, territories: ['FR', 'BE'] });
    expect(await row(id)).toMatchObject({ may_mail: true });
  });

  it('has a picture fetched that nobody might use before', async () => {
    const picture = { url: 'https://gazette.example/r.jpg', rights: { mail: false, archive: false, feed: false } };
    const { id } = await dispatch({ picture });
    const copy = () => test.database.selectFrom('picture').select(['id', 'state']).where('dispatch_id', '=', id).executeTakeFirstOrThrow(); // prettier-ignore
    const { id: pictureId, state } = await copy();
    expect(state).toBe('none');
    await desk().setPictureRights(pictureId, { mail: true }, act);
    expect(await copy()).toEqual({ id: pictureId, state: 'due' });
  });

  it('knows no dispatch that is not there', async () => {
    await expect(desk().withhold(newId(), act)).rejects.toMatchObject({ code: 'dispatch.unknown' });
  });
});
