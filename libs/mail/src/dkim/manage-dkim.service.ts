import { Injectable } from '@nestjs/common';
import { generateKeyPair } from 'node:crypto';
import { Audit, Clock, Database, SecretBox, newId, type Db } from '@app/platform';
import { dkimErrors } from './dkim.errors.js';
import { DkimKeyRepository, type DkimKey } from './dkim-key.repository.js';
import { DkimKeys } from './dkim-keys.service.js';
import { dkimRecord, fitSelector, nextSelector, signingDomain, type DkimRecord } from './dkim-record.js';
import { PublishedRecords } from './published-records.service.js';

/** RFC 8301 §3.2: at least 2048 bits. More do not fit into a UDP answer, and cost four times the time to sign. */
const MODULUS_BITS = 2048;
/** Relays try a message for days (RFC 5321 §4.5.4.1 says 4 to 5): so long it can still be verified with the old key. */
export const OVERLAP_DAYS = 7;

export interface ShownKey extends DkimKey {
  readonly record: DkimRecord;
}

/** Who did it, for the audit; null: somebody at the command line. */
interface By {
  readonly operatorId?: string | null;
}

export interface Rotation {
  /** `waits`: publish the record and rotate again; it tells why not yet. `done`: the key signs now. */
  readonly outcome: 'waits' | 'done';
  readonly key: ShownKey;
  readonly why?: string;
}

/** What an operator does with keys. All times are the database's. */
@Injectable()
export class ManageDkim {
  constructor(
    private readonly database: Database,
    private readonly keys: DkimKeyRepository,
    private readonly signing: DkimKeys,
    private readonly published: PublishedRecords,
    private readonly box: SecretBox,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * A new key, `pending`: it signs nothing before it is activated.
   *
   * @throws `dkim.domain_invalid`, `dkim.selector_invalid`, `dkim.selector_taken`
   */
  async create(given: { domain: string; selector?: string | undefined } & By): Promise<ShownKey> {
    const domain = signingDomain(given.domain);
    const { publicKey, privateKey } = await keyPair();
    return this.database.transaction().execute(async (trx) => {
      const taken = (await this.keys.keys(trx, domain)).map((key) => key.selector);
      const selector = fitSelector(given.selector ?? nextSelector(taken, this.clock.now()), domain);
      const id = newId();
      const sealed = this.box.seal(privateKey, `dkim_key:${id}`);
      if (!(await this.keys.add(trx, { id, domain, selector, publicKey, privateKey: sealed })))
        throw dkimErrors.error('dkim.selector_taken', { domain, selector });
      await this.note(trx, 'dkim.created', { id, domain, selector }, given);
      return shown(await this.known(trx, domain, selector));
    });
  }

  /** All keys, or a domain's. Those whose overlap is over are retired first. @throws `dkim.domain_invalid` */
  async show(domain?: string): Promise<ShownKey[]> {
    const asked = domain === undefined ? undefined : signingDomain(domain);
    return this.database.transaction().execute(async (trx) => {
      for (const key of await this.keys.retire(trx, OVERLAP_DAYS)) await this.note(trx, 'dkim.retired', key, {});
      return (await this.keys.keys(trx, asked)).map(shown);
    });
  }

  /**
   * From now on this key signs, and the one before it has its overlap. The name system is asked for its record first:
   * what nobody can verify is worse than no signature.
   *
   * @throws `dkim.unknown`, `dkim.wrong_state`, `dkim.not_published`
   */
  async activate(
    given: { domain: string; selector: string; withoutCheck?: boolean | undefined } & By,
  ): Promise<ShownKey> {
    const domain = signingDomain(given.domain);
    const key = await this.known(this.database, domain, given.selector);
    if (key.state !== 'pending') throw dkimErrors.error('dkim.wrong_state', { state: key.state });
    const fault = given.withoutCheck === true ? undefined : await this.published.fault(key);
    if (fault !== undefined) throw dkimErrors.error('dkim.not_published', { record: dkimRecord(key).name, why: fault });
    return this.database.transaction().execute(async (trx) => {
      if (!(await this.keys.activate(trx, key))) throw dkimErrors.error('dkim.wrong_state', { domain });
      await this.note(trx, 'dkim.activated', { ...key, withoutCheck: given.withoutCheck === true }, given);
      this.signing.forget();
      return shown(await this.known(trx, domain, key.selector));
    });
  }

  /**
   * The next step of a rotation: makes a pending key where there is none, and activates the newest pending one as soon as
   * its record is published. Called again it goes on from where it was.
   *
   * @throws `dkim.domain_invalid`
   */
  async rotate(given: string, by: By = {}): Promise<Rotation> {
    const domain = signingDomain(given);
    const pending = (await this.show(domain)).findLast((key) => key.state === 'pending');
    if (pending === undefined) return { outcome: 'waits', key: await this.create({ domain, ...by }) };
    const why = await this.published.fault(pending);
    if (why !== undefined) return { outcome: 'waits', key: pending, why };
    const { selector } = pending;
    return { outcome: 'done', key: await this.activate({ domain, selector, withoutCheck: true, ...by }) };
  }

  /** Why receivers cannot verify with a key's record as it is published now; undefined: they can. @throws `dkim.unknown` */
  async fault(given: { domain: string; selector: string }): Promise<string | undefined> {
    return this.published.fault(await this.known(this.database, signingDomain(given.domain), given.selector));
  }

  private async known(db: Db, domain: string, selector: string): Promise<DkimKey> {
    const key = (await this.keys.keys(db, domain)).find((one) => one.selector === selector);
    if (key === undefined) throw dkimErrors.error('dkim.unknown', { domain, selector });
    return key;
  }

  private async note(
    db: Db,
    action: string,
    { id, domain, selector, withoutCheck }: Pick<DkimKey, 'id' | 'domain' | 'selector'> & { withoutCheck?: boolean },
    { operatorId = null }: By,
  ): Promise<void> {
    const detail = { domain, selector, ...(withoutCheck === true && { withoutCheck }) };
    await this.audit.append(db, { operatorId, action, object: `dkim_key:${id}`, detail });
  }
}

function shown(key: DkimKey): ShownKey {
  return { ...key, record: dkimRecord(key) };
}

/** Takes a tenth of a second and more of one core, beside the event loop. */
function keyPair(): Promise<{ publicKey: string; privateKey: Buffer }> {
  return new Promise((resolve, reject) => {
    const options = {
      modulusLength: MODULUS_BITS,
      publicKeyEncoding: { type: 'spki', format: 'der' },
      privateKeyEncoding: { type: 'pkcs8', format: 'der' },
    } as const;
    generateKeyPair('rsa', options, (failed, publicKey, privateKey) => {
      if (failed === null) resolve({ publicKey: publicKey.toString('base64'), privateKey });
      else reject(failed);
    });
  });
}
