import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock, Database, TokenSigner, isId } from '@app/platform';
import { judgeAddress } from '../address/address.js';
import { subscriberErrors } from '../subscribers.errors.js';
import { addressHash } from '../suppression/address-hash.js';
import { PersonalRepository } from './personal.repository.js';
import type { ConsentRecord } from './reader-story.js';
import { TellReaderStory } from './reader-story.service.js';
import { checkDocument, signDocument, type Signature } from './receipt-signature.js';

/** Names the layout of a receipt; a later one gets another number. */
const FORMAT = 'colporteur.consent-receipt/1';

/** What is signed: plain JSON, so that it is the same after being written to a file and read again. */
export interface ConsentReceipt {
  readonly document: {
    readonly format: typeof FORMAT;
    /** ISO 8601, UTC, like every instant in here. */
    readonly issuedAt: string;
    /** Where the installation answers. */
    readonly issuer: string;
    /** The opaque id; a receipt holds no address. */
    readonly subscriber: string;
    readonly consents: readonly (Omit<ConsentRecord, 'occurredAt'> & { readonly occurredAt: string })[];
  };
  readonly signature: Signature;
}

const signed = z.object({
  document: z.looseObject({ format: z.literal(FORMAT), issuedAt: z.string(), subscriber: z.string() }),
  signature: z.object({ algorithm: z.literal('Ed25519'), publicKey: z.string().max(200), value: z.string().max(200) }),
});

export type ReceiptVerdict =
  | { readonly verdict: 'genuine' | 'foreign' | 'broken'; readonly subscriber: string; readonly issuedAt: string }
  | { readonly verdict: 'no_receipt' };

/**
 * The proof of every consent of one reader, dated and signed, for the reader, a regulator or a court. Made anew each time
 * from rows that nobody can change.
 */
@Injectable()
export class ConsentReceipts {
  private readonly seed: Buffer;

  constructor(
    private readonly database: Database,
    private readonly people: PersonalRepository,
    private readonly stories: TellReaderStory,
    private readonly clock: Clock,
    private readonly tokens: TokenSigner,
  ) {
    this.seed = tokens.stableKey('consent-receipt');
  }

  /** For the reader behind a personal link. Throws `token.invalid` or `personal_link.expired`. */
  async ofToken(token: string, issuer: string): Promise<ConsentReceipt> {
    const { person } = await this.stories.open(this.database, token);
    return this.issue(person.id, issuer);
  }

  /** By address or opaque id; also of somebody who was erased. @throws subscriber.address_invalid, subscriber.unknown */
  async of(addressOrId: string, issuer: string): Promise<ConsentReceipt> {
    const id = isId(addressOrId) ? addressOrId : await this.idOf(addressOrId);
    // An id that never signed up has no proof to show, and an empty one would look like a proof.
    if (id === undefined || (await this.people.consents(this.database, id)).length === 0)
      throw subscriberErrors.error('subscriber.unknown');
    return this.issue(id, issuer);
  }

  /** Whether a file is a receipt, and ours. Any value at all gets a verdict. */
  check(file: unknown): ReceiptVerdict {
    const read = signed.safeParse(file);
    if (!read.success || typeof file !== 'object' || file === null || !('document' in file))
      return { verdict: 'no_receipt' };
    const { subscriber, issuedAt } = read.data.document;
    // The document as it came: the schema's own copy may order its members in another way.
    return { verdict: checkDocument(file.document, read.data.signature, this.seed), subscriber, issuedAt };
  }

  private async idOf(address: string): Promise<string | undefined> {
    const judged = judgeAddress(address);
    if (judged.verdict === 'reject')
      throw subscriberErrors.error('subscriber.address_invalid', { reason: judged.reason });
    const { canonical } = judged;
    return (await this.people.known(this.database, canonical, addressHash(this.tokens, canonical)))?.id;
  }

  private async issue(subscriber: string, issuer: string): Promise<ConsentReceipt> {
    const consents = await this.people.consents(this.database, subscriber);
    const document: ConsentReceipt['document'] = {
      format: FORMAT,
      issuedAt: this.clock.now().toISOString(),
      issuer,
      subscriber,
      consents: consents.map((consent) => ({ ...consent, occurredAt: consent.occurredAt.toISOString() })),
    };
    return { document, signature: signDocument(document, this.seed) };
  }
}
