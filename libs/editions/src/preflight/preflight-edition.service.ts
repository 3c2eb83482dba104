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
import { deskHead } from '../revisions/desk-head.js';
import { DraftRepository, type StoredDraft } from '../revisions/draft.repository.js';
import { FreezeBlocks } from '../revisions/freeze-blocks.service.js';
import { countedSizeFindings } from './counted-size.js';
import { LINK_LOOKS_COUNT, LinkLookRepository } from './link-look.repository.js';
import { PreflightRepository } from './preflight.repository.js';
import { unlabelledSponsors } from './sponsor-label.js';

interface Proposed {
  readonly edition: Edition;
  readonly drafts: readonly StoredDraft[];
  readonly blocks: readonly FrozenBlock[];
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
    return { edition, findings: await this.of(db, edition, locale) };
  }

  /** As {@link ofProposal}, where the edition is at hand. Without anything left to show there is nothing to say. */
  async of(db: Db, edition: Edition, locale: string = fallbackLocale): Promise<PreflightFinding[]> {
    const drafts = await this.drafts.drafts(db, edition.id);
    const blocks = await this.freezing.freeze(db, drafts, edition);
    if (blocks.length === 0) return [];
    const facts = worded(await this.leftOut(db, edition, drafts), locale);
    const said = await this.rendered(db, { edition, drafts, blocks }, locale);
    const all = [...facts, ...said];
    return [...all.filter(({ level }) => level === 'block'), ...all.filter(({ level }) => level === 'warn')];
  }

  /** The HTML of the whole as it is proposed; undefined where nothing is left of it, or it cannot be rendered. */
  async htmlOf(db: Db, editionId: string): Promise<string | undefined> {
    const edition = await this.editions.byId(db, editionId);
    if (edition === undefined) return undefined;
    const drafts = await this.drafts.drafts(db, editionId);
    const blocks = await this.freezing.freeze(db, drafts, edition);
    if (blocks.length === 0) return undefined;
    try {
      return (await this.whole(db, { edition, drafts, blocks })).html;
    } catch (error) {
      // The desk is told by the findings.
      if (error instanceof TemplateError) return undefined;
      throw error;
    }
  }

  private async whole(db: Db, { edition, drafts, blocks }: Proposed): Promise<RenderedDigest & { newsletter: Newsletter; template: TemplateVersion }> {
    const newsletter = await this.newsletters.known(db, edition.newsletterId);
    const template = await this.editionTemplate.of(db, newsletter, edition.kind);
    const own = deskHead(edition, drafts, blocks);
    const rendered = await this.renderer.renderUnder(own, { newsletter, edition, blocks, template });
    return { ...rendered, newsletter, template };
  } // prettier-ignore

  private async rendered(db: Db, proposed: Proposed, locale: string): Promise<PreflightFinding[]> {
    const { edition, blocks } = proposed;
    try {
      const { subject, html, text, newsletter } = await this.whole(db, proposed);
      const { brand, senderName, name, language, contactAddress } = newsletter;
      const recentSubjects = await this.repository.recentSubjects(db, { newsletterId: newsletter.id, editionId: edition.id });
      const sender = { names: [brand.name, brand.legalName, senderName, name], contactAddress };
      const context = { kind: 'newsletter' as const, language, sender, marks: readerMarks, recentSubjects };
      const label = this.renderer.translator(newsletter).t('digest.sponsor_label');
      const since = new Date(this.clock.now().getTime() - LINK_LOOKS_COUNT);
      const looks = await this.links.of(db, webLinksIn(html), since);
      return [
        ...unlabelledSponsors(blocks, { html, text }, { label, locale }),
        ...checkMessage({ subject, html, text, context }, { locale }),
        ...worded([...deadLinkFindings(looks), ...countedSizeFindings({ html, text }, { blocks, newsletter, edition, publicUrl: this.config.publicUrl })], locale),
      ];
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const problems = error.problems.map(({ line, message }): RawFinding => {
        const where = { part: 'template' as const, ...(line !== undefined && { line }) };
        return { name: 'template_invalid', where, values: { problem: message } };
      });
      return worded(problems, locale);
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
