import { S3mini } from 's3mini';
import type { S3Place } from '../files/files-place.js';
import { attempt, s3Options } from '../files/s3-requests.js';
import { JournalStore, journalName } from './journal-store.js';

/** Objects in a bucket. There is no appending in S3, and none is needed: every file is an object of its own. */
export class S3Journal extends JournalStore {
  private readonly client: S3mini;
  private readonly prefix: string;

  /** @param folder below the place's own prefix; a request for a list names the bucket, so keys carry the whole prefix */
  constructor(place: S3Place, folder: string) {
    super();
    const endpoint = new URL(place.endpoint);
    const [bucket = '', ...prefix] = endpoint.pathname.split('/').filter((segment) => segment !== '');
    this.client = new S3mini(s3Options(place, `${endpoint.origin}/${bucket}`));
    this.prefix = [...prefix, ...(folder === '' ? [] : [folder]), ''].join('/');
  }

  async write(name: string, bytes: Buffer): Promise<void> {
    const key = this.keyOf(name);
    await attempt(() => this.client.putObject(key, bytes, 'application/json'));
  }

  async read(name: string): Promise<Buffer | undefined> {
    const key = this.keyOf(name);
    const found = await attempt(() => this.client.getObjectArrayBuffer(key));
    return found === null ? undefined : Buffer.from(found);
  }

  async list(under: string): Promise<string[]> {
    const prefix = under === '' ? this.prefix : `${this.keyOf(under)}/`;
    const found = await attempt(() => this.client.listObjects('/', prefix));
    return (found ?? [])
      .map(({ Key: key }) => key)
      .filter((key) => key.startsWith(this.prefix))
      .map((key) => key.slice(this.prefix.length))
      .sort();
  }

  async remove(name: string): Promise<void> {
    const key = this.keyOf(name);
    await attempt(() => this.client.deleteObject(key));
  }

  private keyOf(name: string): string {
    return `${this.prefix}${journalName(name)}`;
  }
}
