import { Injectable } from '@nestjs/common';
import { Config, TokenSigner, bytesToId, idToBytes, isCatalogueError, tokenErrors } from '@app/platform';
import { subscriberErrors } from '../subscribers.errors.js';

/** Minutes a link to a reader's data works: mails get forwarded, but not within the time one reads a screen. */
export const PERSONAL_LINK_MINUTES = 30;
/** Hours both addresses have to confirm a change: a night and a day, for a mailbox that is opened once a day. */
export const ADDRESS_CHANGE_HOURS = 24;

/** Bytes of an address's keyed hash in a token: enough to tell a reader's old address from the new one, and no more. */
const MARK_BYTES = 8;

export type AddressSide = 'old' | 'new';

/** Which change, and whose: `mark` is of the new address, so that a change that is done already is known as done. */
export interface AddressChangeLink {
  readonly side: AddressSide;
  readonly subscriberId: string;
  readonly askedAt: Date;
  readonly mark: Buffer;
}

/** The short-lived links behind which a reader's data lie. Opaque ids and a hash's first bytes; no address (STANDARDS H2). */
@Injectable()
export class PersonalLinks {
  constructor(
    private readonly config: Config,
    private readonly tokens: TokenSigner,
  ) {}

  /** Bound to the address it is sent to: after a change of address the old mailbox opens nothing any more. */
  personalUrl(subscriberId: string, addressHash: Buffer, expiresAt: Date): string {
    const payload = Buffer.concat([idToBytes(subscriberId), markOf(addressHash)]);
    return `${this.config.publicUrl}/my/${this.tokens.sign('personal', payload, expiresAt)}`;
  }

  readPersonal(token: string): { subscriberId: string; mark: Buffer } {
    const payload = exact(this.verify('personal', token), 16 + MARK_BYTES);
    return { subscriberId: bytesToId(payload.subarray(0, 16)), mark: payload.subarray(16) };
  }

  /** `askedAt` binds the link to one request: asking again makes earlier links confirm nothing. */
  addressChangeUrl(link: { side: AddressSide; subscriberId: string; askedAt: Date; newHash: Buffer }): string {
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64BE(BigInt(link.askedAt.getTime()));
    const payload = Buffer.concat([idToBytes(link.subscriberId), stamp, markOf(link.newHash)]);
    const expires = new Date(link.askedAt.getTime() + ADDRESS_CHANGE_HOURS * 3_600_000);
    return `${this.config.publicUrl}/address/${this.tokens.sign(`address-${link.side}`, payload, expires)}`;
  }

  /** One route serves both sides; which one a link is for is in its signature. */
  readAddressChange(token: string): AddressChangeLink {
    try {
      return this.readSide('old', token);
    } catch (error) {
      // Not the old address's: then the other's, or nobody's. An expired one has told which side it is.
      if (isCatalogueError(error, 'token.invalid')) return this.readSide('new', token);
      throw error;
    }
  }

  /** An expired link of these is no expired sign-up: what helps is another. */
  private verify(purpose: 'personal' | `address-${AddressSide}`, token: string): Buffer {
    try {
      return this.tokens.verify(purpose, token);
    } catch (error) {
      if (!isCatalogueError(error, 'token.expired')) throw error;
      const code = purpose === 'personal' ? 'personal_link.expired' : 'address_change.over';
      throw subscriberErrors.error(code, {}, { cause: error });
    }
  }

  private readSide(side: AddressSide, token: string): AddressChangeLink {
    const payload = exact(this.verify(`address-${side}`, token), 24 + MARK_BYTES);
    return {
      side,
      subscriberId: bytesToId(payload.subarray(0, 16)),
      askedAt: new Date(Number(payload.readBigUInt64BE(16))),
      mark: payload.subarray(24),
    };
  }
}

/** Whether a link was made for the address with this keyed hash. */
export function isMarkOf(mark: Buffer, addressHash: Buffer): boolean {
  return mark.equals(markOf(addressHash));
}

function markOf(addressHash: Buffer): Buffer {
  return addressHash.subarray(0, MARK_BYTES);
}

function exact(payload: Buffer, bytes: number): Buffer {
  if (payload.length !== bytes) throw tokenErrors.error('token.invalid');
  return payload;
}
