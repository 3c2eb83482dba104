import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FeedParseError, parseFeed } from './feed-parsing.js';

const URL_OF_FEED = 'https://news.example/feeds/main.xml';

function parse(body: string | Buffer, contentType?: string) {
  return parseFeed(Buffer.from(body), { url: URL_OF_FEED, ...(contentType !== undefined && { contentType }) });
}

function refusal(body: string | Buffer): FeedParseError {
  try {
    parse(body);
  } catch (error) {
    if (error instanceof FeedParseError) return error;
    throw error;
  }
  throw new Error('the feed was read');
}

const rss = (items: string, channel = '<title>Nouvelles</title>') =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>${channel}${items}</channel></rss>`;
const firstOf = (items: string) => parse(rss(items)).entries[0];

describe('RSS', () => {
  it('is read whole', () => {
    const feed = parse(
      rss(
        `<item><guid isPermaLink="false">id-1</guid><title>Un port &amp; une ville</title><link>/2024/port</link>
         <pubDate>Tue, 20 Feb 2024 08:15:00 +0100</pubDate><dc:creator>Anna de Vries</dc:creator>
         <description>&lt;p&gt;R&amp;eacute;sum&amp;eacute;&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;</description>
         <content:encoded><![CDATA[<p onclick="x()">Texte <a href="suite">suite</a></p>]]></content:encoded>
         <media:content url="/small.jpg" medium="image" width="300" height="200"/>
         <media:content url="/large.jpg" type="image/jpeg" width="1200" height="800"><media:description>Le port</media:description><media:credit>A. Nonyme</media:credit></media:content>
         <category>Europe</category><category>Mer &amp; pêche</category><category>Europe</category></item>`,
        '<title>Nouvelles</title><link>https://news.example/</link><language>fr</language>',
      ),
    );
    expect(feed).toEqual({
      format: 'rss',
      title: 'Nouvelles',
      link: 'https://news.example/',
      language: 'fr',
      charset: 'utf-8',
      unreadable: 0,
      entries: [
        {
          damaged: false,
          id: 'id-1',
          title: 'Un port & une ville',
          link: 'https://news.example/2024/port',
          published: new Date('2024-02-20T07:15:00Z'),
          author: 'Anna de Vries',
          summary: '<p>Résumé</p>',
          contentHtml: '<p>Texte <a href="https://news.example/2024/suite">suite</a></p>',
          image: {
            url: 'https://news.example/large.jpg',
            width: 1200,
            height: 800,
            caption: 'Le port',
            credit: 'A. Nonyme',
          },
          categories: ['Europe', 'Mer & pêche'],
        },
      ],
    });
  });

  it.each([
    ['Tom &amp; Jerry', 'Tom & Jerry'],
    ['<![CDATA[L&#8217;<b>Europe</b>]]>', 'L’Europe'],
    ['&lt;i&gt;Un&lt;/i&gt; titre', 'Un titre'],
    ['&amp;lt;b&amp;gt; en HTML', '<b> en HTML'],
    ['a &lt; b', 'a < b'],
    ['Un\n   titre', 'Un titre'],
  ])('title %s → %s', (written, title) => {
    expect(firstOf(`<item><title>${written}</title></item>`)?.title).toBe(title);
  });

  it('takes a title from the text, or the link, when there is none', () => {
    expect(firstOf('<item><description>Un court message.</description></item>')?.title).toBe('Un court message.');
    expect(firstOf('<item><link>https://a.example/x</link></item>')?.title).toBe('https://a.example/x');
    expect(parse(rss('<item></item><item><title> </title></item>')).entries).toEqual([]);
  });

  it('finds an id', () => {
    expect(firstOf('<item><title>a</title><guid>g</guid><link>https://a.example/</link></item>')?.id).toBe('g');
    expect(firstOf('<item><title>a</title><link>https://a.example/</link></item>')?.id).toBe('https://a.example/');
    const hash = firstOf('<item><title>a</title><pubDate>Tue, 20 Feb 2024 08:15:00 GMT</pubDate></item>')?.id;
    expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(firstOf('<item><title>a</title></item>')?.id).not.toBe(hash);
  });

  it('takes a permalink for a link', () => {
    expect(firstOf('<item><title>a</title><guid>https://a.example/x</guid></item>')?.link).toBe('https://a.example/x');
    expect(
      firstOf('<item><title>a</title><guid isPermaLink="false">https://a.example/x</guid></item>')?.link,
    ).toBeUndefined();
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'https://u:p@a.example/'])(
    'drops the link %s',
    (link) => {
      expect(firstOf(`<item><title>a</title><link>${link}</link></item>`)).not.toHaveProperty('link');
    },
  );

  it('reads an image enclosure, and no absurd size', () => {
    expect(
      firstOf('<item><title>a</title><enclosure url="/p.jpg" type="image/jpeg" length="1"/></item>')?.image,
    ).toEqual({
      url: 'https://news.example/p.jpg',
    });
    expect(
      firstOf('<item><title>a</title><media:content url="/p.jpg" medium="image" width="-1" height="9e9"/></item>')
        ?.image,
    ).toEqual({ url: 'https://news.example/p.jpg' });
  });

  it('shows no address as an author', () => {
    expect(firstOf('<item><title>a</title><author>jane@a.example (Jane Doe)</author></item>')?.author).toBe('Jane Doe');
    expect(firstOf('<item><title>a</title><author>jane@a.example</author></item>')).not.toHaveProperty('author');
  });

  it('expands no entities of the document’s own', () => {
    const item = rss('<item><title>&b;</title></item>').replace(/^<\?.*?\?>/, '');
    const bomb = `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>${item}`;
    expect(parse(bomb).entries[0]?.title).toBe('&b;');
    expect(parse(`<!DOCTYPE rss [<!ENTITY b SYSTEM "file:///etc/passwd">]>${item}`).entries[0]?.title).toBe('&b;');
    expect(parse(`<!DOCTYPE rss [<!ENTITY b "L’Éditeur &#38; fils">]>${item}`).entries[0]?.title).toBe(
      'L’Éditeur & fils',
    );
  });

  it('keeps an empty feed and forgives what stands around it', () => {
    expect(parse(rss('')).entries).toEqual([]);
    expect(parse(`\n\n${rss('')}\n<!-- served in 3 ms -->`).title).toBe('Nouvelles');
    expect(parse(rss('', '<link>https://a.example/</link>')).title).toBe('news.example');
  });

  it('reads the first 10,000 of an archive', () => {
    const items = Array.from({ length: 10_001 }, (_, at) => `<item><title>${at}</title></item>`);
    const titles = parse(rss(items.join(''))).entries.map(({ title }) => title);
    expect(titles).toHaveLength(10_000);
    expect(titles.at(-1)).toBe('9999');
  });
});

describe('Atom', () => {
  it('is read whole', () => {
    const feed = parse(`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB" xml:base="https://a.example/b/">
      <title type="html">A &amp;amp; B</title><link href="."/><link rel="self" href="feed.xml"/>
      <entry><id>urn:1</id><title>1 &lt; 2 &amp;amp; so on</title><link rel="enclosure" type="image/png" href="p.png"/>
      <link href="story"/><published>2024-02-20T08:15:00+01:00</published><updated>2024-02-20T09:00:00Z</updated>
      <author><name>Jane Doe</name><email>jane@a.example</email></author><author><name>John Roe</name></author>
      <summary>5 &lt; 6 &amp; more</summary>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text <a href="x">x</a></p><script>y()</script></div></content>
      <category term="eu" label="Europe"/></entry></feed>`);
    expect(feed).toEqual({
      format: 'atom',
      title: 'A & B',
      link: 'https://a.example/b/',
      language: 'en-GB',
      charset: 'utf-8',
      unreadable: 0,
      entries: [
        {
          damaged: false,
          id: 'urn:1',
          title: '1 < 2 &amp; so on',
          link: 'https://a.example/b/story',
          published: new Date('2024-02-20T07:15:00Z'),
          updated: new Date('2024-02-20T09:00:00Z'),
          author: 'Jane Doe, John Roe',
          summary: '5 &lt; 6 &amp; more',
          contentHtml: '<p>Text <a href="https://a.example/b/x">x</a></p>',
          image: { url: 'https://a.example/b/p.png' },
          categories: ['Europe'],
        },
      ],
    });
  });

  it('is read with a prefix', () => {
    const feed = parse(
      '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>T</a:title><a:entry><a:id>1</a:id><a:title>x</a:title></a:entry></a:feed>',
    );
    expect(feed).toMatchObject({ format: 'atom', title: 'T', entries: [{ id: '1', title: 'x' }] });
  });
});

it('reads RDF', () => {
  const feed =
    parse(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="https://a.example/"><title>T</title><link>https://a.example/</link></channel>
    <item rdf:about="https://a.example/1"><title>x</title><link>https://a.example/1</link><dc:date>2024-02-20</dc:date><dc:creator>J</dc:creator></item></rdf:RDF>`);
  expect(feed).toMatchObject({
    format: 'rdf',
    title: 'T',
    entries: [{ id: 'https://a.example/1', title: 'x', author: 'J', published: new Date('2024-02-20T00:00:00Z') }],
  });
});

it('reads JSON Feed', () => {
  const feed = parse(
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'T',
      home_page_url: 'https://a.example/',
      language: 'fr',
      items: [
        {
          id: '1',
          url: '/1',
          title: 'Q&A <x>',
          content_text: 'Un.\n\nDeux <b>.',
          image: '/p.jpg',
          tags: ['a'],
          date_published: '2024-02-20T08:15:00Z',
        },
        { id: 2, content_html: '<p>Sans titre</p><iframe src="x"></iframe>' },
      ],
    }),
  );
  expect(feed).toMatchObject({
    format: 'json',
    title: 'T',
    entries: [
      {
        id: '1',
        title: 'Q&A <x>',
        link: 'https://news.example/1',
        contentHtml: '<p>Un.</p><p>Deux &lt;b&gt;.</p>',
        image: { url: 'https://news.example/p.jpg' },
        categories: ['a'],
      },
      { id: '2', title: 'Sans titre', contentHtml: '<p>Sans titre</p>' },
    ],
  });
});

describe('charsets', () => {
  const title = (body: Buffer, contentType?: string) => parse(body, contentType).title;
  const document = (declaration: string) =>
    `${declaration}<rss version="2.0"><channel><title>Été</title></channel></rss>`;

  it.each([
    ['UTF-8, undeclared', Buffer.from(document('')), undefined],
    ['UTF-8 with a mark, against the header', Buffer.from(`\ufeff${document('')}`), 'text/xml; charset=iso-8859-1'],
    ['Latin-1 by the header', Buffer.from(document(''), 'latin1'), 'text/xml; charset="ISO-8859-1"'],
    [
      'Latin-1 by the declaration',
      Buffer.from(document("<?xml version='1.0' encoding='ISO-8859-1'?>"), 'latin1'),
      'text/xml',
    ],
    ['windows-1252, undeclared', Buffer.from(document(''), 'latin1'), undefined],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${document('')}`, 'utf16le'), undefined],
    ['UTF-16 without a mark', Buffer.from(document('<?xml version="1.0" encoding="UTF-16"?>'), 'utf16le'), undefined],
    ['UTF-8 that says UTF-16', Buffer.from(document('<?xml version="1.0" encoding="utf-16"?>')), undefined],
    [
      'an unknown charset',
      Buffer.from(document('<?xml version="1.0" encoding="x-made-up"?>')),
      'text/xml; charset=nonsense',
    ],
  ])('%s', (_name, body, contentType) => {
    expect(title(body, contentType)).toBe('Été');
  });
});

describe('what is not a feed', () => {
  it.each([
    ['', 'feed.not_a_feed', 'an empty answer'],
    [' \n ', 'feed.not_a_feed', 'an empty answer'],
    ['<!DOCTYPE html><html><head><title>x</title></head></html>', 'feed.not_a_feed', 'an HTML page'],
    ['<!-- x --><html lang="fr"><body><rss version="2.0"></rss></body></html>', 'feed.not_a_feed', 'an HTML page'],
    ['<div><p>x</p></div>', 'feed.not_a_feed', 'an HTML page'],
    ['Warning: x <html><body></body></html>', 'feed.not_a_feed', 'an HTML page'],
    ['hello', 'feed.not_a_feed', 'plain text'],
    ['<opml version="2.0"></opml>', 'feed.not_a_feed', 'an OPML list of feeds'],
    ['<opml version="2.0"><head><title>x</title></head><body/></opml>', 'feed.not_a_feed', 'an OPML list of feeds'],
    ['<?xml version="1.0"?><urlset></urlset>', 'feed.not_a_feed', 'a sitemap'],
    ['<note><to>x</to></note>', 'feed.not_a_feed', 'XML whose root is <note>'],
    ['<constructor></constructor>', 'feed.not_a_feed', 'XML whose root is <constructor>'],
    ['{"a":1}', 'feed.not_a_feed', 'JSON that is not a JSON Feed'],
    ['[1,2]', 'feed.not_a_feed', 'JSON that is not a JSON Feed'],
    ['{"version":"https://jsonfeed.org/version/1.1","items":[', 'feed.malformed', 'truncated or broken JSON'],
    ['<?xml version="1.0"?>', 'feed.malformed', 'truncated XML'],
    ['<!DOCTYPE rss [<!ENTITY a', 'feed.malformed', 'truncated XML'],
    ['<rss version="2.0"><channel><title>A</title><item><title>x</title>', 'feed.malformed', 'truncated XML'],
    [
      '<rss version="2.0"><channel><item><title><![CDATA[</rss>]]></title></item><item>',
      'feed.malformed',
      'truncated XML',
    ],
    ['<feed xmlns="http://www.w3.org/2005/Atom"><entry><tit', 'feed.malformed', 'truncated XML'],
    ['<rss version="2.0"></rss>', 'feed.malformed', 'broken XML, or none of what a feed consists of'],
    ['<rss version="2.0"><channel/></rss>', 'feed.malformed', 'broken XML, or none of what a feed consists of'],
  ])('%s', (body, code, found) => {
    expect(refusal(body)).toMatchObject({ code, found, message: expect.stringContaining(found) });
  });

  it.each([
    ['a PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'an image'],
    ['a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'an image'],
    ['a PDF', Buffer.from('%PDF-1.7'), 'a PDF document'],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), 'a compressed file'],
    ['anything with zeros', Buffer.from([1, 0, 2, 0]), 'binary data'],
  ])('%s', (_name, body, found) => {
    expect(refusal(body)).toMatchObject({ code: 'feed.not_a_feed', found });
  });

  it('bears deep nesting', () => {
    expect(refusal(`<rss version="2.0"><channel>${'<a>'.repeat(50_000)}</channel></rss>`).code).toBe('feed.malformed');
  });

  const markup = fc.constantFrom(
    '<rss version="2.0">', '</rss>', '<channel>', '</channel>', '<item>', '</item>', '<title>', '</title>', '<link>', 'http://[', '<guid>', '<![CDATA[', ']]>', '<!--', '-->', '&amp;', '&#0;', '&#x110000;', '&', '<feed xmlns="http://www.w3.org/2005/Atom">', '</feed>', '<entry>', '</entry>', '<content type="xhtml">', '<rdf:RDF>', '</rdf:RDF>', '<?xml', '?>', '<!DOCTYPE', '{"version":"https://jsonfeed.org/version/1","items":[', '{"id":1}', ']}', ' xml:base="::"', '<__proto__>', '<constructor>', '</constructor>', '\ud800', '<pubDate>9999', '<enclosure url="x" type="image/x"/>',
  ); // prettier-ignore

  it('never throws anything else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
          fc
            .array(fc.oneof(markup, fc.string({ maxLength: 8 })), { maxLength: 25 })
            .map((parts) => Buffer.from(parts.join(''))),
          fc.array(markup, { maxLength: 12 }).map((parts) => Buffer.from(rss(parts.join('')))),
        ),
        fc.option(fc.string(), { nil: undefined }),
        fc.constantFrom(URL_OF_FEED, '', 'nonsense', 'http://['),
        (body, contentType, url) => {
          try {
            const feed = parseFeed(body, { url, ...(contentType !== undefined && { contentType }) });
            for (const entry of feed.entries) {
              expect(entry.title).not.toBe('');
              expect(entry.id).not.toBe('');
              expect(entry.link ?? 'https://').toMatch(/^https?:\/\//);
            }
          } catch (error) {
            expect(error).toBeInstanceOf(FeedParseError);
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('says what a JSON feed of the wrong shapes is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (items, title) => {
        const body = JSON.stringify({ version: 'https://jsonfeed.org/version/1', title, items });
        try {
          parse(body);
        } catch (error) {
          expect(error).toBeInstanceOf(FeedParseError);
        }
      }),
    );
  });
});
