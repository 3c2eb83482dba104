import { Injectable } from '@nestjs/common';
import {
  inSource,
  RenderWorkshop,
  type Choice,
  type Newsletter,
  type WorkshopContent,
  type WorkshopRendering,
  type WorkshopTemplate,
  type WorkshopWish,
} from '@app/editions';
import {
  ManageTemplates,
  PartialSnapshot,
  readerMarks,
  templateErrors,
  type MessageToCheck,
  type TemplateContent,
  type TemplateVersion,
} from '@app/mail';
import { demand, type Principal } from '@app/operators';
import { Config, Database } from '@app/platform';
import { maskAddress, subscriberErrors, TellReaderStory } from '@app/subscribers';
import { SampleMessage } from '../sample-message.service.js';
import { LookAtNotice } from './look-at-notice.service.js';
import type { LookedAt } from './looked-at.js';
import type { PreviewWish } from './preview-input.js';

type Wish = Pick<PreviewWish, 'template' | 'content' | 'language' | 'profile'>;

/** Editions that a person makes, and that have no samples of their own. */
const madeKinds = ['flash', 'letter', 'correction'] as const;

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
    private readonly notices: LookAtNotice,
    private readonly config: Config,
  ) {}

  /**
   * What is being typed is rendered for designers only.
   *
   * @throws `operator.forbidden`, `template.not_found`, `template.not_named`, `template.invalid`, and what the content
   * cannot be had for
   */
  async look(wish: Wish, caller: Principal): Promise<LookedAt> {
    if (wish.template.draft !== undefined) demand(caller, 'design');
    const { template, source } = await this.source(wish.template);
    if (template.kind === 'notice') return this.notices.look(source, wish, caller.operatorId);
    const { rendering, reader } = await this.fill({ template, source }, wish, caller);
    const { newsletter, subject, preheader, direction, blockCount: blocks, isCut } = rendering;
    return {
      ...(await this.messages.make(rendering)),
      ...{ subject, preheader, direction, blocks, isCut, reader, language: newsletter.language },
      removed: rendering.removed.map(({ message }) => message),
      toCheck: toCheck(rendering, this.config.publicUrl),
      placed: (finding) => inSource(finding, source),
      holds: rendering.holds,
    };
  }

  /** An edition by it, before it is made into a message; of a template for notices its source. @throws as {@link look} */
  async render(
    wish: Wish,
    caller: Principal,
  ): Promise<{ readonly source: WorkshopTemplate } | { readonly rendering: WorkshopRendering }> {
    if (wish.template.draft !== undefined) demand(caller, 'design');
    const named = await this.source(wish.template);
    if (named.template.kind === 'notice') return { source: named.source };
    return { rendering: (await this.fill(named, wish, caller)).rendering };
  }

  private async fill(
    { template, source }: { readonly template: TemplateVersion; readonly source: WorkshopTemplate },
    wish: Wish,
    caller: Principal,
  ): Promise<{ rendering: WorkshopRendering; reader: string | null }> {
    const { choice, reader } = await this.profile(wish.profile, caller);
    const content = contentOf(wish.content);
    const kind = madeKinds.find((made) => made === template.kind);
    const rendering = await this.workshop.render({
      template: source,
      content,
      language: wish.language,
      profile: choice,
      kind: 'sample' in content ? kind : undefined,
      asker: caller.operatorId,
    });
    return { rendering, reader };
  }

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
  ): Promise<{ choice?: NonNullable<WorkshopWish['profile']>; reader: string | null }> {
    if (profile === 'everything') return { reader: null };
    if (profile === 'two-regions') return { choice: profile, reader: null };
    demand(caller, 'subscribers:read');
    const story = await this.stories.ofSubscriber(profile.reader);
    if (story === undefined) throw subscriberErrors.error('subscriber.unknown');
    const { address } = story.subscriber;
    // Who does not get this newsletter sees it as somebody does who chose nothing.
    const choice = ({ slug }: Newsletter): Choice => {
      const choices = story.subscriptions.find(({ newsletter }) => newsletter.slug === slug)?.choices;
      return { regions: choices?.regions ?? [], topics: choices?.topics ?? [] };
    };
    return { choice, reader: address === null ? '' : maskAddress(address) };
  }
}

function contentOf(content: PreviewWish['content']): WorkshopContent {
  if ('notice' in content) return { sample: 'ordinary' };
  if ('sample' in content) return { sample: content.sample, newsletterId: content.newsletter };
  return 'newsletter' in content ? { newsletterId: content.newsletter } : { editionId: content.edition };
}

/** Headers are ours and not the template's. */
function toCheck({ newsletter, subject, html, text }: WorkshopRendering, publicUrl: string): MessageToCheck {
  const { brand, senderName, contactAddress, language, name } = newsletter;
  const sender = { names: [name, brand.name, brand.legalName, senderName], contactAddress };
  return { subject, html, text, context: { kind: 'newsletter', language, sender, marks: readerMarks, publicUrl } };
}
