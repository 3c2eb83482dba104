import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { TokenSigner, keyedHash, knownZone } from '@app/platform';
import { judgeAddress } from '../address/address.js';
import { withoutAddresses } from '../consent.repository.js';
import { NetworkEvidence } from '../network-evidence.service.js';
import { subscriberErrors } from '../subscribers.errors.js';
import type { JudgedSignUp } from './judged-sign-up.js';
import { NamedNewsletters } from './named-newsletters.service.js';
import { WriteTogether } from './write-together.service.js';

export interface SignUpRequest {
  /** 1 to 20, of one brand: one confirmation confirms all of them. */
  readonly newsletters: readonly AskedNewsletter[];
  readonly address: string;
  /** IANA zone of the reader's browser, where known. */
  readonly timeZone?: string | undefined;
  /** The page the form stood on and where on it, as the form said. */
  readonly page?: string | undefined;
  readonly placement?: string | undefined;
  /** The client's internet address as text; only a keyed hash of it is kept. */
  readonly network?: string | undefined;
}

export interface AskedNewsletter {
  readonly slug: string;
  /** The very words the reader was shown, and a version that names them for ever. */
  readonly wording: string;
  readonly wordingVersion: string;
}

/**
 * Answers leave on this beat, in milliseconds after the question: longer than a sign-up takes on a small machine, so
 * that who is known here does not answer sooner or later than who is not.
 */
const ANSWER_BEAT_MS = 80;

/**
 * "Je m'abonne". Always ends the same way for the caller, whether the address is new, pending, active or suppressed:
 * who stands before the form must not learn who reads what.
 */
@Injectable()
export class SignUp {
  private readonly addressKey: Buffer;

  constructor(
    private readonly named: NamedNewsletters,
    private readonly evidence: NetworkEvidence,
    private readonly writer: WriteTogether,
    tokens: TokenSigner,
  ) {
    this.addressKey = tokens.stableKey('address');
  }

  /** @throws `subscriber.address_invalid`, `newsletter.unknown`, `sign_up.newsletters_invalid`, `sign_up.busy` */
  async signUp(request: SignUpRequest): Promise<void> {
    const asked = performance.now();
    await this.writer.write(await this.judge(request));
    const taken = performance.now() - asked;
    await wait(Math.ceil(taken / ANSWER_BEAT_MS) * ANSWER_BEAT_MS - taken);
  }

  private async judge(request: SignUpRequest): Promise<JudgedSignUp> {
    const words = new Map(request.newsletters.map(({ slug, ...one }) => [slug, one]));
    const newsletters = await this.named.find([...words.keys()]);
    const judged = judgeAddress(request.address);
    if (judged.verdict === 'reject')
      throw subscriberErrors.error('subscriber.address_invalid', { reason: judged.reason });
    const { address, canonical } = judged;
    return {
      newsletters: newsletters.map((newsletter) => {
        const { wording, wordingVersion } = words.get(newsletter.slug) ?? { wording: '', wordingVersion: '' };
        return { newsletter, wording, wordingVersion };
      }),
      address,
      canonical,
      addressHash: keyedHash(this.addressKey, canonical),
      timeZone: knownZone(request.timeZone),
      page: withoutAddresses(request.page),
      placement: withoutAddresses(request.placement),
      network: await this.evidence.of(request.network),
    };
  }
}
