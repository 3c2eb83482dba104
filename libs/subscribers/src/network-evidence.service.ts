import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { Clock, Log, TokenSigner, keyedHash } from '@app/platform';
import { EvidenceKeyRepository } from './evidence-key.repository.js';
import type { ConsentEntry } from './consent.repository.js';

/** A year of complaints to answer, and the month a key serves. */
const EVIDENCE_MONTHS = 13;
const KEY_BYTES = 32;

interface MonthKey {
  readonly month: string;
  readonly id: string;
  readonly key: Buffer;
}

/**
 * Proof of where a consent came from, without keeping that: a hash of the internet address under a key of this month.
 * Whoever names an address can be told whether it was that one, as long as the month's key is kept; afterwards nobody
 * can, we included. Half of the key is SECRET_KEY's, so that a copy of the database alone tells nothing.
 */
@Injectable()
export class NetworkEvidence {
  private readonly own: Buffer;
  private current: MonthKey | undefined;

  constructor(
    private readonly keys: EvidenceKeyRepository,
    private readonly clock: Clock,
    private readonly log: Log,
    tokens: TokenSigner,
  ) {
    this.own = tokens.stableKey('network');
  }

  /** Undefined where there is no internet address. Never fails: no reader is turned away for want of evidence. */
  async of(clientAddress: string | undefined): Promise<ConsentEntry['network']> {
    const address = oneSpelling(clientAddress);
    if (address === undefined) return undefined;
    try {
      const { id, key } = await this.keyOfMonth();
      return { hash: keyedHash(key, address), keyId: id };
    } catch (error) {
      this.log.failure('network_evidence.unavailable', error);
      return undefined;
    }
  }

  /** Keeps docs/retention.md. Returns how many keys went. */
  forget(): Promise<number> {
    return this.keys.forget(EVIDENCE_MONTHS);
  }

  private async keyOfMonth(): Promise<MonthKey> {
    const month = `${this.clock.now().toISOString().slice(0, 7)}-01`;
    if (this.current?.month === month) return this.current;
    const { id, secret } = await this.keys.ofMonth(month, randomBytes(KEY_BYTES));
    this.current = { month, id, key: keyedHash(this.own, secret.toString('base64')) };
    return this.current;
  }
}

/** IPv4 in IPv6's clothes is IPv4, and IPv6 has one spelling here. */
function oneSpelling(clientAddress: string | undefined): string | undefined {
  if (clientAddress === undefined || !ipaddr.isValid(clientAddress)) return undefined;
  return ipaddr.process(clientAddress).toNormalizedString();
}
