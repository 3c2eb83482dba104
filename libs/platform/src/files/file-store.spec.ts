import { mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startS3Server, type S3Server } from '../../../../test/support/s3-server.js';
import { fileHash, isFileHash, type FileStore } from './file-store.js';
import { filesPlace } from './files-place.js';
import { openFileStore } from './open-file-store.js';

const open = (url: string): FileStore => openFileStore(filesPlace.parse(url));
const bytes = Buffer.from([0xff, 0xd8, 0xff, 0x00, 0x0a, 0x0d]);
const hash = fileHash(bytes);
/** Everything that could name something outside the store, or two files at once. */
const notHashes = [
  '',
  '..',
  '../../etc/passwd',
  hash.toUpperCase(),
  `${hash}x`,
  hash.slice(1),
  `${hash}\n`,
  `${hash}\0`,
];

let folder: string;
let s3: S3Server;

beforeAll(async () => {
  s3 = await startS3Server();
});
afterAll(() => s3.close());
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'colporteur-files-'));
  s3.objects.clear();
  s3.fail(null);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe.each<[string, () => FileStore]>([
  ['a folder', () => open(pathToFileURL(path.join(folder, 'not there yet')).href)],
  ['S3-compatible storage', () => open(s3.url)],
])('files in %s', (_name, make) => {
  it('come back as they were put, and not under another name', async () => {
    const store = make();
    await store.put(hash, bytes, 'image/jpeg');
    expect(await store.get(hash)).toEqual(bytes);
    expect(await store.get(fileHash(Buffer.from('other')))).toBeUndefined();
  });

  it('are one file when they are the same', async () => {
    const store = make();
    await Promise.all([1, 2, 3].map(() => store.put(hash, bytes, 'image/jpeg')));
    expect(await store.get(hash)).toEqual(bytes);
    await store.remove(hash);
    expect(await store.get(hash)).toBeUndefined();
  });

  it('can be removed, also when they are not there', async () => {
    const store = make();
    await store.remove(hash);
    await store.put(hash, bytes, 'image/jpeg');
    await store.remove(hash);
    await store.remove(hash);
    expect(await store.get(hash)).toBeUndefined();
  });

  it.each(notHashes)('have no other name than a hash: %j', async (name) => {
    const store = make();
    const invalid = expect.objectContaining({ code: 'files.invalid_name' });
    await expect(store.put(name, bytes, 'image/jpeg')).rejects.toEqual(invalid);
    await expect(store.get(name)).rejects.toEqual(invalid);
    await expect(store.remove(name)).rejects.toEqual(invalid);
  });

  it('are asked for at start, for reading also when nothing was ever written', async () => {
    await make().check('read');
    await make().check('write');
    expect(await make().get(hash)).toBeUndefined();
  });
});

describe('a folder', () => {
  const store = (): FileStore => open(pathToFileURL(folder).href);

  it('leaves nothing half-written behind when it is full, and keeps what it had', async () => {
    await store().put(hash, bytes, 'image/jpeg');
    // A folder where the file should go makes the last step fail, as a full disk does the first.
    const other = Buffer.from('other');
    await mkdir(path.join(folder, fileHash(other).slice(0, 2), fileHash(other), 'x'), { recursive: true });
    await expect(store().put(fileHash(other), other, 'image/jpeg')).rejects.toMatchObject({
      code: expect.stringMatching(/^files\./),
    });
    expect(await readdir(path.join(folder, 'aside'))).toEqual([]);
    expect(await store().get(hash)).toEqual(bytes);
  });

  it('says so when a file is not what it was', async () => {
    await store().put(hash, bytes, 'image/jpeg');
    await writeFile(path.join(folder, hash.slice(0, 2), hash), bytes.subarray(1));
    await expect(store().get(hash)).rejects.toMatchObject({ code: 'files.damaged' });
    await store().put(hash, bytes, 'image/jpeg');
    expect(await store().get(hash)).toEqual(bytes);
  });

  it('removes at the start what a crash has left, and nothing that is being written', async () => {
    await mkdir(path.join(folder, 'aside'));
    for (const name of ['old', 'new']) await writeFile(path.join(folder, 'aside', name), 'x');
    const yesterday = new Date(Date.now() - 86_400_000);
    await utimes(path.join(folder, 'aside', 'old'), yesterday, yesterday);
    await store().check('write');
    expect(await readdir(path.join(folder, 'aside'))).toEqual(['new']);
  });

  it('that is a file, or below one, is a wrong configuration', async () => {
    await writeFile(path.join(folder, 'file'), 'x');
    for (const place of ['file', 'file/below']) {
      const wrong = open(pathToFileURL(path.join(folder, place)).href);
      await expect(wrong.check('write')).rejects.toMatchObject({ code: expect.stringMatching(/^files\./) });
      await expect(wrong.put(hash, bytes, 'image/jpeg')).rejects.toMatchObject({
        code: expect.stringMatching(/^files\./),
      });
    }
    expect(await readFile(path.join(folder, 'file'), 'utf8')).toBe('x');
  });

  it('lets nobody else write or read its files', async () => {
    await store().put(hash, bytes, 'image/jpeg');
    expect((await stat(path.join(folder, hash.slice(0, 2), hash))).mode & 0o137).toBe(0);
  });
});

describe('S3-compatible storage', () => {
  it('is told what a file is, for whoever looks into the bucket', async () => {
    await open(s3.url).put(hash, bytes, 'image/jpeg');
    expect([...s3.objects]).toEqual([[`${hash.slice(0, 2)}/${hash}`, { bytes, mediaType: 'image/jpeg' }]]);
  });

  it.each([
    [503, 'SlowDown', 'files.unavailable'],
    [500, 'InternalError', 'files.unavailable'],
    [507, 'XMinioStorageFull', 'files.unavailable'],
    [403, 'AccessDenied', 'files.misconfigured'],
    [404, 'NoSuchBucket', 'files.misconfigured'],
  ])('that answers %i %s is %s', async (status, code, expected) => {
    s3.fail({ status, code });
    const error = { code: expected, details: { reason: code } };
    await expect(open(s3.url).put(hash, bytes, 'image/jpeg')).rejects.toMatchObject(error);
    await expect(open(s3.url).check('write')).rejects.toMatchObject(error);
  });

  it('believes only the right secret', async () => {
    const wrong = open(s3.url.replace('a%2Fsecret', 'another'));
    await expect(wrong.put(hash, bytes, 'image/jpeg')).rejects.toMatchObject({ code: 'files.misconfigured' });
    expect(s3.objects.size).toBe(0);
  });

  it('that is not there is away, and its secret stays out of the error', async () => {
    const gone = await startS3Server();
    await gone.close();
    const failure: unknown = await open(gone.url)
      .put(hash, bytes, 'image/jpeg')
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'files.unavailable' });
    expect(JSON.stringify(failure)).not.toContain('secret');
  });

  it('says so when an object is not what it was', async () => {
    await open(s3.url).put(hash, bytes, 'image/jpeg');
    s3.objects.set(`${hash.slice(0, 2)}/${hash}`, { bytes: Buffer.from('x'), mediaType: 'image/jpeg' });
    await expect(open(s3.url).get(hash)).rejects.toMatchObject({ code: 'files.damaged' });
  });
});

describe('FILES_URL', () => {
  const s3Place = {
    kind: 's3',
    endpoint: 'https://s3.example/b',
    region: 'us-east-1',
    accessKeyId: 'K',
    secretAccessKey: 's/+',
  };

  it.each<[string, object]>([
    ['file:///var/lib/colporteur/files', { kind: 'folder', path: '/var/lib/colporteur/files' }],
    ['file:///with%20space', { kind: 'folder', path: '/with space' }],
    ['s3://K:s%2F%2B@s3.example/b', s3Place],
    ['s3://K:s%2F%2B@s3.example/b/', s3Place],
    ['s3://K:s%2F%2B@s3.example:9000/b/prefix?region=eu-west-3&tls=false', { ...s3Place, endpoint: 'http://s3.example:9000/b/prefix', region: 'eu-west-3' }],
  ])('reads %s', (text, place) => {
    expect(filesPlace.parse(text)).toEqual(place);
  }); // prettier-ignore

  it.each([
    'files', '/var/lib/files', 'file://host/folder', 'file:///', 'file:///a?b', 'file:///a%2Fb', 'http://s3.example/b', 's3://s3.example/b', 's3://K@s3.example/b',
    's3://K:s@s3.example', 's3://K:s@s3.example/', 's3://K:s@s3.example/b?tls=maybe', 's3://K:s@s3.example/b?secret=x', 's3://K:%@s3.example/b', 's3://K:s@s3.example/../b c', 's3://K:s@s3.example/b#x',
  ])('refuses %s', (text) => {
    const { error } = filesPlace.safeParse(text);
    expect(error?.issues[0]?.message).toMatch(/file:\/\/\/an\/absolute\/folder/);
  }); // prettier-ignore
});

it('knows a hash from everything else', () => {
  expect(isFileHash(hash)).toBe(true);
  expect(notHashes.filter(isFileHash)).toEqual([]);
});
