import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@app/platform';
import { AssembleEdition } from '../assembly/assemble-edition.service.js';
import { draftsOf } from '../assembly/kept-blocks.js';
import { nextDue } from '../calendar/calendar.js';
import type { FrozenBlock } from '../digest/frozen-block.js';
import type { RenderedEdition } from '../digest/render-digest.service.js';
import { EditionRepository } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { deskHead, type DeskHead } from '../revisions/desk-head.js';
import { DraftRepository } from '../revisions/draft.repository.js';
import { FreezeBlocks } from '../revisions/freeze-blocks.service.js';
import { RevisionRepository } from '../revisions/revision.repository.js';
import { sampleNewsletter } from './sample-newsletter.js';
import { SAMPLE_DAY, sampleBlocks, sampleLanguage, type SampleName } from './samples.js';

/**
 * What fills a template that is looked at: a made-up edition under a newsletter's name (left out: a made-up one), a
 * newsletter's next edition as it would be assembled now, or one that exists.
 */
export type WorkshopContent =
  | { readonly sample: SampleName; readonly newsletterId?: string | undefined }
  | { readonly newsletterId: string }
  | { readonly editionId: string };

export interface FilledContent {
  readonly newsletter: Newsletter;
  readonly edition: RenderedEdition;
  readonly blocks: readonly FrozenBlock[];
  /** The desk's own subject and preheader; null: the machine's. */
  readonly own: DeskHead;
  readonly assembledAt: Date;
}

/** Milliseconds. Who types in a template looks at the same edition again and again; assembling it takes the longest. */
const KEPT = 15_000;
/** Contents kept at once: some designers with two panes each. */
const MOST_KEPT = 16;

const MACHINE: DeskHead = { subject: null, preheader: null };

/** Finds the content a template is looked at with. Writes nothing. */
@Injectable()
export class FillWorkshop {
  readonly #kept = new Map<string, { readonly until: number; readonly filled: Promise<FilledContent> }>();

  constructor(
    private readonly database: Database,
    private readonly newsletters: NewsletterRepository,
    private readonly editions: EditionRepository,
    private readonly assembling: AssembleEdition,
    private readonly drafts: DraftRepository,
    private readonly freezing: FreezeBlocks,
    private readonly revisions: RevisionRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * As it was at most 15 seconds ago.
   *
   * @throws `newsletter.unknown`, `edition.unknown`
   */
  async fill(content: WorkshopContent, language: string | undefined): Promise<FilledContent> {
    const key = JSON.stringify([content, 'sample' in content ? language : null]);
    const now = this.clock.now().getTime();
    const known = this.#kept.get(key);
    if (known !== undefined && known.until > now) return known.filled;
    const filled = this.find(content, language);
    this.#kept.delete(key);
    this.#kept.set(key, { until: now + KEPT, filled });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
    // What failed is asked again by whoever comes next.
    filled.catch(() => this.#kept.delete(key));
    return filled;
  }

  private find(content: WorkshopContent, language: string | undefined): Promise<FilledContent> {
    if ('sample' in content) return this.sample(content, language);
    return 'editionId' in content ? this.edition(content.editionId) : this.next(content.newsletterId);
  }

  private async sample(
    { sample, newsletterId }: { readonly sample: SampleName; readonly newsletterId?: string | undefined },
    wished: string | undefined,
  ): Promise<FilledContent> {
    const named = newsletterId === undefined ? undefined : await this.newsletter(newsletterId);
    const language = sampleLanguage(sample, wished ?? named?.language ?? 'en');
    const newsletter = { ...(named ?? sampleNewsletter(language)), language };
    const edition = { ...SAMPLE_DAY, kind: 'digest' as const };
    return { newsletter, edition, blocks: sampleBlocks(sample, language), own: MACHINE, assembledAt: SAMPLE_DAY.dueAt };
  }

  private async next(newsletterId: string): Promise<FilledContent> {
    const newsletter = await this.newsletter(newsletterId);
    const assembledAt = this.clock.now();
    const due = nextDue(newsletter, assembledAt) ?? {
      dueAt: assembledAt,
      editionDate: assembledAt.toISOString().slice(0, 10),
    };
    const span = { cutOff: assembledAt, ...due };
    const { proposal } = await this.assembling.choose(this.database, newsletter, span);
    const waves = { dueAt: due.dueAt, lastDueAt: due.dueAt };
    const blocks = await this.freezing.freeze(this.database, draftsOf(proposal), waves);
    return { newsletter, edition: due, blocks, own: MACHINE, assembledAt };
  }

  private async edition(editionId: string): Promise<FilledContent> {
    const edition = await this.editions.byId(this.database, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    const newsletter = await this.newsletters.known(this.database, edition.newsletterId);
    const assembledAt = this.clock.now();
    const frozen = await this.revisions.current(this.database, editionId);
    if (frozen !== undefined) {
      const own = { subject: frozen.subject, preheader: frozen.revision.preheader };
      return { newsletter, edition, blocks: frozen.blocks, own, assembledAt };
    }
    const drafts = await this.drafts.drafts(this.database, editionId);
    const blocks = await this.freezing.freeze(this.database, drafts, edition);
    return { newsletter, edition, blocks, own: deskHead(edition, drafts, blocks), assembledAt };
  }

  private async newsletter(newsletterId: string): Promise<Newsletter> {
    const newsletter = await this.newsletters.byId(this.database, newsletterId);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { newsletterId });
    return newsletter;
  }
}
