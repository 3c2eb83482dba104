import { Injectable } from '@nestjs/common';
import { DispatchShelf, type ShelfDispatch } from '@app/dispatches';
import {
  checkMessage,
  deadLinkFindings,
  readerMarks,
  TemplateError,
  webLinksIn,
  worded,
  type PreflightFinding,
  type RawFinding,
  type TemplateVersion,
} from '@app/mail';
import { Clock, Config, Database, fallbackLocale, type Db } from '@app/platform';
import { EditionTemplate } from '../digest/edition-template.service.js';
import type { FrozenBlock } from '../digest/frozen-block.js';
import { RenderDigest, type RenderedDigest } from '../digest/render-digest.service.js';
import { EditionRepository, type Edition } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { shortenedBlocks } from '../desk/shortened.js';
import { deskHead } from '../revisions/desk-head.js';
import { DraftRepository, type StoredDraft } from '../revisions/draft.repository.js';
import { FreezeBlocks } from '../revisions/freeze-blocks.service.js';
import { contentHash } from '../revisions/write-revision.service.js';
import { countedSizeFindings } from './counted-size.js';
import { LINK_LOOKS_COUNT, LinkLookRepository } from './link-look.repository.js';
import { PreflightRepository } from './preflight.repository.js';
import { unlabelledSponsors } from './sponsor-label.js';
import { problemFinding } from './source-places.js';

/** All that decides what preflight says of a proposal, but whether its links answer: that is asked from time to time. */
export interface ProposalToJudge {
  readonly edition: Edition;
  readonly newsletter: Newsletter;
  readonly template: TemplateVersion;
  readonly drafts: readonly StoredDraft[];
  /** As they would be frozen now. Without any nothing leaves, and nothing is said. */
  readonly blocks: readonly FrozenBlock[];
  readonly recentSubjects: readonly string[];
  /** Of dispatches that freezing would leave out. */
  readonly lost: readonly RawFinding[];
}

/** Two proposals with the same mark get the same findings. */
export function markOfProposal({ edition, newsletter, template, drafts, blocks, ...facts }: ProposalToJudge): string {
  const { kind, editionDate, dueAt, lastDueAt, subject, preheader } = edition;
  const shown = { kind, editionDate, dueAt, lastDueAt, subject, preheader };
  return contentHash([shown, newsletter, template.id, drafts, blocks, facts]).toString('hex');
}

/**
 * What preflight says of a proposal, made as freezing makes it: the whole, which is the longest mail anybody gets and
 * holds every block of every cut. Writes nothing.
 */
@Injectable()
export class PreflightEdition {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly editionTemplate: EditionTemplate,
    private readonly drafts: DraftRepository,
    private readonly freezing: FreezeBlocks,
    private readonly shelf: DispatchShelf,
    private readonly renderer: RenderDigest,
    private readonly repository: PreflightRepository,
    private readonly links: LinkLookRepository,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** @throws `edition.unknown`, `template.unknown` */
  async ofProposal(
    editionId: string,
    locale: string = fallbackLocale,
    db: Db = this.database,
  ): Promise<{ edition: Edition; findings: PreflightFinding[] }> {
    const edition = await this.editions.byId(db, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    return { edition, findings: await this.judge(await this.read(db, edition), locale) };
  }

  /**
   * Quick: nothing is rendered. With `shortTo` as it would be with no more dispatches than these.
   *
   * @throws `template.unknown`
   */
  async read(db: Db, edition: Edition, shortTo?: number): Promise<ProposalToJudge> {
    const all = await this.drafts.drafts(db, edition.id);
    const drafts = shortTo === undefined ? all : shortenedBlocks(all, shortTo);
    const newsletter = await this.newsletters.known(db, edition.newsletterId);
    return {
      edition,
      newsletter,
      template: await this.editionTemplate.of(db, newsletter, edition.kind),
      drafts,
      blocks: await this.freezing.freeze(db, drafts, edition),
      recentSubjects: await this.repository.recentSubjects(db, { newsletterId: newsletter.id, editionId: edition.id }),
      lost: await this.leftOut(db, edition, drafts),
    };
  }

  /** Renders the whole and says what is wrong with it: some ten milliseconds in which nobody should wait for a lock. */
  async judge(proposal: ProposalToJudge, locale: string = fallbackLocale): Promise<PreflightFinding[]> {
    if (proposal.blocks.length === 0) return [];
    const all = [...worded(proposal.lost, locale), ...(await this.rendered(proposal, locale))];
    return [...all.filter(({ level }) => level === 'block'), ...all.filter(({ level }) => level === 'warn')];
  }

  /** The HTML of the whole as it is proposed; undefined where nothing is left of it, or it cannot be rendered. */
  async htmlOf(db: Db, editionId: string): Promise<string | undefined> {
    const edition = await this.editions.byId(db, editionId);
    if (edition === undefined) return undefined;
    const proposal = await this.read(db, edition);
    if (proposal.blocks.length === 0) return undefined;
    try {
      return (await this.whole(proposal)).html;
    } catch (error) {
      // The desk is told by the findings.
      if (error instanceof TemplateError) return undefined;
      throw error;
    }
  }

  private async whole({ edition, newsletter, template, drafts, blocks }: ProposalToJudge): Promise<RenderedDigest> {
    return this.renderer.renderUnder(deskHead(edition, drafts, blocks), { newsletter, edition, blocks, template });
  }

  private async rendered(proposal: ProposalToJudge, locale: string): Promise<PreflightFinding[]> {
    const { edition, blocks, newsletter, recentSubjects } = proposal;
    try {
      const { subject, html, text } = await this.whole(proposal);
      const { brand, senderName, name, language, contactAddress } = newsletter;
      const sender = { names: [brand.name, brand.legalName, senderName, name], contactAddress };
      const { publicUrl } = this.config;
      const context = { kind: 'newsletter' as const, language, sender, marks: readerMarks, recentSubjects, publicUrl };
      const label = this.renderer.translator(newsletter).t('digest.sponsor_label');
      const since = new Date(this.clock.now().getTime() - LINK_LOOKS_COUNT);
      const looks = await this.links.of(this.database, webLinksIn(html), since);
      return [
        ...unlabelledSponsors(blocks, { html, text }, { label, locale }),
        ...checkMessage({ subject, html, text, context }, { locale }),
        ...worded([...deadLinkFindings(looks), ...countedSizeFindings({ html, text }, { blocks, newsletter, edition, publicUrl })], locale),
      ];
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      return worded(error.problems.map(problemFinding), locale);
    }
  } // prettier-ignore

  /** Dispatches that freezing would leave out: who approves should know what does not leave, and take it out. */
  private async leftOut(db: Db, edition: Edition, drafts: readonly StoredDraft[]): Promise<RawFinding[]> {
    const ids = drafts.flatMap(({ dispatchId }) => (dispatchId === null ? [] : [dispatchId]));
    const usable = new Map((await this.shelf.usable(db, ids)).map((dispatch) => [dispatch.id, dispatch]));
    const lost = await this.shelf.former(db, ids.filter((id) => !usable.has(id)));
    const gone = lost.map(({ id, status, headline }): RawFinding => {
      const name = status === 'killed' ? 'dispatch_killed' : 'dispatch_withheld';
      return { name, where: { part: 'edition', block: id, excerpt: headline }, values: { title: headline } };
    });
    return [...gone, ...[...usable.values()].flatMap((dispatch) => heldBack(dispatch, edition))];
  } // prettier-ignore
}

function heldBack({ id, headline, embargoedUntil, rights }: ShelfDispatch, edition: Edition): RawFinding[] {
  const where = { part: 'edition' as const, block: id, excerpt: headline };
  if (embargoedUntil !== null && embargoedUntil > edition.dueAt)
    return [{ name: 'dispatch_embargoed', where, values: { title: headline, until: embargoedUntil.toISOString() } }];
  if (rights.until !== null && rights.until <= edition.lastDueAt && edition.kind !== 'correction')
    return [{ name: 'rights_exceeded', where, values: { title: headline, what: `≤ ${rights.until.toISOString()}` } }];
  return [];
}
