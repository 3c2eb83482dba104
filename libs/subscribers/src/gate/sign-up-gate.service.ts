import { Injectable } from '@nestjs/common';
import { TokenSigner } from '@app/platform';
import { isKnownDomain } from '../address/mail-providers.js';
import { clientNetwork } from './client-network.js';
import { CountAsks } from './count-asks.service.js';
import { counterId } from './counters.js';
import { GateTickets, type WaitOffer } from './gate-tickets.service.js';
import { COUNTER_KEY, placeCounters, type Ask } from './judgement.js';
import { DAY, HOUR } from './limits.js';
import { ProofOfWork, type Challenge } from './proof-of-work.service.js';

export interface GateRequest {
  /** The client's internet address as text, from declared proxies only. */
  readonly clientAddress: string;
  readonly canonical: string;
  /** A-labels, lower case. */
  readonly domain: string;
  /** The field people never see was filled in. */
  readonly isTrapped: boolean;
  /** What {@link SignUpGate.formTicket} gave the form. */
  readonly ticket?: string | undefined;
  /** A solved challenge, or the token of an offer to wait. */
  readonly proof?: string | undefined;
}

export type GateVerdict =
  | { readonly verdict: 'pass' }
  /** Answer like any other, and forget. */
  | { readonly verdict: 'drop' }
  | { readonly verdict: 'prove'; readonly challenge: Challenge; readonly wait: WaitOffer }
  | { readonly verdict: 'refuse'; readonly retryAfterSeconds: number };

/** Longer than any ticket of ours; nothing longer is looked at. */
const MAX_TICKET_LENGTH = 400;

/**
 * Stands before every sign-up. It knows how often somebody asked, and nothing about who is a reader: what it answers to a
 * known address it answers to an unknown one.
 */
@Injectable()
export class SignUpGate {
  private readonly key: Buffer;

  constructor(
    private readonly asks: CountAsks,
    private readonly proofs: ProofOfWork,
    private readonly tickets: GateTickets,
    tokens: TokenSigner,
  ) {
    this.key = tokens.stableKey(COUNTER_KEY);
  }

  /** For a hidden field of each form that is rendered: says when that was. */
  formTicket(): string {
    return this.tickets.form();
  }

  /** A challenge for whoever wants to solve one before being asked. */
  async challenge(clientAddress: string): Promise<Challenge> {
    return this.proofs.challenge(await this.asks.levelFor(clientAddress));
  }

  async judge(request: GateRequest): Promise<GateVerdict> {
    if (request.isTrapped) return { verdict: 'drop' };
    const ask = await this.ask(request);
    const decision = await this.asks.judge(ask);
    switch (decision.kind) {
      case 'pass':
      case 'drop':
        return { verdict: decision.kind };
      case 'refuse':
        return { verdict: 'refuse', retryAfterSeconds: decision.seconds };
      case 'prove': {
        const { level } = decision;
        const wait = this.tickets.wait(level, Buffer.from(ask.address.id, 'hex'));
        return { verdict: 'prove', challenge: await this.proofs.challenge(level), wait };
      }
    }
  }

  private async ask({ clientAddress, canonical, domain, ticket, proof }: GateRequest): Promise<Ask> {
    const address = counterId(this.key, 'address', canonical);
    const place = clientNetwork(clientAddress);
    const timing = this.tickets.timing(ticket);
    return {
      ...placeCounters(this.key, place),
      address: { id: address, period: DAY },
      domain: { id: counterId(this.key, 'domain', domain), period: HOUR },
      isProvider: isKnownDomain(domain),
      timing,
      hasty: timing === 'hasty' ? { id: counterId(this.key, 'hasty', place.line), period: HOUR } : undefined,
      proof: await this.proof(proof, Buffer.from(address, 'hex')),
    };
  }

  private async proof(given: string | undefined, address: Buffer): Promise<Ask['proof']> {
    if (given === undefined || given === '') return undefined;
    const waited = given.length <= MAX_TICKET_LENGTH ? this.tickets.waited(given, address) : undefined;
    if (waited !== undefined) return { ...waited, kind: 'waited' };
    const worked = await this.proofs.verify(given);
    return worked === undefined ? undefined : { ...worked, kind: 'worked' };
  }
}
