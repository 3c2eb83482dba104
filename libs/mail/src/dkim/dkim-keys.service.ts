import { Injectable } from '@nestjs/common';
import { createPrivateKey } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { Clock, SecretBox } from '@app/platform';
import { DkimKeyRepository } from './dkim-key.repository.js';
import type { DkimSigner } from './signature.js';

/** Seconds a worker signs with what it read: so late does a rotation take effect on all of them. The old key's record stays published much longer. */
export const KEPT_SECONDS = 60;

type Signers = ReadonlyMap<string, DkimSigner>;

/** The keys that sign, opened once a minute. */
@Injectable()
export class DkimKeys {
  private kept: { readonly until: number; readonly signers: Promise<Signers> } | undefined;

  constructor(
    private readonly keys: DkimKeyRepository,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  /**
   * Who signs what is from this domain: the key of the domain itself or of the nearest one above it, which is aligned
   * with it (RFC 9989 §4.4, relaxed). undefined: there is none, and the message goes unsigned.
   *
   * @throws `secret.unreadable` rather than leave a signature out that receivers count on
   */
  async signerFor(fromDomain: string): Promise<DkimSigner | undefined> {
    const signers = await this.signers();
    if (signers.size === 0) return undefined;
    const labels = (domainToASCII(fromDomain) || fromDomain.toLowerCase()).split('.');
    for (let at = 0; at < labels.length; at += 1) {
      const signer = signers.get(labels.slice(at).join('.'));
      if (signer !== undefined) return signer;
    }
    return undefined;
  }

  /** The next question is asked of the table. */
  forget(): void {
    this.kept = undefined;
  }

  private signers(): Promise<Signers> {
    const now = this.clock.now().getTime();
    if (this.kept !== undefined && now < this.kept.until && now >= this.kept.until - KEPT_SECONDS * 1000)
      return this.kept.signers;
    const signers = this.read();
    const reading = { until: now + KEPT_SECONDS * 1000, signers };
    this.kept = reading;
    // A failed look-up must not be remembered; who waits for it sees the error.
    signers.catch(() => {
      if (this.kept === reading) this.kept = undefined;
    });
    return signers;
  }

  private async read(): Promise<Signers> {
    const rows = await this.keys.active();
    return new Map(
      rows.map(({ id, domain, selector, privateKey }) => {
        const key = this.box.open(privateKey, `dkim_key:${id}`);
        return [domain, { domain, selector, privateKey: createPrivateKey({ key, format: 'der', type: 'pkcs8' }) }];
      }),
    );
  }
}
