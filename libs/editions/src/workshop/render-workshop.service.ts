import { Injectable } from '@nestjs/common';
import { TemplateSandbox, type TemplatePartials, type TemplateProblem } from '@app/mail';
import type { EditionKind } from '@app/platform';
import { DigestView } from '../digest/digest-view.js';
import { RenderDigest } from '../digest/render-digest.service.js';
import type { FrozenBlock } from '../digest/frozen-block.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { cutPositions, EVERYTHING, type Choice } from '../variants/cut.js';
import { FillWorkshop, type WorkshopContent } from './fill-workshop.service.js';

/** Source as its author sees it, published or not. */
export interface WorkshopTemplate {
  readonly mjml: string;
  readonly plainText: string;
  /** By name; left out: it names none. */
  readonly partials?: TemplatePartials;
}

export interface WorkshopWish {
  readonly template: WorkshopTemplate;
  readonly content: WorkshopContent;
  /** Of the mail's own words; left out: the newsletter's. */
  readonly language?: string | undefined;
  /** What the reader chose of the newsletter; `two-regions`: the first two that the edition has. Left out: everything. */
  readonly profile?: Choice | ((newsletter: Newsletter) => Choice) | 'two-regions' | undefined;
  /** Another kind than the content's own, such as a flash looked at with a sample. */
  readonly kind?: EditionKind | undefined;
  /** Whoever looks, so that their template holds up nobody else's; left out: nobody in particular. */
  readonly asker?: string | undefined;
}

export interface WorkshopRendering {
  readonly newsletter: Newsletter;
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
  /** Scripts and event handlers that were taken out. */
  readonly removed: readonly TemplateProblem[];
  readonly assembledAt: Date;
  readonly direction: 'ltr' | 'rtl';
  /** False: the reader's choice would have left too little, so that they get the whole. */
  readonly isCut: boolean;
  readonly blockCount: number;
  /** Ids of the dispatches and pictures its subject and its blocks were made of. */
  readonly holds: readonly string[];
}

/** A template filled with an edition and cut for one reader, as freezing would make it. Writes nothing. */
@Injectable()
export class RenderWorkshop {
  constructor(
    private readonly filling: FillWorkshop,
    private readonly renderer: RenderDigest,
    private readonly sandbox: TemplateSandbox,
  ) {}

  /** @throws `newsletter.unknown`, `edition.unknown`, and what the sandbox throws */
  async render(wish: WorkshopWish): Promise<WorkshopRendering> {
    const filled = await this.filling.fill(wish.content, wish.language);
    const newsletter = wish.language === undefined ? filled.newsletter : { ...filled.newsletter, language: wish.language };
    const edition = wish.kind === undefined ? filled.edition : { ...filled.edition, kind: wish.kind };
    const translator = this.renderer.translator(newsletter);
    const { blocks, own, assembledAt } = filled;
    const cut = { kind: edition.kind ?? 'digest', blocks, cutMin: newsletter.cutMin };
    const positions = cutPositions(cut, choiceOf(wish.profile, newsletter, blocks));
    const view = new DigestView(await this.renderer.source(newsletter, edition, blocks));
    const machine = view.head(new Set(positions));
    const head = { subject: own.subject ?? machine.subject, preheader: own.preheader ?? machine.preheader };
    const { html, text, removed = [] } = await this.sandbox.render({
      mjml: wish.template.mjml,
      text: wish.template.plainText,
      ...(wish.template.partials !== undefined && { partials: wish.template.partials }),
      data: { ...view.data(head, new Set(positions)) },
      locale: translator.locale,
      catalogue: 'editions',
      asker: wish.asker,
    });
    const shape = { direction: translator.direction, isCut: positions.length < blocks.length, blockCount: positions.length };
    const holds = blocks.flatMap(heldBy);
    return { newsletter, ...head, html, text, removed, assembledAt, ...shape, holds };
  } // prettier-ignore
}

function heldBy(block: FrozenBlock): string[] {
  if (block.kind !== 'dispatch') return [];
  return block.pictureId === null ? [block.dispatchId] : [block.dispatchId, block.pictureId];
}

function choiceOf(profile: WorkshopWish['profile'], newsletter: Newsletter, blocks: readonly FrozenBlock[]): Choice {
  if (profile === undefined) return EVERYTHING;
  if (profile !== 'two-regions') return typeof profile === 'function' ? profile(newsletter) : profile;
  const sections = blocks.flatMap(({ kind, section }) => (kind === 'dispatch' ? [section] : []));
  return { regions: [...new Set(sections)].slice(0, 2), topics: [] };
}
