import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { KeepPicture, SourceRepository, StoreDispatch } from '@app/dispatches';
import { FileStore, fileHash } from '@app/platform';
import { sql } from 'kysely';
import { startTestApi, type TestApi } from '../../../../test/support/api.js';
import { noise } from '../../../../test/support/pictures.js';

let api: TestApi;
let hash: string;

const PICTURE = 'https://agence.example/port.jpg';

beforeAll(async () => {
  api = await startTestApi();
  hash = await storedPicture('a', 300);
});
afterAll(() => api.close());

/** The hash of the widest copy of a picture that is stored. */
async function storedPicture(externalId: string, width: number): Promise<string> {
  const tools = api.api.app;
  const desk = { slug: 'agence', name: 'Agence', kind: 'api' as const, rights: { mail: true } };
  const source = await tools.get(SourceRepository, { strict: false }).ensure(api.database, desk);
  const incoming = { externalId, language: 'fr', headline: `Un titre ${externalId}`, picture: { url: PICTURE } };
  const { id } = await tools.get(StoreDispatch, { strict: false }).store(source, incoming);
  const original = await noise(width, 200).jpeg().toBuffer();
  expect(await tools.get(KeepPicture, { strict: false }).keepFor(id, PICTURE, original)).toBe(true);
  const rows = await api.database
    .selectFrom('picture_file')
    .innerJoin('picture', 'picture.id', 'picture_id')
    .select('hash')
    .where('dispatch_id', '=', id)
    .orderBy('picture_file.width', 'desc')
    .execute();
  return rows[0]?.hash ?? '';
}

/** The answer's bytes as they are. */
function bytesAt(path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    request(api.api.url + path, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => { resolve(Buffer.concat(chunks)); }); // prettier-ignore
    })
      .on('error', reject)
      .end();
  });
}

describe('GET /media/:hash', () => {
  it.each(['', '.jpg', '.png'])('sends the very bytes, to be kept for ever (%j)', async (extension) => {
    const path = `/media/${hash}${extension}`;
    const { status, headers } = await api.ask('GET', path);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'public, max-age=31536000, immutable',
      etag: `"${hash}"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^default-src 'none'/),
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(headers).not.toHaveProperty('set-cookie');
    const bytes = await bytesAt(path);
    expect(fileHash(bytes)).toBe(hash);
    expect(headers['content-length']).toBe(String(bytes.length));
  });

  it('answers HEAD with the head alone', async () => {
    const { headers } = await api.ask('GET', `/media/${hash}`);
    const head = await api.ask('HEAD', `/media/${hash}`);
    expect([head.status, head.text]).toEqual([200, '']);
    for (const name of ['content-type', 'content-length', 'etag', 'cache-control'])
      expect(head.headers[name]).toBe(headers[name]);
  });

  it.each(['"HASH"', 'W/"HASH"', '"x", "HASH"', '*'])('sends nothing again to whoever has it: %s', async (tag) => {
    const ifNoneMatch = tag.replace('HASH', hash);
    const answer = await api.ask('GET', `/media/${hash}.jpg`, { headers: { 'if-none-match': ifNoneMatch } });
    expect([answer.status, answer.text]).toEqual([304, '']);
    expect(answer.headers).toMatchObject({ etag: `"${hash}"`, 'cache-control': expect.stringContaining('immutable') });
  });

  it('sends it to whoever has another', async () => {
    const headers = { 'if-none-match': `"${hash.slice(1)}0", ${hash}` };
    expect((await api.ask('GET', `/media/${hash}`, { headers })).status).toBe(200);
  });

  it.each([
    'x', '..', '..%2f..%2fetc%2fpasswd', '%2e%2e%2fprobe', 'HASH.svg', 'HASH.jpg.jpg', 'HASH.', 'HASH%00', 'HASH%0a', 'HASH/', 'HASH/x', 'UPPER',
    '0000000000000000000000000000000000000000000000000000000000000000',
  ])('knows nothing of %s, and lets nobody keep that', async (name) => {
    const path = `/media/${name.replace('HASH', hash).replace('UPPER', hash.toUpperCase())}`;
    const answer = await api.ask('GET', path, { headers: { accept: 'application/json' } });
    expect([answer.status, answer.headers['cache-control']]).toEqual([404, 'no-store']);
  }); // prettier-ignore

  it('shows nothing that merely lies in the store', async () => {
    const secret = Buffer.from('somebody else’s file');
    await api.api.app.get(FileStore, { strict: false }).put(fileHash(secret), secret, 'text/html');
    expect((await api.ask('GET', `/media/${fileHash(secret)}`)).status).toBe(404);
  });

  it('says that a killed picture is gone, also to whoever has it already', async () => {
    const killed = await storedPicture('b', 400);
    await sql`update picture set killed_at = now() where id in (select picture_id from picture_file where hash = ${killed})`.execute(api.database);
    for (const headers of [{}, { 'if-none-match': `"${killed}"` }]) {
      const answer = await api.ask('GET', `/media/${killed}.jpg`, { headers: { ...headers, accept: 'application/json' } });
      expect([answer.status, answer.headers['cache-control']]).toEqual([410, 'no-store']);
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'picture.killed' });
    }
  }); // prettier-ignore

  it('asks for patience when the file is not to be had', async () => {
    const lost = await storedPicture('c', 500);
    await api.api.app.get(FileStore, { strict: false }).remove(lost);
    const answer = await api.ask('GET', `/media/${lost}.jpg`);
    expect([answer.status, answer.headers['cache-control']]).toEqual([503, 'no-store']);
    expect(answer.headers).toHaveProperty('retry-after');
  });

  it('changes nothing', async () => {
    const before = await api.countRows();
    await api.ask('GET', `/media/${hash}`);
    expect(await api.countRows()).toEqual(before);
    expect((await api.ask('POST', `/media/${hash}`)).status).not.toBe(200);
  });
});
