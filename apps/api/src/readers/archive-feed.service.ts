import { Injectable } from '@nestjs/common';
import { generateAtomFeed, generateJsonFeed } from 'feedsmith';
import { ReadArchive, archivePath, type ArchiveStanding, type ArchivedEdition, type Newsletter } from '@app/editions';
import { Clock, Config } from '@app/platform';
import { Pages } from '../pages/pages.js';
import { ArchivePage, keyOf } from './archive-page.service.js';
import { KeptAnswers, publicAnswer, type PublicAnswer } from './kept-answers.js';
import { keepFor } from './send-public.js';
import { Storefront } from './storefront.service.js';

export type FeedFormat = 'atom' | 'json';

/** Entries of a feed: three weeks of a daily. Who was away longer has the archive. */
const ENTRIES = 20;

const TYPES: Readonly<Record<FeedFormat, string>> = {
  // RFC 4287 §7, JSON Feed 1.1
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
};

interface Entry {
  readonly standing: ArchiveStanding;
  readonly edition: ArchivedEdition;
  readonly url: string;
  readonly html: string;
}

/**
 * A newsletter's editions as Atom and JSON Feed, with what the feed rights allow. An entry is an edition for ever; a
 * later revision is the same entry, updated.
 */
@Injectable()
export class ArchiveFeed {
  private readonly kept = new KeptAnswers();

  constructor(
    private readonly archive: ReadArchive,
    private readonly archivePage: ArchivePage,
    private readonly storefront: Storefront,
    private readonly pages: Pages,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** @throws `newsletter.unknown` */
  async feed(slug: string, format: FeedFormat): Promise<PublicAnswer & { readonly cacheControl: string }> {
    const newsletter = await this.archivePage.newsletter(slug);
    const newest = await this.archive.newest(slug, ENTRIES);
    const now = this.clock.now();
    const key = JSON.stringify([format, newsletter.id, newsletter.version, newest.map(keyOf)]);
    const answer = await this.kept.get(key, now, () => this.make(newsletter, newest, format));
    return { ...answer, cacheControl: keepFor(now, now) };
  }

  private async make(
    newsletter: Newsletter,
    newest: readonly ArchiveStanding[],
    format: FeedFormat,
  ): Promise<PublicAnswer> {
    const frame = { ...this.storefront.frame(newsletter), publicUrl: this.config.publicUrl };
    const entries: Entry[] = [];
    for (const standing of newest) {
      const edition = await this.archive.edition(newsletter, standing, 'feed');
      const url = this.config.publicUrl + archivePath(newsletter.slug, standing);
      entries.push({ standing, edition, url, html: this.pages.archive.entry({ ...frame, edition }) });
    }
    const updated = latest([newsletter.createdAt, ...entries.map(({ edition }) => edition.updated)]);
    const ends = entries.flatMap(({ edition }) => edition.until ?? []);
    const until = ends.length === 0 ? null : new Date(Math.min(...ends.map((end) => end.getTime())));
    const text = format === 'atom' ? this.atom(newsletter, entries, updated) : this.json(newsletter, entries);
    return publicAnswer(text, { type: TYPES[format], lastModified: updated, until });
  }

  private atom(newsletter: Newsletter, entries: readonly Entry[], updated: Date): string {
    const { brand, language } = newsletter;
    const base = `${this.config.publicUrl}/n/${encodeURIComponent(newsletter.slug)}`;
    const feed = generateAtomFeed({
      xml: { lang: language },
      id: `urn:uuid:${newsletter.id}`,
      title: { value: clean(newsletter.name) },
      ...(newsletter.promise.trim() === '' ? {} : { subtitle: { value: clean(newsletter.promise) } }),
      updated,
      authors: [{ name: clean(brand.name), uri: brand.siteUrl }],
      generator: { text: 'Colporteur' },
      links: [
        { href: `${base}/feed.xml`, rel: 'self', type: 'application/atom+xml' },
        { href: `${base}/archive`, rel: 'alternate', type: 'text/html', hreflang: language },
      ],
      entries: entries.map(({ standing, edition, url, html }) => ({
        id: `urn:uuid:${standing.editionId}`,
        title: { value: clean(edition.data.subject) },
        updated: edition.updated,
        published: edition.published,
        links: [{ href: url, rel: 'alternate', type: 'text/html', hreflang: language }],
        summary: { value: clean(edition.data.preheader) },
        content: { type: 'html', value: clean(html) },
      })),
    });
    return feed;
  }

  private json(newsletter: Newsletter, entries: readonly Entry[]): string {
    const { brand, language } = newsletter;
    const base = `${this.config.publicUrl}/n/${encodeURIComponent(newsletter.slug)}`;
    const feed = generateJsonFeed({
      title: clean(newsletter.name),
      description: clean(newsletter.promise),
      home_page_url: `${base}/archive`,
      feed_url: `${base}/feed.json`,
      language,
      authors: [{ name: clean(brand.name), url: brand.siteUrl }],
      items: entries.map(({ standing, edition, url, html }) => ({
        id: `urn:uuid:${standing.editionId}`,
        url,
        title: clean(edition.data.subject),
        summary: clean(edition.data.preheader),
        content_html: clean(html),
        date_published: edition.published,
        date_modified: edition.updated,
        language,
      })),
    }) as Readonly<Record<string, unknown>>;
    // A feed without entries has an empty list of them, not none.
    return JSON.stringify({ items: [], ...feed });
  }
}

function latest(dates: readonly Date[]): Date {
  return new Date(Math.max(...dates.map((date) => date.getTime())));
}

/** Without what no XML document may hold (XML 1.0 §2.2): most readers refuse the whole feed for one of them. */
function clean(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g, '');
} // prettier-ignore
