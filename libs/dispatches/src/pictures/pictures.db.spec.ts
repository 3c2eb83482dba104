import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FileStore, Log, fileHash, filesErrors, newId, openFileStore } from '@app/platform';
import type { INestApplicationContext } from '@nestjs/common';
import { sql } from 'kysely';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { startPictureServer, type PictureServer } from '../../../../test/support/picture-server.js';
import { bomb, fromTelephone, noise } from '../../../../test/support/pictures.js';
import { openTools } from '../../../../test/support/tools.js';
import { DispatchesModule } from '../dispatches.module.js';
import { SourceRepository } from '../sources/source.repository.js';
import { StoreDispatch } from '../store/store-dispatch.service.js';
import { FetchPicture } from './fetch-picture.service.js';
import { KeepPicture } from './keep-picture.service.js';
import { PictureFiles } from './picture-files.service.js';
import { PictureRepository } from './picture.repository.js';
import { SweepPictures } from './sweep-pictures.service.js';

let test: TestDatabase;
let tools: INestApplicationContext;
let server: PictureServer;
let dispatchId: string;
let otherId: string;
let photograph: Buffer;

beforeAll(async () => {
  server = await startPictureServer();
  test = await createTestDatabase({ FETCH_ALLOWED_HOSTS: server.host });
  tools = await openTools(test.config, [DispatchesModule]);
  photograph = await noise(700, 400).jpeg({ quality: 60 }).toBuffer();
  const desk = { slug: 'agence', name: 'Agence', kind: 'api' as const };
  const source = await tools.get(SourceRepository, { strict: false }).ensure(test.database, desk);
  const incoming = { externalId: 'a', language: 'fr', headline: 'Un titre' };
  dispatchId = (await tools.get(StoreDispatch, { strict: false }).store(source, incoming)).id;
  otherId = (await tools.get(StoreDispatch, { strict: false }).store(source, { ...incoming, externalId: 'b' })).id;
});
afterAll(async () => {
  await tools.close();
  await test.close();
  await server.close();
});
beforeEach(async () => {
  await sql`delete from picture_file`.execute(test.database);
  await sql`update picture set state = 'none'`.execute(test.database);
});

/** Sends as long as anybody takes it. */
function endless(_request: IncomingMessage, response: ServerResponse): void {
  if (response.destroyed) return;
  const more = (): void => {
    endless(_request, response);
  };
  if (response.write(Buffer.alloc(65_536, 0xff))) setImmediate(more);
  else response.once('drain', more);
}

let count = 0;

/** A picture as the store leaves it: due. `columns` overrides. */
async function due(url: string, columns: Record<string, unknown> = {}): Promise<string> {
  const id = newId();
  // One address, once a dispatch.
  const unique = url.includes('#') ? url : `${url}#${(count += 1)}`;
  const values = { id, dispatch_id: dispatchId, url: unique, width: 1, height: 1, caption: null, credit: null, use_until: null, may_mail: true, state: 'due' as const, next_try_at: new Date(0), territories: null, ...columns };
  await test.database.insertInto('picture').values(values).execute();
  return id;
} // prettier-ignore

const row = (id: string) =>
  test.database.selectFrom('picture').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const filesOf = (id: string) =>
  test.database.selectFrom('picture_file').selectAll().where('picture_id', '=', id).orderBy('width', 'desc').execute();
const fetchNow = async (id: string) => {
  await sql`update picture set next_try_at = now() where id = ${id} and state = 'due'`.execute(test.database);
  return tools.get(FetchPicture, { strict: false }).fetch(id);
};
const stored = (): FileStore => tools.get(FileStore);
const kill = (id: string) => sql`update picture set killed_at = now() where id = ${id}`.execute(test.database);
const sweep = () => tools.get(SweepPictures, { strict: false });

/** The services over another store and another log. */
function over(files: FileStore, log = new Log('silent')): FetchPicture {
  const pictures = tools.get(PictureRepository, { strict: false });
  return new FetchPicture(pictures, new KeepPicture(test.database, pictures, files), test.config, log);
}

describe('a picture that is due', () => {
  it('is fetched once, and what readers get are our own copies of it', async () => {
    const id = await due(server.put('/harbour', await fromTelephone(1_000, 750)));
    expect(await fetchNow(id)).toBe('stored');
    expect(await row(id)).toMatchObject({ state: 'stored', width: 750, height: 1_000, tries: 1, next_try_at: null, refused_reason: null });
    const files = await filesOf(id);
    expect(files.map(({ width, height, media_type }) => [width, height, media_type])).toEqual([
      [750, 1_000, 'image/jpeg'],
      [600, 800, 'image/jpeg'],
      [240, 320, 'image/jpeg'],
    ]);
    for (const { hash, bytes } of files) {
      const kept = await stored().get(hash);
      expect(kept?.length).toBe(bytes);
      expect(kept?.includes('SecretMaker')).toBe(false);
    }
    expect(await fetchNow(id)).toBe('nothing');
    expect(server.asked.get('/harbour')).toBe(1);
  }); // prettier-ignore

  it('is fetched once also by many workers at the same time', async () => {
    const id = await due(server.put('/once', photograph));
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => tools.get(FetchPicture, { strict: false }).fetch(id)));
    expect(outcomes.sort()).toEqual(['nothing', 'nothing', 'nothing', 'nothing', 'stored']);
    expect(server.asked.get('/once')).toBe(1);
  });

  it('shares its files with another that is the same', async () => {
    const [one, two] = [await due(server.put('/a', photograph)), await due(server.put('/b', photograph))];
    expect(await Promise.all([fetchNow(one), fetchNow(two)])).toEqual(['stored', 'stored']);
    const hashes = async (id: string): Promise<string[]> => (await filesOf(id)).map(({ hash }) => hash);
    expect(await hashes(one)).toEqual(await hashes(two));
  });

  it('is left alone when no right allows it, when its rights have ended, when it was killed, or before its time', async () => {
    const url = server.put('/alone', photograph);
    const changes = [{ may_mail: false }, { use_until: new Date(0) }, { killed_at: new Date() }, { is_lead: false }, { state: 'none' }, { state: 'stored' }];
    for (const change of changes) expect(await fetchNow(await due(url, change))).toBe('nothing');
    const later = await due(url, { next_try_at: new Date(Date.now() + 60_000) });
    expect(await tools.get(FetchPicture, { strict: false }).fetch(later)).toBe('nothing');
    expect(await tools.get(FetchPicture, { strict: false }).fetch(newId())).toBe('nothing');
    expect(server.asked.get('/alone')).toBeUndefined();
    expect(await fetchNow(await due(url, { may_mail: false, may_archive: true }))).toBe('stored');
  }); // prettier-ignore

  it('that is killed while it is fetched is not stored, and leaves no file', async () => {
    const bytes = await noise(300, 200).jpeg().toBuffer();
    const id = await due(server.url + '/killed#1');
    server.put('/killed', (_request, response) => {
      void kill(id).then(() => response.end(bytes));
    });
    expect(await fetchNow(id)).toBe('nothing');
    expect(await filesOf(id)).toEqual([]);
    expect(await row(id)).toMatchObject({ state: 'due' });
  });

  it('that a worker let fall is fetched by another after its lease, and a late result writes over nothing', async () => {
    const id = await due(server.put('/fallen', photograph));
    const pictures = tools.get(PictureRepository, { strict: false });
    const fallen = await pictures.claim(id, 600);
    expect(fallen?.tries).toBe(1);
    expect(await tools.get(FetchPicture, { strict: false }).fetch(id)).toBe('nothing');
    expect(await fetchNow(id)).toBe('stored');
    await pictures.refuse(fallen ?? { id, dispatchId, url: '', tries: 1 }, 'picture.broken');
    expect(await tools.get(KeepPicture, { strict: false }).keep({ id, tries: 1 }, await noise(90, 90).jpeg().toBuffer())).toBe(false);
    expect(await row(id)).toMatchObject({ state: 'stored', width: 700 });
  }); // prettier-ignore
});

describe('a picture that cannot be had', () => {
  it.each<[string, () => Promise<string> | string]>([
    ['picture.not_a_picture', () => server.put('/page.jpg', Buffer.from('<!doctype html><title>Cookies ?</title>'))],
    ['picture.not_a_picture', () => server.put('/drawing.jpg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'))],
    ['picture.too_small', async () => server.put('/pixel.gif', await noise(1, 1).gif().toBuffer())],
    ['picture.too_large', async () => server.put('/bomb.png', await bomb())],
    ['picture.not_served', () => server.put('/gone', (_request, response) => void response.writeHead(410).end())],
    ['fetch.too_large', () => server.put('/endless', endless)],
    ['fetch.address_refused', () => 'http://169.254.169.254/latest/meta-data/'],
    ['fetch.address_refused', () => server.put('/redirect', (_request, response) => void response.writeHead(302, { location: 'http://[::1]:80/' }).end())],
    ['fetch.scheme_refused', () => 'ftp://pictures.example/a.jpg'],
  ])('for good is refused at once: %s', async (code, where) => {
    const id = await due(await where());
    expect(await fetchNow(id)).toBe('refused');
    expect(await row(id)).toMatchObject({ state: 'refused', refused_reason: code, tries: 1, next_try_at: null });
    expect(await filesOf(id)).toEqual([]);
  }); // prettier-ignore

  it.each<[string, () => string]>([
    ['picture.not_served', () => `${server.url}/nowhere`],
    ['picture.not_served', () => server.put('/busy', (_request, response) => void response.writeHead(503).end())],
    ['picture.broken', () => server.put('/cut', photograph.subarray(0, 4_000))],
    ['fetch.failed', () => server.put('/dies', (request) => void request.socket.destroy())],
    ['fetch.failed', () => server.put('/short', (_request, response) => void response.writeHead(200, { 'content-length': '9999' }).end(() => response.socket?.destroy()))],
  ])('for now is tried three times with longer pauses, then refused: %s', async (code, where) => {
    const id = await due(where());
    for (const [tries, pause] of [[1, 60], [2, 600]] as const) {
      const before = Date.now();
      expect(await fetchNow(id)).toBe('later');
      const { state, next_try_at: next } = await row(id);
      expect([state, (await row(id)).tries]).toEqual(['due', tries]);
      expect(Math.abs((next?.getTime() ?? 0) - before - pause * 1_000)).toBeLessThan(20_000);
    }
    expect(await fetchNow(id)).toBe('refused');
    expect(await row(id)).toMatchObject({ state: 'refused', refused_reason: code, tries: 3 });
  }); // prettier-ignore

  it('because the store is full stays due, does not use up a try, and is stored when there is room', async () => {
    const id = await due(server.put('/full', await noise(500, 300).jpeg().toBuffer()));
    const lines: string[] = [];
    const log = new Log('info', { write: (line: string) => void lines.push(line) });
    for (let round = 1; round <= 5; round += 1) {
      await sql`update picture set next_try_at = now() where id = ${id}`.execute(test.database);
      expect(await over(new FullStore(round % 2), log).fetch(id)).toBe('later');
    }
    expect(await row(id)).toMatchObject({ state: 'due', tries: 0, refused_reason: null });
    expect(await filesOf(id)).toEqual([]);
    expect(lines.some((line) => line.includes('picture.not_kept') && line.includes('files.unavailable'))).toBe(true);
    expect(await fetchNow(id)).toBe('stored');
  });

  it('because it brings its worker down is given up after three of them', async () => {
    const id = await due(server.put('/poison', photograph));
    const pictures = tools.get(PictureRepository, { strict: false });
    for (let tries = 1; tries <= 3; tries += 1) {
      await sql`update picture set next_try_at = now() where id = ${id}`.execute(test.database);
      await sweep().sweep();
      expect((await pictures.claim(id, 600))?.tries).toBe(tries);
    }
    await sweep().sweep();
    expect(await row(id)).toMatchObject({ state: 'due' });
    await sql`update picture set next_try_at = now() where id = ${id}`.execute(test.database);
    await sweep().sweep();
    expect(await row(id)).toMatchObject({ state: 'refused', refused_reason: 'picture.given_up' });
  });
});

/** A disk that is full after so many files. */
class FullStore extends FileStore {
  private readonly inner = openFileStore(test.config.env.FILES_URL);
  constructor(private room: number) {
    super();
  }
  async put(hash: string, bytes: Buffer, mediaType: string): Promise<void> {
    if (this.room === 0) throw filesErrors.error('files.unavailable', { reason: 'ENOSPC' });
    this.room -= 1;
    await this.inner.put(hash, bytes, mediaType);
  }
  get(hash: string): Promise<Buffer | undefined> {
    return this.inner.get(hash);
  }
  remove(hash: string): Promise<void> {
    return this.inner.remove(hash);
  }
  check(): Promise<void> {
    return Promise.resolve();
  }
}

describe('a picture whose bytes are at hand', () => {
  it('is stored without being fetched', async () => {
    const id = await due(`${server.url}/at-hand#x`, { state: 'none' });
    expect(await tools.get(KeepPicture, { strict: false }).keepFor(dispatchId, `${server.url}/at-hand#x`, photograph)).toBe(true);
    expect(await row(id)).toMatchObject({ state: 'stored', width: 700, height: 400 });
    expect(await tools.get(KeepPicture, { strict: false }).keepFor(dispatchId, 'https://other.example/', photograph)).toBe(false);
    expect(server.asked.get('/at-hand')).toBeUndefined();
  }); // prettier-ignore
});

describe('a killed picture', () => {
  const find = (name: string) => tools.get(PictureFiles, { strict: false }).find(name);

  it('is gone for readers at once, and its files from the store when no living picture has them', async () => {
    const [one, two] = [await due(server.put('/k1', photograph)), await due(server.put('/k2', photograph))];
    await fetchNow(one);
    await fetchNow(two);
    const [file] = await filesOf(one);
    const hash = file?.hash ?? '';
    await kill(one);
    expect(await sweep().removeKilled()).toBe(1);
    // The other one has the same file and lives.
    expect(await find(hash)).toMatchObject({ hash, isAlive: true });
    expect(await stored().get(hash)).toBeDefined();
    await kill(two);
    await expect(find(`${hash}.jpg`)).rejects.toMatchObject({ code: 'picture.killed' });
    expect(await sweep().removeKilled()).toBe(1);
    for (const { hash: each } of await filesOf(two)) expect(await stored().get(each)).toBeUndefined();
    await expect(find(hash)).rejects.toMatchObject({ code: 'picture.killed' });
    expect(await sweep().removeKilled()).toBe(0);
  });

  it('does not come back from another address with a later version of its dispatch', async () => {
    const one = await due(server.put('/signed', photograph));
    await fetchNow(one);
    const [file] = await filesOf(one);
    await kill(one);
    await sweep().removeKilled();
    const again = await due(server.put('/signed-anew', photograph));
    expect(await fetchNow(again)).toBe('refused');
    expect(await row(again)).toMatchObject({ state: 'refused', refused_reason: 'picture.killed' });
    await expect(find(file?.hash ?? '')).rejects.toMatchObject({ code: 'picture.killed' });
    expect(await stored().get(file?.hash ?? '')).toBeUndefined();
    // Another dispatch has it by its own right.
    expect(await fetchNow(await due(server.put('/theirs', photograph), { dispatch_id: otherId }))).toBe('stored');
  });

  it('does not take along the file of one that is stored at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const bytes = await noise(100, 60 + round)
        .jpeg()
        .toBuffer();
      const [dead, alive] = [
        await due(server.put('/dead', bytes)),
        await due(server.put('/alive', bytes), { dispatch_id: otherId }),
      ];
      await fetchNow(dead);
      await kill(dead);
      await Promise.all([sweep().removeKilled(), fetchNow(alive)]);
      for (const { hash } of await filesOf(alive)) expect(await stored().get(hash)).toBeDefined();
      expect((await filesOf(alive)).length).toBe(1);
    }
  });
});

describe('a name readers ask for', () => {
  it('is a hash that a row names, and nothing that merely lies in the store', async () => {
    const files = tools.get(PictureFiles, { strict: false });
    const secret = Buffer.from('not a picture of anybody');
    await stored().put(fileHash(secret), secret, 'text/plain');
    const names = [
      fileHash(secret),
      '',
      '..',
      '%2e%2e',
      'x'.repeat(64),
      `${fileHash(secret)}.jpg.jpg`,
      `${fileHash(secret)}.svg`,
    ];
    for (const name of names) await expect(files.find(name)).rejects.toMatchObject({ code: 'picture.unknown' });
  });

  it('whose file was lost says so, and does not claim that there never was one', async () => {
    const id = await due(server.put('/lost', await noise(200, 200).jpeg().toBuffer()));
    await fetchNow(id);
    const [file] = await filesOf(id);
    await stored().remove(file?.hash ?? '');
    const files = tools.get(PictureFiles, { strict: false });
    await expect(files.read(await files.find(file?.hash ?? ''))).rejects.toMatchObject({ code: 'picture.lost' });
  });
});
