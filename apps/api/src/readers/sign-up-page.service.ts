import { Injectable } from '@nestjs/common';
import type { Newsletter } from '@app/editions';
import { Config } from '@app/platform';
import { SignUpGate } from '@app/subscribers';
import type { SignUpFields, SignUpRefusal } from '../pages/page-input.js';
import { Pages } from '../pages/pages.js';
import { SampleHeadlines } from './sample-headlines.service.js';
import type { SignUpForm } from './sign-up-form.js';
import { Storefront } from './storefront.service.js';

/** Check boxes beside the form: more would make it a list to work through. The others have their cards. */
const FURTHER_MAX = 5;

/** What a form shows again; a fresh one knows little of it. */
export type ShownForm = Partial<Omit<SignUpForm, 'isTrapped'>>;

/** The form, fresh or given back with what was wrong: on its own page, or in a frame on somebody else's. */
@Injectable()
export class SignUpPage {
  constructor(
    private readonly pages: Pages,
    private readonly storefront: Storefront,
    private readonly samples: SampleHeadlines,
    private readonly gate: SignUpGate,
    private readonly config: Config,
  ) {}

  async render(newsletter: Newsletter, form: ShownForm, refusal?: SignUpRefusal): Promise<string> {
    const [others, headlines] = await Promise.all([this.storefront.others(newsletter), this.samples.of(newsletter)]);
    const chosen = form.further ?? [];
    return this.pages.signUps.page({
      ...this.storefront.frame(newsletter),
      sample: { headlines },
      ...(newsletter.isPublic &&
        newsletter.archive === 'public' && { archiveHref: `/n/${encodeURIComponent(newsletter.slug)}/archive` }),
      further: others
        .slice(0, FURTHER_MAX)
        .map((other) => ({ ...this.storefront.card(other), isChosen: chosen.includes(other.slug) })),
      otherNewsletters: others.map((other) => this.storefront.card(other)),
      form: this.fields(newsletter, form),
      ...(refusal && { refusal }),
    });
  }

  renderFrame(newsletter: Newsletter, form: ShownForm, refusal?: SignUpRefusal): string {
    return this.pages.signUps.frame({
      ...this.storefront.frame(newsletter),
      form: this.fields(newsletter, form),
      ...(refusal && { refusal }),
    });
  }

  private fields(newsletter: Newsletter, form: ShownForm): SignUpFields {
    return {
      address: form.address ?? '',
      // A form that came from another page keeps that page; ours is the page of ours.
      page: form.page ?? `${this.config.publicUrl}/n/${encodeURIComponent(newsletter.slug)}`,
      placement: form.placement ?? '',
      timeZone: form.timeZone ?? '',
      ticket: form.ticket ?? this.gate.formTicket(),
      proof: form.proof ?? '',
      keptAddress: form.keepsAddress === true ? (form.address ?? '') : '',
    };
  }
}
