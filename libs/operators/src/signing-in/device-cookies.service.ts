import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, TokenSigner, tokenErrors, isCatalogueError } from '@app/platform';

/**
 * A browser that signed in once is known by a signed cookie, and its tries have a counter of their own ("device cookies",
 * OWASP): whoever hammers an address from elsewhere makes nobody wait at their own desk. It lets nobody in.
 */
const PURPOSE = 'sign-in-device';
/** Somebody who comes back after a long leave finds it gone, which costs nothing but the protection. */
export const DEVICE_DAYS = 180;
const ID_BYTES = 16;

export interface DeviceCookie {
  readonly token: string;
  readonly expiresAt: Date;
}

@Injectable()
export class DeviceCookies {
  constructor(
    private readonly signer: TokenSigner,
    private readonly clock: Clock,
  ) {}

  /** A new one, or the same device's with its time begun anew. */
  issue(operatorId: string, known: string | undefined): DeviceCookie {
    const expiresAt = new Date(this.clock.now().getTime() + DEVICE_DAYS * 86_400_000);
    const device = known === undefined ? randomBytes(ID_BYTES) : Buffer.from(known, 'hex');
    return { token: this.signer.sign(PURPOSE, Buffer.concat([bytesOf(operatorId), device]), expiresAt), expiresAt };
  }

  /** The device's id where the cookie is ours, in time, and was given to this operator. */
  deviceOf(token: string | undefined, operatorId: string | undefined): string | undefined {
    if (token === undefined || operatorId === undefined) return undefined;
    try {
      const payload = this.signer.verify(PURPOSE, token);
      const isTheirs = payload.length === 2 * ID_BYTES && payload.subarray(0, ID_BYTES).equals(bytesOf(operatorId));
      return isTheirs ? payload.subarray(ID_BYTES).toString('hex') : undefined;
    } catch (error) {
      // A damaged or expired cookie is as good as none.
      if (Object.keys(tokenErrors.entries).some((code) => isCatalogueError(error, code))) return undefined;
      throw error;
    }
  }
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}
