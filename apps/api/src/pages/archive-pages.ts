import type { ArchivedEdition, ArchiveListing, EditionName } from '@app/editions';
import { archivePath } from '@app/editions';
import { editionView, leadPicture, safeHref, storiesOf } from './archive-view.js';
import type { NewsletterCard } from './page-input.js';
import type { PageShell } from './page-shell.js';
import { cardView, newsletterPath } from './page-views.js';

export interface ArchiveFrame {
  readonly newsletter: NewsletterCard;
  readonly brandName: string;
  /** Where readers reach us, without a slash at the end. */
  readonly publicUrl: string;
}

export interface ArchiveListInput extends ArchiveFrame {
  readonly listing: ArchiveListing;
  /** The day the page was asked for; left out: the first page. */
  readonly before?: string | undefined;
}

export interface ArchiveEditionInput extends ArchiveFrame {
  readonly edition: ArchivedEdition;
  readonly name: EditionName;
  readonly previous: EditionName | null;
  readonly next: EditionName | null;
}

/** Past editions on the web: the list, an edition, and what a feed's entry holds of one. */
export class ArchivePages {
  constructor(private readonly shell: PageShell) {}

  list({ newsletter, brandName, publicUrl, listing, before }: ArchiveListInput): string {
    const translator = this.shell.messages.translator(newsletter.language);
    const home = `${newsletterPath(newsletter)}/archive`;
    const title = translator.t('archive.title', { newsletter: newsletter.name });
    const address = publicUrl + home + (before === undefined ? '' : `?before=${before}`);
    const { promise, accent } = cardView(newsletter, this.shell.messages);
    const months = Map.groupBy(listing.editions, ({ date }) => date.slice(0, 7));
    const monthName = new Intl.DateTimeFormat(translator.locale, { month: 'long', year: 'numeric', timeZone: 'UTC', calendar: 'gregory' });
    return this.shell.page('archive', translator, {
      title,
      brandName,
      isPrivate: false,
      accent,
      newsletterName: newsletter.name,
      contentLang: newsletter.language,
      signUpHref: newsletterPath(newsletter),
      olderHref: listing.next === null ? null : `${home}?before=${listing.next}`,
      newestHref: before === undefined ? null : home,
      months: Array.from(months, ([month, editions]) => ({
        name: monthName.format(new Date(`${month}-15T12:00:00Z`)),
        editions: editions.map((edition) => ({ ...edition, href: archivePath(newsletter.slug, edition) })),
      })),
      head: {
        ...this.head({ newsletter, brandName, publicUrl }),
        type: 'website',
        title,
        description: promise,
        canonical: address,
        linkedData: linkedData({
          '@type': 'CollectionPage',
          name: title,
          url: address,
          inLanguage: newsletter.language,
          mainEntity: itemList(listing.editions.map((edition) => ({ name: edition.title, url: publicUrl + archivePath(newsletter.slug, edition) }))),
        }),
      },
    });
  } // prettier-ignore

  edition({ newsletter, brandName, publicUrl, edition, name, previous, next }: ArchiveEditionInput): string {
    const translator = this.shell.messages.translator(newsletter.language);
    const { data, words } = edition;
    const href = (other: EditionName | null): string | null => other && archivePath(newsletter.slug, other);
    const canonical = publicUrl + archivePath(newsletter.slug, name);
    return this.shell.page('archive-edition', translator, {
      ...editionView(edition, { publicUrl, base: '' }),
      title: data.subject,
      brandName,
      isPrivate: false,
      accent: cardView(newsletter, this.shell.messages).accent,
      newsletterName: newsletter.name,
      contentLang: newsletter.language,
      published: edition.published.toISOString(),
      dateLabel: data.edition.dateLabel,
      times: words.t('digest.times', { zone: data.edition.zoneLabel }),
      essentialsLabel: words.t('digest.essentials'),
      essentials: data.essentials,
      listHref: `${newsletterPath(newsletter)}/archive`,
      signUpHref: newsletterPath(newsletter),
      previousHref: href(previous),
      nextHref: href(next),
      head: {
        ...this.head({ newsletter, brandName, publicUrl }),
        type: 'article',
        title: data.subject,
        description: data.preheader,
        canonical,
        image: leadPicture(edition),
        published: edition.published.toISOString(),
        updated: edition.updated.toISOString(),
        linkedData: linkedData(editionData(edition, { canonical, brandName, newsletter })),
      },
    });
  }

  /** What stands where an edition stood: one sentence, with its date. Sent with 410. */
  gone({ newsletter, brandName, note }: ArchiveFrame & { readonly note: string }): string {
    const translator = this.shell.messages.translator(newsletter.language);
    return this.shell.notice(translator, {
      title: translator.t('archive.gone'),
      heading: translator.t('archive.gone'),
      brandName,
      isPrivate: true,
      paragraphs: [note],
      link: { href: newsletterPath(newsletter), label: newsletter.name },
    });
  }

  /** The edition's content as HTML for a feed: no frame, and pictures by whole addresses. */
  entry({ newsletter, publicUrl, edition }: ArchiveFrame & { readonly edition: ArchivedEdition }): string {
    const translator = this.shell.messages.translator(newsletter.language);
    return this.shell.part('archive-entry', translator, {
      ...editionView(edition, { publicUrl, base: publicUrl }),
      contentLang: newsletter.language,
      dir: edition.words.direction,
    });
  }

  private head({ newsletter, brandName, publicUrl }: ArchiveFrame) {
    const base = publicUrl + newsletterPath(newsletter);
    return {
      site: newsletter.name,
      brand: brandName,
      atom: `${base}/feed.xml`,
      json: `${base}/feed.json`,
      locale: newsletter.language.replaceAll('-', '_'),
      image: null,
      published: null,
      updated: null,
    };
  }
}

/** schema.org: a digest is a collection of others' articles, anything else an article of the house. */
function editionData(
  edition: ArchivedEdition,
  { canonical, brandName, newsletter }: { canonical: string; brandName: string; newsletter: NewsletterCard },
): Readonly<Record<string, unknown>> {
  const { data, kind } = edition;
  const common = {
    url: canonical,
    inLanguage: newsletter.language,
    datePublished: edition.published.toISOString(),
    dateModified: edition.updated.toISOString(),
    publisher: { '@type': 'NewsMediaOrganization', name: brandName, url: data.brand.siteUrl },
    isPartOf: { '@type': 'CreativeWorkSeries', name: newsletter.name },
  };
  const stories = storiesOf(edition).map(({ headline, link }) => ({ name: headline, url: safeHref(link) }));
  if (kind === 'digest') return { '@type': 'CollectionPage', name: data.subject, description: data.preheader, ...common, mainEntity: itemList(stories) };
  return { '@type': 'NewsArticle', headline: data.subject, description: data.preheader, ...common };
} // prettier-ignore

function itemList(items: readonly { readonly name: string; readonly url: string | null }[]) {
  return {
    '@type': 'ItemList',
    numberOfItems: items.length,
    itemListElement: items.map(({ name, url }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name,
      ...(url === null ? {} : { url }),
    })),
  };
}

/** JSON that can stand in a script element: nothing in it ends one or begins a comment. */
function linkedData(data: Readonly<Record<string, unknown>>): string {
  const json = JSON.stringify({ '@context': 'https://schema.org', ...data });
  return json.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
} // prettier-ignore
