import { expect } from '@jest/globals';
import { Config } from '@app/platform';
import { feed, rss, startFeedServer } from '../../support/feed-server.js';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';

/** Adds a feed by looking at what it would bring, then pauses it. */
export const walk: Walk = {
  room: 'sources',
  run: async (desk) => {
    const server = await startFeedServer();
    try {
      const { FETCH_ALLOWED_HOSTS: hosts } = desk.api.app.get(Config, { strict: false }).env;
      hosts.push(server.hosts[0] ?? '');
      server.answer('/monde.xml', feed(rss([
        { id: 'a', title: 'La digue tient bon', summary: 'Deux phrases. Et une autre.' },
        { id: 'b', title: 'CORRECTION : la digue a cédé' },
      ]))); // prettier-ignore
      await refuses(desk);
      await adds(desk, server.url('/monde.xml'));
    } finally {
      await server.close();
    }
  },
};

async function refuses({ page, url }: DeskWalk): Promise<void> {
  await page.goto(`${url}/admin/sources`);
  await page.getByRole('heading', { level: 1, name: 'Sources' }).waitFor();
  await page.getByRole('link', { name: 'Add a source' }).first().click();
  await page.getByLabel('Address of a feed').fill('http://169.254.169.254/latest');
  await page.keyboard.press('Enter');
  await page.getByText('It cannot be read now').waitFor();
}

async function adds({ page, database, ask, seen }: DeskWalk, address: string): Promise<void> {
  const before = await database.selectFrom('dispatch').select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow(); // prettier-ignore
  await page.getByLabel('Address of a feed').fill(address);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 3, name: 'La digue tient bon' }).waitFor();
  await page.getByText('Withheld by a mark in its headline').waitFor();
  await seen('a feed that is looked at');
  const after = await database.selectFrom('dispatch').select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow(); // prettier-ignore
  expect(after).toEqual(before);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('La Digue');
  await page.getByRole('textbox', { name: 'Short name' }).fill('digue');
  await page.getByRole('checkbox', { name: 'Full in mail' }).check();
  await page.getByRole('button', { name: 'Watch this feed' }).click();
  await page.getByRole('heading', { level: 1, name: 'La Digue' }).waitFor();
  await seen('one source');
  // A colleague was quicker, with another field: theirs stays, ours is saved over it.
  await page.getByRole('textbox', { name: 'Credit' }).fill('La Digue, tous droits');
  await ask('PATCH', '/api/v1/sources/digue', { weight: 9 }, { 'if-match': '"1"' });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Somebody changed this meanwhile').waitFor();
  await seen('a source somebody else changed');
  await page.getByRole('button', { name: 'Save mine over it' }).click();
  await page.getByText(/^Saved\. It reached/).waitFor();
  expect(await ask('GET', '/api/v1/sources/digue')).toMatchObject({
    weight: 9,
    version: 3,
    rights: { credit: 'La Digue, tous droits' },
  });
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  expect(await database.selectFrom('source').select(['name', 'url', 'state', 'may_mail', 'may_archive']).where('slug', '=', 'digue').executeTakeFirstOrThrow()).toEqual({
    name: 'La Digue', url: address, state: 'paused', may_mail: true, may_archive: false,
  }); // prettier-ignore
  await page.getByRole('main').getByRole('link', { name: 'Sources' }).click();
  await page.getByRole('link', { name: 'La Digue' }).waitFor();
  await seen('the list of sources');
}
