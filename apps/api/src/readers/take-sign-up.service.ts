import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Newsletter } from '@app/editions';
import {
  judgeAddress,
  MailDomains,
  SignUp,
  SignUpGate,
  subscriberErrors,
  type AskedNewsletter,
} from '@app/subscribers';
import { Pages } from '../pages/pages.js';
import { Storefront } from './storefront.service.js';

/** Hex digits that name a wording; what it says is kept beside it. */
const VERSION_LENGTH = 16;

/** A sign-up that is forgotten takes as long as one that is kept (`ANSWER_BEAT_MS` of the sign-up), in milliseconds. */
const FORGOTTEN_MS = 80;

export interface SignUpInput {
  /** 1 to 20, of one brand; the first one's form it was. */
  readonly newsletters: readonly Newsletter[];
  /** As typed. */
  readonly address: string;
  /** The reader was asked about a suspected slip and keeps it. */
  readonly keepAddress: boolean;
  readonly page?: string | undefined;
  readonly placement?: string | undefined;
  readonly timeZone?: string | undefined;
  /** The field people never see was filled in. */
  readonly isTrapped: boolean;
  readonly ticket?: string | undefined;
  readonly proof?: string | undefined;
  /** As Fastify knows it: forwarding headers count from TRUSTED_PROXIES only. */
  readonly clientAddress: string;
}

/**
 * "Je m'abonne", from whatever form it came: judged in an order in which the cheap comes first and the reader is asked
 * one thing at a time. The address, the slip in it, the gate, whether its domain takes mail; then the sign-up itself.
 */
@Injectable()
export class TakeSignUp {
  /** By newsletter as it was read, and language of the form: a newsletter that changes is read as another object. */
  private readonly wordings = new WeakMap<Newsletter, ReadonlyMap<string, AskedNewsletter>>();

  constructor(
    private readonly gate: SignUpGate,
    private readonly domains: MailDomains,
    private readonly signUp: SignUp,
    private readonly pages: Pages,
    private readonly storefront: Storefront,
  ) {}

  /**
   * Says nothing, because there is nothing to be said that differs between addresses. Throws `subscriber.address_invalid`,
   * `subscriber.address_suspected` (details: `suggestion`), `sign_up.proof_required` (details: `challenge`, `wait`),
   * `sign_up.too_many` (details: `retryAfterSeconds`), `subscriber.address_disposable`, `subscriber.domain_without_mail`.
   */
  async take(input: SignUpInput): Promise<void> {
    const judged = judgeAddress(input.address);
    if (judged.verdict === 'reject')
      throw subscriberErrors.error('subscriber.address_invalid', { reason: judged.reason });
    const { canonical, domain, suggestion } = judged;
    if (suggestion !== null && !input.keepAddress)
      throw subscriberErrors.error('subscriber.address_suspected', { suggestion });
    const { clientAddress, isTrapped, ticket, proof } = input;
    const judgement = await this.gate.judge({ clientAddress, canonical, domain, isTrapped, ticket, proof });
    switch (judgement.verdict) {
      case 'drop':
        await wait(FORGOTTEN_MS);
        return;
      case 'prove':
        throw subscriberErrors.error('sign_up.proof_required', {
          challenge: judgement.challenge,
          wait: judgement.wait,
        });
      case 'refuse':
        throw subscriberErrors.error('sign_up.too_many', { retryAfterSeconds: judgement.retryAfterSeconds });
      case 'pass':
        await this.requireMail(domain);
        await this.takePassed(input);
    }
  }

  /** Where the domain's own words cannot be had in time, the confirmation will tell. */
  private async requireMail(domain: string): Promise<void> {
    const takesMail = await this.domains.judge(domain);
    if (takesMail === 'disposable') throw subscriberErrors.error('subscriber.address_disposable');
    if (takesMail === 'refuses') throw subscriberErrors.error('subscriber.domain_without_mail');
  }

  private async takePassed({ newsletters, address, page, placement, timeZone, clientAddress }: SignUpInput) {
    const [first] = newsletters;
    await this.signUp.signUp({
      newsletters: newsletters.map((newsletter) => this.asked(newsletter, first?.language ?? newsletter.language)),
      address,
      page,
      placement,
      timeZone,
      network: clientAddress,
    });
  }

  /** With the words its form shows, for the consent record (STANDARDS S4). Who asks at one moment shares the reading. */
  private asked(newsletter: Newsletter, language: string): AskedNewsletter {
    const known = this.wordings.get(newsletter)?.get(language);
    if (known !== undefined) return known;
    const wording = this.pages.signUpWording(this.storefront.card(newsletter), language).join('\n');
    const wordingVersion = createHash('sha256').update(wording).digest('hex').slice(0, VERSION_LENGTH);
    const asked = { slug: newsletter.slug, wording, wordingVersion };
    this.wordings.set(newsletter, new Map(this.wordings.get(newsletter)).set(language, asked));
    return asked;
  }
}
