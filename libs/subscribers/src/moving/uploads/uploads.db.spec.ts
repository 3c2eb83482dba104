import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@app/platform';
import { openReaderDesk, type ReaderDesk } from '../../../../../test/support/readers.js';
import { asOwner } from '../../../../../test/support/sending.js';
import { RunUploads } from './run-uploads.service.js';
import { TakeUploads } from './take-uploads.service.js';
import { UploadRepository, type UploadOptions } from './upload.repository.js';

let desk: ReaderDesk;
const OPERATOR = newId();
const options: UploadOptions = {
  layout: 'auto',
  map: {},
  charset: 'auto',
  delimiter: 'auto',
  format: 'auto',
  consentDate: '2024-05-31',
};

beforeAll(async () => {
  desk = await openReaderDesk();
  await desk.signUp('known@readers.example');
});
afterAll(() => desk.close());

const take = () => desk.tools.get(TakeUploads);
const work = () => desk.tools.get(RunUploads).runWaiting();

async function upload(text: string, pieces = 2): Promise<string> {
  const { id } = await take().begin({ newsletterId: desk.newsroom.newsletterId, operatorId: OPERATOR, fileName: 'liste.csv' });
  const bytes = Buffer.from(text);
  const size = Math.ceil(bytes.length / pieces);
  for (let at = 0; at < pieces; at += 1) await take().addPart(id, at, bytes.subarray(at * size, (at + 1) * size));
  return id;
} // prettier-ignore

const LIST = ['Courriel;Nom', 'neu@readers.example;Ö', 'known@readers.example;K', 'no address;N', '"=cmd@x";F'].join(
  '\r\n',
);

describe('a list that comes by the browser', () => {
  it('is looked at, rehearsed, applied, and then gone', async () => {
    const id = await upload(LIST, 3);
    const preview = await take().preview(id, options);
    expect(preview).toMatchObject({ delimiter: ';', charset: 'utf-8', columns: ['Courriel', 'Nom'], mapping: { address: 'Courriel' } });
    expect(preview.rows).toHaveLength(4);
    expect(preview.rows[0]).toMatchObject({ line: 2, read: { address: 'neu@readers.example', standing: 'active' } });
    const attestedBy = newId();
    await expect(take().apply(id, attestedBy)).rejects.toMatchObject({ code: 'upload.over' });

    await take().rehearse(id, options);
    await work();
    const rehearsed = await take().show(id);
    expect(rehearsed).toMatchObject({ state: 'rehearsed', error: null, result: { counts: { rows: 4, in: 1, known: 1 } } });
    const refused: string[] = [];
    await take().refusals(id, ({ code, line }) => { refused.push(`${line} ${code}`); return Promise.resolve(); }, new AbortController().signal);
    expect(refused).toEqual(['4 address_invalid', '5 address_invalid']);

    await take().apply(id, attestedBy);
    await work();
    const done = await take().show(id);
    expect(done).toMatchObject({ state: 'done', result: { counts: { in: 1 } } });
    const imported = await desk.test.database.selectFrom('reader_import').select('attested_by').where('id', '=', done.importId).executeTakeFirst();
    // Who says that they agreed is who answers for it, whoever sent the file.
    expect(imported?.attested_by).toBe(attestedBy);
    const parts = await desk.test.database.selectFrom('reader_upload_part').select('number').where('upload_id', '=', id).execute();
    expect(parts).toEqual([]);
    await expect(take().preview(id, options)).rejects.toMatchObject({ code: 'upload.over' });
  }); // prettier-ignore

  it('says what is wrong with it, and can be tried again', async () => {
    const id = await upload('Nom;Ville\nA;B\n');
    await take().rehearse(id, options);
    await work();
    expect(await take().show(id)).toMatchObject({ state: 'ready', error: 'import.column_missing' });
    await take().rehearse(id, { ...options, map: { address: 'Ville' } });
    await work();
    expect(await take().show(id)).toMatchObject({ state: 'rehearsed', result: { counts: { in: 0 } } });
  });

  it('is no list any more when a piece of it was lost', async () => {
    const id = await upload(LIST);
    await asOwner(desk.test, (client) => client.query('delete from reader_upload_part where number = 1 and upload_id = $1', [id]));
    await take().rehearse(id, options);
    await work();
    expect(await take().show(id)).toMatchObject({ state: 'ready', error: 'upload.incomplete' });
  }); // prettier-ignore

  it('is settled by the worker that took it last, and by no other', async () => {
    const uploads = desk.tools.get(UploadRepository);
    const id = await upload(LIST);
    await take().rehearse(id, options);
    const first = await uploads.claim();
    if (first === undefined) throw new Error('nothing waited');
    await asOwner(desk.test, (client) => client.query(`update reader_upload set alive_at = now() - interval '2 minutes' where id = $1`, [id]));
    const second = await uploads.claim();
    if (second === undefined) throw new Error('nothing was taken over');
    expect([first.id, second.id, first.claimId === second.claimId]).toEqual([id, id, false]);
    expect([await uploads.alive(first, {}), await uploads.alive(second, {})]).toEqual(['lost', 'go_on']);
    expect(await uploads.settle(first, { state: 'cancelled' })).toBe(false);
    expect((await take().show(id)).state).toBe('running');
    // Which import it became is known to whoever goes on with it: that one is cancelled, and no other.
    const { newsletterId } = desk.newsroom;
    const begun = await desk.test.database.insertInto('reader_import').values({ id: newId(), newsletter_id: newsletterId, file_hash: Buffer.alloc(32, 7), layout: 'plain', attested_by: OPERATOR }).returning('id').executeTakeFirstOrThrow();
    expect([await uploads.noteImport(first, begun.id), (await take().show(id)).importId]).toEqual([false, null]);
    expect([await uploads.noteImport(second, begun.id), (await take().show(id)).importId]).toEqual([true, begun.id]);
    await take().cancel(id, OPERATOR);
    expect(await uploads.alive(second, {})).toBe('cancelled');
    expect([await uploads.settle(second, { state: 'ready' }), await uploads.alive(second, {})]).toEqual([true, 'lost']);
  }); // prettier-ignore

  it('takes no more than its size, also in pieces that come at once', async () => {
    const uploads = desk.tools.get(UploadRepository);
    const { id } = await take().begin({ newsletterId: desk.newsroom.newsletterId, operatorId: OPERATOR, fileName: 'x.csv' });
    const piece = (number: number) => uploads.addPart(id, { number, content: Buffer.alloc(60), maxBytes: 100 });
    const sent = await Promise.allSettled([piece(0), piece(1), piece(2)]);
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(sent.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'upload.too_large' } });
    expect((await take().show(id)).bytes).toBe(60);
  }); // prettier-ignore

  it('tells its refused rows once at a time', async () => {
    const id = await upload(LIST);
    const ignore = () => Promise.resolve();
    // How it is to be read was not said yet.
    await expect(take().refusals(id, ignore, new AbortController().signal)).rejects.toMatchObject({ code: 'upload.over' });
    await take().rehearse(id, options);
    await work();
    const tellings = await Promise.allSettled([1, 2].map(() => take().refusals(id, ignore, new AbortController().signal)));
    expect(tellings.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await take().refusals(id, ignore, new AbortController().signal);
  }); // prettier-ignore

  it('is gone when it is cancelled, and a day after it came', async () => {
    const cancelled = await upload(LIST);
    expect(await take().cancel(cancelled, OPERATOR)).toMatchObject({ state: 'cancelled' });
    await expect(take().addPart(cancelled, 9, Buffer.from('x'))).rejects.toMatchObject({ code: 'upload.over' });
    await upload(LIST);
    await asOwner(desk.test, (client) => client.query(`update reader_upload set created_at = now() - interval '25 hours'`));
    await desk.tools.get(UploadRepository).forget();
    expect(await desk.test.database.selectFrom('reader_upload_part').select('number').execute()).toEqual([]);
  }); // prettier-ignore
});
