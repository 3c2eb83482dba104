import { Injectable } from '@nestjs/common';
import {
  ReadArchive,
  editionErrors,
  isDay,
  readEditionName,
  type ArchiveStanding,
  type Newsletter,
} from '@app/editions';
import { Clock, Config } from '@app/platform';
import { apiErrors } from '../api.errors.js';
import { Pages } from '../pages/pages.js';
import { KeptAnswers, publicAnswer, type PublicAnswer } from './kept-answers.js';
import { HTML } from './reader-page.js';
import { keepFor } from './send-public.js';
import { Storefront } from './storefront.service.js';

export interface ArchiveAnswer extends PublicAnswer {
  readonly status: 200 | 410;
  readonly cacheControl: string;
}

/** The archive's pages. Whether there is one is asked at every request, in one query; the page itself is kept. */
@Injectable()
export class ArchivePage {
  private readonly kept = new KeptAnswers();

  constructor(
    private readonly archive: ReadArchive,
    private readonly storefront: Storefront,
    private readonly pages: Pages,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** @throws `newsletter.unknown`, also of one that has no public archive */
  async newsletter(slug: string): Promise<Newsletter> {
    const newsletter = await this.storefront.find(slug);
    if (!newsletter.isPublic || newsletter.archive !== 'public') throw editionErrors.error('newsletter.unknown');
    return newsletter;
  }

  /** `before` is a day as it stands in the address. @throws `request.invalid` */
  async list(slug: string, before: string | undefined): Promise<ArchiveAnswer> {
    const newsletter = await this.newsletter(slug);
    if (before !== undefined && !isDay(before)) throw apiErrors.error('request.invalid');
    const listing = await this.archive.list(newsletter, before);
    const now = this.clock.now();
    const newest = listing.editions[0]?.dueAt ?? newsletter.createdAt;
    const page = this.pages.archive.list({ ...this.frame(newsletter), listing, before });
    const answer = publicAnswer(page, { type: HTML, lastModified: newest, until: null });
    return { ...answer, status: 200, cacheControl: keepFor(before === undefined ? now : newest, now) };
  }

  /** `date` and `name` are the last parts of the address. @throws `newsletter.unknown`, `edition.unknown` */
  async edition(slug: string, date: string, name?: string): Promise<ArchiveAnswer> {
    const named = readEditionName(date, name);
    const standing = named && (await this.archive.standing(slug, named));
    if (standing === undefined) {
      await this.newsletter(slug);
      throw editionErrors.error('edition.unknown');
    }
    const now = this.clock.now();
    const cacheControl = keepFor(standing.dueAt, now);
    if (standing.takedown?.mode === 'remove')
      return { ...(await this.gone(slug, standing)), status: 410, cacheControl };
    const answer = await this.kept.get(keyOf(standing), now, () => this.render(slug, standing));
    return { ...answer, status: 200, cacheControl };
  }

  private async render(slug: string, standing: ArchiveStanding): Promise<PublicAnswer> {
    const newsletter = await this.newsletter(slug);
    const edition = await this.archive.edition(newsletter, standing, 'archive');
    const { previous, next } = await this.archive.neighbours(standing);
    const page = this.pages.archive.edition({ ...this.frame(newsletter), edition, name: standing, previous, next });
    return publicAnswer(page, { type: HTML, lastModified: edition.updated, until: edition.until });
  }

  private async gone(slug: string, { takedown, dueAt }: ArchiveStanding): Promise<PublicAnswer> {
    const newsletter = await this.newsletter(slug);
    const note = takedown === null ? '' : this.archive.tombstone(newsletter, takedown);
    const page = this.pages.archive.gone({ ...this.frame(newsletter), note });
    return publicAnswer(page, { type: HTML, lastModified: takedown?.orderedAt ?? dueAt, until: null });
  }

  private frame(newsletter: Newsletter) {
    return { ...this.storefront.frame(newsletter), publicUrl: this.config.publicUrl };
  }
}

/** All that shapes an edition's page and may change: two that differ in any of it are two pages. */
export function keyOf(standing: ArchiveStanding): string {
  const { editionId, revision, newsletterVersion, goneDispatches, gonePictures, takedown, newestId } = standing;
  return JSON.stringify([editionId, revision, newsletterVersion, goneDispatches, gonePictures, takedown, newestId]);
} // prettier-ignore
