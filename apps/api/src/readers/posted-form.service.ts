import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Newsletter } from '@app/editions';
import { cleanPage, readSignUpForm, type SignUpForm } from './sign-up-form.js';
import { refusedForm, type RefusedForm } from './sign-up-refusal.js';
import { Storefront } from './storefront.service.js';
import { TakeSignUp } from './take-sign-up.service.js';

export interface TakenForm {
  readonly newsletter: Newsletter;
  readonly form: SignUpForm;
  /** Undefined: taken, as far as anybody may know. */
  readonly refused: RefusedForm | undefined;
}

/** What a browser posted, from our page, from a frame, or from a form on somebody's own page. */
@Injectable()
export class PostedForm {
  constructor(
    private readonly storefront: Storefront,
    private readonly takeSignUp: TakeSignUp,
  ) {}

  /** Throws `newsletter.unknown`, and whatever is not the form's own fault. */
  async take(slug: string, { body, headers, ip }: FastifyRequest): Promise<TakenForm> {
    const newsletter = await this.storefront.find(slug);
    const posted = readSignUpForm(body);
    const form = { ...posted, page: posted.page ?? cleanPage(headers.referer) };
    const newsletters = await this.storefront.together(newsletter, form.further);
    try {
      await this.takeSignUp.take({
        newsletters,
        address: form.address,
        keepAddress: form.keepsAddress,
        page: form.page,
        placement: form.placement,
        timeZone: form.timeZone,
        isTrapped: form.isTrapped,
        ticket: form.ticket,
        proof: form.proof,
        clientAddress: ip,
      });
    } catch (error) {
      const refused = refusedForm(error);
      if (refused === undefined) throw error;
      return { newsletter, form, refused };
    }
    return { newsletter, form, refused: undefined };
  }
}
