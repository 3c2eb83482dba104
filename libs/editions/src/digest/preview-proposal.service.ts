import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@app/platform';
import { EditionRepository, type Edition } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { deskHead } from '../revisions/desk-head.js';
import { DraftRepository } from '../revisions/draft.repository.js';
import { FreezeBlocks } from '../revisions/freeze-blocks.service.js';
import { RevisionRepository } from '../revisions/revision.repository.js';
import { EditionTemplate } from './edition-template.service.js';
import { RenderDigest } from './render-digest.service.js';

/** One edition as its readers would get it now, or, frozen, as they get it. */
export interface ProposalPreview {
  readonly edition: Edition;
  readonly newsletter: Newsletter;
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
  readonly assembledAt: Date;
  /** False: it is still a proposal, and another act makes another message of it. */
  readonly isFrozen: boolean;
  /** Blocks of the proposal that would not leave as things are: killed, under an embargo, without rights. */
  readonly leftOut: number;
}

/** What a desk's acts come to: the very message, made as freezing makes it. Writes nothing. */
@Injectable()
export class PreviewProposal {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly templates: EditionTemplate,
    private readonly drafts: DraftRepository,
    private readonly blocks: FreezeBlocks,
    private readonly revisions: RevisionRepository,
    private readonly renderer: RenderDigest,
    private readonly clock: Clock,
  ) {}

  /** @throws `edition.unknown`, `edition.empty`, `template.unknown`, `template.invalid` */
  async preview(editionId: string): Promise<ProposalPreview> {
    const edition = await this.editions.byId(this.database, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    const newsletter = await this.newsletters.known(this.database, edition.newsletterId);
    const standing = { edition, newsletter, assembledAt: this.clock.now() };
    const frozen = await this.revisions.wholeRendering(this.database, editionId);
    if (frozen !== undefined) return { ...standing, ...frozen, isFrozen: true, leftOut: 0 };
    const drafts = await this.drafts.drafts(this.database, editionId);
    const blocks = await this.blocks.freeze(this.database, drafts, edition);
    if (blocks.length === 0) throw editionErrors.error('edition.empty', { editionId });
    const template = await this.templates.of(this.database, newsletter, edition.kind);
    const own = deskHead(edition, drafts, blocks);
    const { subject, preheader, html, text } = await this.renderer.renderUnder(own, { newsletter, edition, blocks, template });
    return { ...standing, subject, preheader, html, text, isFrozen: false, leftOut: drafts.length - blocks.length };
  } // prettier-ignore
}
