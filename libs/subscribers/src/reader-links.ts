import { Injectable } from '@nestjs/common';
import { Config, TokenSigner, bytesToId, idToBytes, tokenErrors } from '@app/platform';

/** How long a leaving can be taken back: as long as one remembers what one pressed. */
export const UNDO_MINUTES = 60;

/** The links that go into a reader's mails. Each token serves one purpose and holds opaque ids only. */
@Injectable()
export class ReaderLinks {
  constructor(
    private readonly config: Config,
    private readonly tokens: TokenSigner,
  ) {}

  /** `requestedAt` binds the link to one sign-up: after leaving and signing up again an old link confirms nothing. */
  confirmUrl(subscriptionId: string, requestedAt: Date): string {
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64BE(BigInt(requestedAt.getTime()));
    const expires = new Date(requestedAt.getTime() + this.config.env.CONFIRMATION_DAYS * 86_400_000);
    const token = this.tokens.sign('confirm', Buffer.concat([idToBytes(subscriptionId), stamp]), expires);
    return `${this.config.publicUrl}/confirm/${token}`;
  }

  readConfirm(token: string): { subscriptionId: string; requestedAt: Date } {
    const payload = exact(this.tokens.verify('confirm', token), 24);
    return {
      subscriptionId: bytesToId(payload.subarray(0, 16)),
      requestedAt: new Date(Number(payload.readBigUInt64BE(16))),
    };
  }

  /** Never expires: a mail from years ago must still be able to end the subscription. */
  unsubscribeUrl(subscriptionId: string, editionId: string): string {
    const token = this.tokens.sign('unsubscribe', Buffer.concat([idToBytes(subscriptionId), idToBytes(editionId)]));
    return `${this.config.publicUrl}/unsubscribe/${token}`;
  }

  readUnsubscribe(token: string): { subscriptionId: string; editionId: string } {
    const payload = exact(this.tokens.verify('unsubscribe', token), 32);
    return { subscriptionId: bytesToId(payload.subarray(0, 16)), editionId: bytesToId(payload.subarray(16, 32)) };
  }

  /**
   * Never expires: it stands in the foot of mails that are kept. Mails get forwarded, so what it opens shows nothing about
   * the reader's address and starts nothing new without a mail to it.
   */
  preferencesUrl(subscriptionId: string): string {
    return `${this.config.publicUrl}/preferences/${this.tokens.sign('preferences', idToBytes(subscriptionId))}`;
  }

  readPreferences(token: string): { subscriptionId: string } {
    return { subscriptionId: bytesToId(exact(this.tokens.verify('preferences', token), 16)) };
  }

  /** Bound to the instant the subscription ended: what ended again later is another leaving. */
  undoToken(subscriptionId: string, endedAt: Date): string {
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64BE(BigInt(endedAt.getTime()));
    const expires = new Date(endedAt.getTime() + UNDO_MINUTES * 60_000);
    return this.tokens.sign('undo', Buffer.concat([idToBytes(subscriptionId), stamp]), expires);
  }

  readUndo(token: string): { subscriptionId: string; endedAt: Date } {
    const payload = exact(this.tokens.verify('undo', token), 24);
    return {
      subscriptionId: bytesToId(payload.subarray(0, 16)),
      endedAt: new Date(Number(payload.readBigUInt64BE(16))),
    };
  }
}

function exact(payload: Buffer, bytes: number): Buffer {
  if (payload.length !== bytes) throw tokenErrors.error('token.invalid');
  return payload;
}
