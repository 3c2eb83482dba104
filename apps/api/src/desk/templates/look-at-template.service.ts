import { Injectable } from '@nestjs/common';
import {
  RenderWorkshop,
  type Choice,
  type WorkshopContent,
  type WorkshopRendering,
  type WorkshopTemplate,
} from '@app/editions';
import {
  ManageTemplates,
  PartialSnapshot,
  templateErrors,
  type TemplateContent,
  type TemplateVersion,
} from '@app/mail';
import { demand, type Principal } from '@app/operators';
import { Database } from '@app/platform';
import { maskAddress, subscriberErrors, TellReaderStory } from '@app/subscribers';
import { SampleMessage, type SampleParts } from '../sample-message.service.js';
import type { PreviewWish } from './preview-input.js';

export interface LookedAt {
  readonly rendering: WorkshopRendering;
  readonly message: SampleParts;
  readonly template: TemplateVersion;
  /** Masked address. */
  readonly reader: string | null;
}

type Wish = Pick<PreviewWish, 'template' | 'content' | 'language' | 'profile'>;

/** A template as its author sees it, filled and made into the message that would leave. Writes nothing. */
@Injectable()
export class LookAtTemplate {
  constructor(
    private readonly database: Database,
    private readonly templates: ManageTemplates,
    private readonly partials: PartialSnapshot,
    private readonly workshop: RenderWorkshop,
    private readonly messages: SampleMessage,
    private readonly stories: TellReaderStory,
  ) {}

  /** @throws `template.not_found`, `template.not_named`, `template.invalid`, and what the content cannot be had for */
  async look(wish: Wish, caller: Principal): Promise<LookedAt> {
    const { template, source } = await this.source(wish.template);
    const { choice, reader } = await this.profile(wish.profile, caller);
    const kind = template.kind === 'flash' || template.kind === 'letter' || template.kind === 'correction' ? template.kind : undefined;
    const content = contentOf(wish.content);
    const rendering = await this.workshop.render({
      template: source,
      content,
      language: wish.language,
      profile: choice,
      kind: 'sample' in content ? kind : undefined,
    });
    return { rendering, message: await this.messages.make(rendering), template, reader };
  } // prettier-ignore

  /** What is rendered: a partial in a template that names it, and everything with the partials it names. */
  private async source(given: Wish['template']): Promise<{ template: TemplateVersion; source: WorkshopTemplate }> {
    const template = await this.stored(given.id, given.version);
    const own: TemplateContent = given.draft ?? template;
    if (template.kind !== 'partial') {
      const isKept = given.draft === undefined;
      const partials = isKept ? template.partials : await this.partials.of(this.database, own);
      return { template, source: { mjml: own.mjml, plainText: own.plainText, partials } };
    }
    const host = await this.hostOf(template, given.within);
    const partials = await this.partials.of(this.database, host);
    const named = { ...partials, [template.slug]: { mjml: own.mjml, text: own.plainText } };
    return { template: host, source: { mjml: host.mjml, plainText: host.plainText, partials: named } };
  }

  private async hostOf(partial: TemplateVersion, within: string | undefined): Promise<TemplateVersion> {
    if (within !== undefined) return this.templates.read(within);
    const users = await this.templates.usersOfPartial(this.database, partial);
    for (const { id } of users) {
      const host = await this.templates.read(id);
      if (host.kind !== 'partial' && host.kind !== 'notice') return host;
    }
    throw templateErrors.error('template.not_named', { slug: partial.slug });
  }

  private stored(id: string, version: number | undefined): Promise<TemplateVersion> {
    return version === undefined ? this.templates.read(id) : this.templates.readVersion(id, version);
  }

  private async profile(
    profile: Wish['profile'],
    caller: Principal,
  ): Promise<{ choice?: Choice | 'two-regions'; reader: string | null }> {
    if (profile === 'everything') return { reader: null };
    if (profile === 'two-regions') return { choice: profile, reader: null };
    demand(caller, 'subscribers:read');
    const story = await this.stories.ofSubscriber(profile.reader);
    if (story === undefined) throw subscriberErrors.error('subscriber.unknown');
    const { address } = story.subscriber;
    const chosen = story.subscriptions.find(({ state }) => state === 'active') ?? story.subscriptions[0];
    const choice = { regions: chosen?.choices.regions ?? [], topics: chosen?.choices.topics ?? [] };
    return { choice, reader: address === null ? '' : maskAddress(address) };
  }
}

function contentOf(content: PreviewWish['content']): WorkshopContent {
  if ('sample' in content) return { sample: content.sample, newsletterId: content.newsletter };
  return 'newsletter' in content ? { newsletterId: content.newsletter } : { editionId: content.edition };
}
