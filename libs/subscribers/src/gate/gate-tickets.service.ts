import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, isCatalogueError, TokenSigner } from '@app/platform';
import { asProofLevel, PROOF_SECONDS, WAIT_SECONDS, type ProofLevel } from './proof-levels.js';
import type { Proof } from './proof-of-work.service.js';

/** Sooner after it was rendered nobody has typed an address into a form. */
const LEAST_FORM_AGE_MS = 2_000;
/** A form left open since yesterday is as good as one without a ticket. */
const MOST_FORM_AGE_MS = 86_400_000;

const FORM = 'sign-up-form';
const WAIT = 'sign-up-wait';
/** Instant (8 bytes) · level (1) · hash of the address (16) · noise (8), so that no two tickets are one. */
const WAIT_BYTES = 33;

/** How a form came back: in a human's time, sooner, or without a ticket that says. */
export type FormTiming = 'unhurried' | 'hasty' | 'untimed';

export interface WaitOffer {
  readonly token: string;
  readonly seconds: number;
}

/** The two tickets a form can carry: when it was made, and that its reader waits instead of computing. */
@Injectable()
export class GateTickets {
  constructor(
    private readonly tokens: TokenSigner,
    private readonly clock: Clock,
  ) {}

  /** Says when the form was made, for a hidden field of it. */
  form(): string {
    const now = this.clock.now();
    return this.tokens.sign(FORM, instant(now), new Date(now.getTime() + MOST_FORM_AGE_MS));
  }

  timing(ticket: string | undefined): FormTiming {
    const made = ticket === undefined ? undefined : this.read(FORM, ticket);
    if (made === undefined) return 'untimed';
    const age = this.clock.now().getTime() - Number(made.readBigUInt64BE(0));
    return age < LEAST_FORM_AGE_MS ? 'hasty' : 'unhurried';
  }

  /** Valid after `seconds`, for this address, once. */
  wait(level: ProofLevel, address: Buffer): WaitOffer {
    const seconds = WAIT_SECONDS[level];
    const from = new Date(this.clock.now().getTime() + seconds * 1000);
    const body = Buffer.concat([instant(from), Buffer.of(level), address, randomBytes(8)]);
    return { token: this.tokens.sign(WAIT, body, new Date(from.getTime() + PROOF_SECONDS * 1000)), seconds };
  }

  /** Undefined too early, too late, for another address, or when it is none of ours. */
  waited(token: string, address: Buffer): Proof | undefined {
    const body = this.read(WAIT, token);
    if (body?.length !== WAIT_BYTES) return undefined;
    const level = asProofLevel(body.readUInt8(8));
    const from = Number(body.readBigUInt64BE(0));
    if (level === undefined || from > this.clock.now().getTime() || !body.subarray(9, 25).equals(address))
      return undefined;
    return { level, hash: createHash('sha256').update(body).digest(), until: new Date(from + PROOF_SECONDS * 1000) };
  }

  private read(purpose: string, token: string): Buffer | undefined {
    try {
      return this.tokens.verify(purpose, token);
    } catch (error) {
      if (isCatalogueError(error)) return undefined;
      throw error;
    }
  }
}

function instant(when: Date): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(when.getTime()));
  return bytes;
}
