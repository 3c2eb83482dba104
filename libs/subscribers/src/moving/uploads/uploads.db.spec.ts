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
