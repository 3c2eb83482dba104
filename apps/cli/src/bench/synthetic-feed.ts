import { syntheticDay, type ClusterItem } from '@app/dispatches';

/**
 * Feeds of invented entries, in the two formats and the habits most publishers have: a summary and a full text as HTML,
 * references, relative links, a picture, a tracking pixel, a script, furniture. The words mean nothing; places are real,
 * because labels are found by them.
 */

/** Paragraphs of a full text, and of how many lengths there are: the median entry comes to 2 KB of XML. */
const FEWEST_PARAGRAPHS = 1;
const PARAGRAPH_SPREAD = 4;
const PLACES = ['Paris', 'Beyrouth', 'Dakar', 'Montréal', 'Kiev', 'Lima', 'Tokyo', 'Tunis', 'Bruxelles', 'Kinshasa'];
const MINUTE_MS = 60_000;

export interface SyntheticFeed {
  /** The same number gives the same feed, up to its dates; two numbers share no id and no link. */
  readonly number: number;
  readonly entries: number;
  /** The newest entry's instant. */
  readonly now: Date;
}

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly link: string;
  readonly date: Date;
  readonly summary: string;
  readonly content: string;
  readonly image: string;
}

/** Every other feed is Atom. */
export function syntheticFeed(feed: SyntheticFeed): string {
  const entries = entriesOf(feed);
  return feed.number % 2 === 0 ? rss(feed.number, entries) : atom(feed.number, entries);
}

/** Bytes of the entry in the middle, by length, of a feed's XML. */
export function medianEntryBytes(xml: string): number {
  const sizes = [...xml.matchAll(/<(item|entry)>[\s\S]*?<\/\1>/g)].map(([entry]) => Buffer.byteLength(entry));
  return sizes.sort((a, b) => a - b)[Math.floor(sizes.length / 2)] ?? 0;
}

function entriesOf({ number, entries, now }: SyntheticFeed): Entry[] {
  const site = `https://site-${number}.example`;
  const told = syntheticDay(entries, { seed: number + 1 });
  return told.map((item, index) => {
    const link = `${site}/monde/${index}-${item.id}.html?utm_source=rss&utm_medium=feed`;
    return {
      id: `${site}/#${item.id}`,
      title: item.headline,
      link,
      date: new Date(now.getTime() - index * MINUTE_MS),
      summary: `<p>${item.standfirst}</p>`,
      content: content(told, index, site),
      image: `${site}/images/${item.id}.jpg`,
    };
  });
}

function content(told: readonly ClusterItem[], index: number, site: string): string {
  const place = PLACES[index % PLACES.length] ?? '';
  // Spread over the feed, so that every feed has short and long ones.
  const paragraphs = FEWEST_PARAGRAPHS + ((index * 5) % PARAGRAPH_SPREAD);
  const words = (at: number): string => told[(index + at) % told.length]?.standfirst ?? '';
  const body = Array.from({ length: paragraphs }, (_, at) => {
    const linked = at === 1 ? ` <a href="/dossier/${index}?utm_campaign=x" onclick="go()">en&nbsp;savoir plus</a>` : '';
    return `<p class="text" style="color:red">${words(at)} <strong>${words(at + 7).slice(0, 60)}</strong>&#8217;&eacute;t&eacute;${linked}</p>`;
  });
  return (
    `<p>${place} – ${words(0)}</p>${body.join('\n')}<script>track(${index})</script>` +
    `<img src="${site}/pixel.gif" width="1" height="1">`
  );
}

function rss(number: number, entries: readonly Entry[]): string {
  const items = entries.map(
    ({ id, title, link, date, summary, content: html, image }) =>
      `<item><title>${escaped(title)}</title><link>${escaped(link)}</link><guid isPermaLink="false">${id}</guid>` +
      `<pubDate>${date.toUTCString()}</pubDate><dc:creator>Rédaction</dc:creator><category>Monde</category>` +
      `<description>${escaped(summary)}</description><content:encoded><![CDATA[${html}]]></content:encoded>` +
      `<media:content url="${image}" medium="image" width="800" height="450"/></item>`,
  );
  return (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" ' +
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>' +
    `<title>Site ${number}</title><link>https://site-${number}.example/</link><language>fr</language>${items.join('\n')}</channel></rss>`
  );
}

function atom(number: number, entries: readonly Entry[]): string {
  const items = entries.map(
    ({ id, title, link, date, summary, content: html, image }) =>
      `<entry><title type="text">${escaped(title)}</title><id>${id}</id><link href="${escaped(link)}"/>` +
      `<link rel="enclosure" type="image/jpeg" href="${image}"/><published>${date.toISOString()}</published>` +
      `<updated>${date.toISOString()}</updated><author><name>Rédaction</name></author><category term="Monde"/>` +
      `<summary type="html">${escaped(summary)}</summary><content type="html">${escaped(html)}</content></entry>`,
  );
  return (
    `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Site ${number}</title>` +
    `<id>https://site-${number}.example/</id><link href="https://site-${number}.example/"/>${items.join('\n')}</feed>`
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
