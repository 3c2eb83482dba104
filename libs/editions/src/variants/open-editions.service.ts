import { Injectable } from '@nestjs/common';
import { OpenTemplate, type TemplateVersion } from '@app/mail';
import { Log } from '@app/platform';
import { DigestView, type DigestHead } from '../digest/digest-view.js';
import type { FrozenBlock } from '../digest/frozen-block.js';
import { leadingStories } from '../digest/leading-stories.js';
import { RenderDigest, renderingHash, type RenderedEdition } from '../digest/render-digest.service.js';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';

/** A revision about to be rendered, in one cut or many. */
export interface OpenableRevision {
  readonly edition: RenderedEdition & { readonly id: string };
  readonly newsletter: Newsletter;
  readonly blocks: readonly FrozenBlock[];
  readonly template: TemplateVersion;
  /** The revision's: of its whole. */
  readonly head: DigestHead;
}

export interface RenderedVariant {
  /** null: the revision's. */
  readonly subject: string | null;
  readonly preheader: string | null;
  readonly html: string;
  readonly text: string;
  readonly hash: Buffer;
}

export interface OpenEdition {
  readonly whole: RenderedVariant;
  /** The blocks at these positions. */
  render(positions: readonly number[]): Promise<RenderedVariant>;
}

/** Gmail cuts what is longer than 102 KB and hides the way out with it. Bytes of HTML. */
const LARGEST_HTML = 100_000;
/** From here on somebody should know. */
const LARGE_HTML = 80_000;

/** Opens a frozen revision for rendering. */
@Injectable()
export class OpenEditions {
  constructor(
    private readonly renderer: RenderDigest,
    private readonly log: Log,
  ) {}

  /**
   * Renders the whole, and by it finds out whether the template's cuts can be put together from what was compiled; the
   * log says where they cannot and each is compiled by itself.
   *
   * @throws `edition.too_large`, `template.invalid`; both also when a cut is rendered
   */
  async open(revision: OpenableRevision): Promise<OpenEdition> {
    const { newsletter, edition, blocks, template } = revision;
    const view = new DigestView(await this.renderer.source(newsletter, edition, blocks));
    const translator = this.renderer.translator(newsletter);
    const { mjml, plainText: text, partials } = template;
    const opened = new OpenTemplate({ mjml, text, partials, translator });
    const first = firstStories(blocks);
    const print = async (
      head: DigestHead,
      kept?: ReadonlySet<number>,
    ): Promise<Omit<RenderedVariant, keyof DigestHead>> => {
      const { html, text } = await opened.render({ ...view.data(head, kept) });
      this.checkSize(revision, html);
      return { html, text, hash: renderingHash(html, text) };
    };
    const whole = { ...NO_HEAD, ...(await print(revision.head)) };
    if (!opened.isFast) this.log.info('variant.slow_path', { editionId: edition.id, templateVersionId: template.id });
    return {
      whole,
      render: async (positions) => {
        const kept = new Set(positions);
        const own = ownHead(view, kept, { first, whole: revision.head });
        const head = {
          subject: own.subject ?? revision.head.subject,
          preheader: own.preheader ?? revision.head.preheader,
        };
        return { ...own, ...(await print(head, kept)) };
      },
    };
  }

  private checkSize({ edition, blocks }: OpenableRevision, html: string): void {
    const bytes = Buffer.byteLength(html);
    if (bytes <= LARGE_HTML) return;
    const longest = longestBlocks(blocks);
    if (bytes > LARGEST_HTML)
      throw editionErrors.error('edition.too_large', { editionId: edition.id, bytes, limit: LARGEST_HTML, longest });
    this.log.warn('variant.large', { editionId: edition.id, bytes, limit: LARGEST_HTML });
  }
}

const NO_HEAD = { subject: null, preheader: null };

/** Stories the whole's subject and preheader may speak of. */
const TOLD_AHEAD = 3;

function firstStories(blocks: readonly FrozenBlock[]): number[] {
  const stories = [...blocks]
    .sort((a, b) => a.position - b.position)
    .flatMap(({ kind, position, content }) => (kind === 'dispatch' ? [{ position, rank: content.rank }] : []));
  return leadingStories(stories)
    .slice(0, TOLD_AHEAD)
    .map(({ position }) => position);
}

/**
 * A subject promises what is inside: a cut without the whole's first story speaks of its own first one, and one without
 * the stories the preheader names gets a preheader of its own.
 */
function ownHead(
  view: DigestView,
  kept: ReadonlySet<number>,
  { first, whole }: { first: readonly number[]; whole: DigestHead },
): { subject: string | null; preheader: string | null } {
  if (first.every((position) => kept.has(position))) return NO_HEAD;
  const machine = view.head(kept);
  const holdsLead = first[0] === undefined || kept.has(first[0]);
  if (!holdsLead) return machine;
  return { subject: null, preheader: whole.preheader === view.head().preheader ? machine.preheader : null };
}

const LONGEST_NAMED = 3;

/** Where to cut, for whoever has to. */
function longestBlocks(
  blocks: readonly FrozenBlock[],
): { position: number; kind: string; title: string; characters: number }[] {
  return blocks
    .map((block) => ({
      position: block.position,
      kind: block.kind,
      title: block.kind === 'dispatch' ? block.content.headline : block.content.title,
      characters: JSON.stringify(block.content).length,
    }))
    .sort((a, b) => b.characters - a.characters || a.position - b.position)
    .slice(0, LONGEST_NAMED);
}
