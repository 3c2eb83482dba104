import { describe, expect, it } from '@jest/globals';
import type { FeedEntry, ParsedFeed } from './feed-parsing.js';
import { parseFeed } from './feed-parsing.js';

/** One feed per misbehaviour, each written for this test: what a feed reader would show is what we must read. */

function parse(body: string | Buffer, options: { contentType?: string; url?: string } = {}): ParsedFeed {
  return parseFeed(Buffer.from(body), { url: 'https://news.example/feeds/main.xml', ...options });
}

const rss = (items: string, channel = '<title>Nouvelles</title>'): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel>${channel}${items}</channel></rss>`;
const atom = (entries: string): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><title>Nouvelles</title><id>urn:f</id>${entries}</feed>`;
const titles = (body: string | Buffer): string[] => parse(body).entries.map(({ title }) => title);
const item = (inner: string): FeedEntry | undefined => parse(rss(`<item>${inner}</item>`)).entries[0];
const entry = (inner: string): FeedEntry | undefined => parse(atom(`<entry><id>1</id>${inner}</entry>`)).entries[0];
const titleOf = (written: string): string | undefined => item(`<title>${written}</title>`)?.title;

describe('titles of RSS', () => {
  it.each([
    ['Tom & Jerry', 'Tom & Jerry'],
    ['Tom &amp; Jerry', 'Tom & Jerry'],
    ['<![CDATA[Tom & Jerry]]>', 'Tom & Jerry'],
    ['AT&amp;T', 'AT&T'],
    ['AT&T', 'AT&T'],
    ['AT&amp;amp;T', 'AT&T'],
    ['1 &lt; 2 &amp;&amp; 3 &gt; 2', '1 < 2 && 3 > 2'],
    ['1 < 2 && 3 > 2', '1 < 2 && 3 > 2'],
    ['if (a<b)', 'if (a<b)'],
    ['a < b and c > d', 'a < b and c > d'],
    ['<3 hearts', '<3 hearts'],
    ['I &lt;3 Berlin', 'I <3 Berlin'],
    ['List&lt;String&gt; et Map&lt;K, V&gt;', 'List<String> et Map<K, V>'],
    ['The &lt;title&gt; element', 'The <title> element'],
    ['L&#8217;été', 'L’été'],
    ['L&rsquo;&eacute;t&eacute;&nbsp;: 30&deg;', 'L’été\u00a0: 30°'],
    ['L&amp;rsquo;&amp;eacute;t&amp;eacute;', 'L’été'],
    ['L&amp;#8217;&amp;#233;t&amp;#xe9;', 'L’été'],
    ['L&#146;&#133;', 'L’…'],
    ['L\u0092Europe', 'L’Europe'],
    ['&lt;b&gt;Gras&lt;/b&gt; titre', 'Gras titre'],
    ['<b>Gras</b> titre', 'Gras titre'],
    ['<![CDATA[<b>Gras</b> titre]]>', 'Gras titre'],
    ['<![CDATA[&lt;b&gt; en HTML]]>', '<b> en HTML'],
    ['&amp;lt;b&amp;gt; en HTML', '<b> en HTML'],
    ['<![CDATA[<![CDATA[Dedans]]>]]>', 'Dedans'],
    ['<![CDATA[ <![CDATA[Dedans]]> ]]>', 'Dedans'],
    ['&lt;![CDATA[Échappé]]&gt;', 'Échappé'],
    ['Avant <![CDATA[& pendant]]> après', 'Avant & pendant après'],
    ['<![CDATA[Un]]]]><![CDATA[>deux]]>', 'Un]]>deux'],
    ['Fini]]>', 'Fini'],
    ['<![CDATA[Sans fin', 'Sans fin'],
    ['Une\u0008 sonnerie\u0000', 'Une sonnerie'],
    ['&#x1F600; &#55357;&#56832; &#xD83D;&#xDE00;', '😀 😀 😀'],
    ['a&#0;b&#xD800;c', 'a\ufffdb\ufffdc'],
    ['Un\n\t titre<br/>long', 'Un titre long'],
    ['<!-- x -->Titre<!-- y --> propre', 'Titre propre'],
    ['<![CDATA[Titre <!-- y -->propre]]>', 'Titre propre'],
    ['A <!-- B', 'A <!-- B'],
    ['<?php echo 1 ?>Titre', 'Titre'],
    ['?a=1&copy=2&lt=3', '?a=1&copy=2&lt=3'],
    ['R&D; &unknown; fin', 'R&D; &unknown; fin'],
    ['« 5 > 4 »', '« 5 > 4 »'],
    ['"Quoted" &quot;twice&quot; &apos;s', '"Quoted" "twice" \'s'],
    ['<![CDATA[   ]]>Vide', 'Vide'],
    ['العنوان &amp; الآخر', 'العنوان & الآخر'],
    ['Le script <script>alert(1)</script> parti', 'Le script parti'],
  ])('%s → %s', (written, title) => {
    expect(titleOf(written)).toBe(title);
  });
});

describe('titles of Atom', () => {
  it.each([
    ['<title>Tom &amp; Jerry</title>', 'Tom & Jerry'],
    ['<title type="text">1 &lt; 2</title>', '1 < 2'],
    ['<title>L&amp;#8217;&amp;eacute;t&amp;eacute;</title>', 'L’été'],
    ['<title>Less &lt;b&gt; than</title>', 'Less <b> than'],
    ['<title type="text">T &lt;!-- U --&gt; &lt;/b&gt;</title>', 'T <!-- U --> </b>'],
    ['<title>A &lt;b class="x"&gt;big&lt;/b&gt; deal &amp;amp; more</title>', 'A big deal & more'],
    ['<title>See &lt;a href="https://x.example"&gt;here&lt;/a&gt;</title>', 'See here'],
    ['<title>A &lt;T&gt;x&lt;/T&gt; &lt;/i&gt; &lt;i&gt;</title>', 'A <T>x</T> </i> <i>'],
    ['<title type="html">A &amp;amp; B &lt;i&gt;c&lt;/i&gt;</title>', 'A & B c'],
    ['<title type="html"><![CDATA[A &amp; <i>B</i>]]></title>', 'A & B'],
    ['<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A &lt; <b>B</b></div></title>', 'A < B'],
    ['<title type="xhtml" xmlns:x="http://www.w3.org/1999/xhtml"><x:div>A <x:b>B</x:b></x:div></title>', 'A B'],
    ['<title type="xhtml">Nu</title>', 'Nu'],
    ['<title>Marqué <b>à tort</b></title>', 'Marqué à tort'],
    ['<title type="text/html" mode="escaped">A &amp;amp; B</title>', 'A & B'],
    ['<title mode="base64" type="text/html">QSAmYW1wOyBC</title>', 'A & B'],
    ['<title type="application/xhtml+xml" mode="xml"><p>A &amp; B</p></title>', 'A & B'],
  ])('%s → %s', (written, title) => {
    expect(entry(written)?.title).toBe(title);
  });
});

describe('titles of JSON Feed', () => {
  it.each([
    ['T & <b>', 'T & <b>'],
    ['T &amp; U', 'T &amp; U'],
    ['Le <em>grand</em> jour', 'Le grand jour'],
    ['List<String> et </p>', 'List<String> et </p>'],
  ])('%s → %s', (title, expected) => {
    const feed = { version: 'https://jsonfeed.org/version/1.1', title, items: [{ id: '1', title }] };
    const read = parseFeed(Buffer.from(JSON.stringify(feed)), { url: '' });
    expect([read.title, read.entries[0]?.title]).toEqual([expected, expected]);
  });
});

describe('a file of unknown origin', () => {
  it('has the base that it states', () => {
    const feed = `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/"><title>F</title><entry xml:base="blog/"><id>1</id><title>T</title><link href="p.html"/><content type="html" xml:base="img/">&lt;a href="z.html"&gt;z&lt;/a&gt;</content></entry></feed>`;
    expect(parseFeed(Buffer.from(feed), { url: '' }).entries[0]).toMatchObject({
      link: 'https://a.example/blog/p.html',
      contentHtml: '<a href="https://a.example/blog/img/z.html">z</a>',
    });
  });
});

describe('YouTube', () => {
  it('describes a film in its group', () => {
    const feed = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><title>F</title><entry><id>yt:video:1</id><title>T</title><media:group><media:content url="https://v.example/1" type="application/x-shockwave-flash" width="640"/><media:thumbnail url="https://v.example/1.jpg" width="480" height="360"/><media:description>Un film.</media:description></media:group></entry></feed>`;
    expect(parseFeed(Buffer.from(feed), { url: '' }).entries[0]).toMatchObject({
      summary: 'Un film.',
      image: { url: 'https://v.example/1.jpg', width: 480, height: 360 },
    });
  });
});

describe('markup that is not well-formed', () => {
  const two = '<item><title>Un</title></item><item><title>Deux</title></item>';
  it.each([
    ['white space before the declaration', `\n\n  ${rss(two)}`],
    ['a warning before the declaration', `Warning: foo() in /var/www on line 3\n${rss(two)}`],
    [
      'a warning in HTML before the declaration',
      `<br />\n<b>Notice</b>: x in <b>/y</b> on line <b>2</b><br />${rss(two)}`,
    ],
    ['a comment before the root', `<!-- cached --><!-- <rss> -->${rss(two).replace(/^<\?.*?\?>/, '')}`],
    ['rubbish after the root', `${rss(two)}<script>x()</script><div>`],
    ['a style sheet', rss(two).replace('?>', '?><?xml-stylesheet href="x.xsl" type="text/xsl"?>')],
    [
      'a document type',
      rss(two).replace(
        '<rss',
        '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x.example/rss-0.91.dtd"><rss',
      ),
    ],
    [
      'capitals',
      rss(two).replace(
        /<(\/?)(rss|channel|item|title)/g,
        (_, slash: string, name: string) => `<${slash}${name.toUpperCase()}`,
      ),
    ],
    ['capitals at one end', rss(two).replaceAll('</title>', '</Title>').replaceAll('</item>', '</Item>')],
    ['items not closed', rss('<item><title>Un</title><item><title>Deux</title>')],
    ['titles not closed', rss('<item><title>Un<link>https://a.example/1</link></item><item><title>Deux</item>')],
    ['titles closed by something else', rss('<item><title>Un</titel></item><item><title>Deux</name></item>')],
    ['a closing bracket missing', rss('<item><title>Un</title</item><item><title>Deux</title></item>')],
    [
      'elements crossed',
      rss('<item><title><b>Un</title></b></item><item><i><title>Deux</i></title></item>')
        .replace('<i>', '')
        .replace('</i>', ''),
    ],
    ['a channel not closed', rss(two).replace('</channel>', '')],
    [
      'items beside the channel',
      '<rss version="0.90"><channel><title>N</title></channel><item><title>Un</title></item><item><title>Deux</title></item></rss>',
    ],
    [
      'attributes without quotes',
      rss(
        '<item><title lang=fr>Un</title><guid isPermaLink=false>1</guid></item><item><title lang>Deux</title></item>',
      ),
    ],
    ['no version', rss(two).replace(' version="2.0"', '')],
    [
      'undeclared namespaces',
      rss(
        '<item><dc:title>Un</dc:title><x:y>z</x:y></item><item><title>Deux</title><media:thumbnail url="/t.jpg"/></item>',
      ),
    ],
    ['a namespace by default', rss(two).replace('<rss', '<rss xmlns="http://backend.userland.com/rss2"')],
    ['the wrong namespace by default', rss(two).replace('<rss', '<rss xmlns="http://www.w3.org/2005/Atom"')],
    ['a channel alone', `<channel><title>N</title>${two}</channel>`],
    ['a stray end', rss(`</b></p>${two}</i>`)],
    [
      'an HTML entity in the channel',
      rss(two, '<title>&nbsp;Nouvelles&hellip;</title><copyright>&copy; Nous</copyright>'),
    ],
    ['a processing instruction inside', rss(`<?x <item> ?>${two}`)],
    [
      'an empty title first',
      rss('<item><title/><title>Un</title></item><item><title></title><title>Deux</title></item>'),
    ],
    ['carriage returns alone', rss(two).replaceAll('><', '>\r<')],
  ])('%s', (_name, body) => {
    expect(titles(body)).toEqual(['Un', 'Deux']);
  });

  it('keeps what stands in CDATA from being taken for structure', () => {
    const body = rss(
      '<item><title><![CDATA[</title></item></channel></rss>]]></title><description><![CDATA[<item>x</item>]]></description></item><item><title>Deux</title></item>',
    );
    expect(titles(body)).toEqual(['</title></item></channel></rss>', 'Deux']);
  });

  it('ends a CDATA section with its field when its own end is missing', () => {
    const body = rss(
      '<item><title><![CDATA[Un</title><description><![CDATA[Texte]]></description></item><item><title><![CDATA[Deux</title></item>',
    );
    expect(titles(body)).toEqual(['Un', 'Deux']);
  });

  it('reads the inside of a body that was left as markup', () => {
    const body = item(
      '<title>Un</title><description><p>Du <b>gras</b> &amp; &eacute;t&eacute;<br>suite</p><p>deux</description><pubDate>2026-02-03</pubDate>',
    );
    expect(body).toMatchObject({
      summary: '<p>Du <b>gras</b> &amp; été<br />suite</p><p>deux</p>',
      published: new Date('2026-02-03'),
    });
  });

  it('keeps the paragraphs of plain text', () => {
    expect(
      item('<title>Un</title><description>Une ligne.\n\nUne autre,\nlongue &amp; belle.</description>')?.summary,
    ).toBe('<p>Une ligne.</p><p>Une autre, longue &amp; belle.</p>');
  });
});

describe('names of elements', () => {
  it('are those of their namespaces, whatever the prefix', () => {
    const body = `<rss version="2.0" xmlns:a10="http://www.w3.org/2005/Atom" xmlns:d="http://purl.org/dc/elements/1.1" xmlns:m="https://search.yahoo.com/mrss" xmlns:c="HTTP://purl.org/rss/1.0/modules/content/"><channel><title>N</title>
      <item><title>Un</title><a10:link rel="alternate" href="/1"/><a10:updated>2026-02-03T08:15:00Z</a10:updated><d:creator>Ada Ley</d:creator><m:content url="/p.jpg" medium="image"/><c:encoded>&lt;p&gt;Corps&lt;/p&gt;</c:encoded></item></channel></rss>`;
    expect(parse(body).entries[0]).toMatchObject({
      link: 'https://news.example/1',
      updated: new Date('2026-02-03T08:15:00Z'),
      author: 'Ada Ley',
      image: { url: 'https://news.example/p.jpg' },
      contentHtml: '<p>Corps</p>',
    });
  });

  it('are read in namespaces that one element declares for itself', () => {
    const read = item(
      '<title>Un</title><link xmlns="http://www.w3.org/2005/Atom" rel="alternate" href="https://a.example/1"/><encoded xmlns="http://purl.org/rss/1.0/modules/content/">Corps</encoded>',
    );
    expect(read).toMatchObject({ link: 'https://a.example/1', contentHtml: 'Corps' });
  });

  it('do not mix up titles of other vocabularies', () => {
    expect(item('<media:title>Image</media:title><itunes:title>Audio</itunes:title><title>Un</title>')?.title).toBe(
      'Un',
    );
    expect(
      item(
        '<media:content url="/p.jpg" medium="image"><media:title>Légende</media:title></media:content><title>Un</title>',
      )?.title,
    ).toBe('Un');
    expect(item('<source url="https://o.example/feed">Ailleurs</source><title>Un</title>')?.title).toBe('Un');
  });

  it('are the feed’s own under the root’s prefix, declared or not', () => {
    expect(
      titles('<a:feed><a:title>N</a:title><a:entry><a:id>1</a:id><a:title>Un</a:title></a:entry></a:feed>'),
    ).toEqual(['Un']);
    expect(
      titles(
        '<r:rss version="2.0"><r:channel><r:title>N</r:title><r:item><r:title>Un</r:title></r:item></r:channel></r:rss>',
      ),
    ).toEqual(['Un']);
  });

  it('of Atom 0.3 are read', () => {
    const body = `<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="fr"><title>N</title><tagline>t</tagline><link rel="alternate" type="text/html" href="https://a.example/"/>
      <entry><title mode="escaped" type="text/html">L&amp;rsquo;&amp;eacute;t&amp;eacute;</title><link rel="alternate" href="https://a.example/1"/><id>tag:1</id><issued>2026-02-03T08:15:00+01:00</issued><modified>2026-02-03T09:15:00+01:00</modified><author><name>Ada Ley</name></author><content type="text/html" mode="escaped">&lt;p&gt;Corps&lt;/p&gt;</content></entry></feed>`;
    expect(parse(body)).toMatchObject({
      format: 'atom',
      language: 'fr',
      link: 'https://a.example/',
      entries: [
        {
          id: 'tag:1',
          title: 'L’été',
          published: new Date('2026-02-03T07:15:00Z'),
          updated: new Date('2026-02-03T08:15:00Z'),
          author: 'Ada Ley',
          contentHtml: '<p>Corps</p>',
        },
      ],
    });
  });

  it('of RSS 0.90 and 1.0 are read, in the order of the document', () => {
    const head =
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>N</title><link>https://a.example/</link>';
    const old = `${head}</channel><item><title>Un</title><link>https://a.example/1</link></item><item><title>Deux</title><link>https://a.example/2</link></item></rdf:RDF>`;
    expect(parse(old)).toMatchObject({
      format: 'rdf',
      title: 'N',
      entries: [{ title: 'Un', id: 'https://a.example/1' }, { title: 'Deux' }],
    });
    const toc = old.replace(
      '</channel>',
      '<items><rdf:Seq><rdf:li rdf:resource="https://a.example/2"/></rdf:Seq></items></channel>',
    );
    expect(titles(toc)).toEqual(['Un', 'Deux']);
    const prefixed = old
      .replaceAll('<item>', '<rss:item xmlns:rss="http://purl.org/rss/1.0/">')
      .replaceAll('</item>', '</rss:item>');
    expect(titles(prefixed)).toEqual(['Un', 'Deux']);
  });
});

describe('addresses', () => {
  it('are relative to the nearest base', () => {
    const body = `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/x/"><title>N</title><link href="./"/>
      <entry xml:base="y/"><id>1</id><title>Un</title><link href="un" xml:base="z/"/><content type="html" xml:base="c/">&lt;a href="d"&gt;d&lt;/a&gt;</content></entry>
      <entry><id>2</id><title>Deux</title><link href="deux"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><a href="e">e</a></div></content></entry></feed>`;
    expect(parse(body)).toMatchObject({
      link: 'https://a.example/x/',
      entries: [
        { link: 'https://a.example/x/y/z/un', contentHtml: '<a href="https://a.example/x/y/c/d">d</a>' },
        { link: 'https://a.example/x/deux', contentHtml: '<p><a href="https://a.example/x/e">e</a></p>' },
      ],
    });
  });

  it('come from the feed itself when nobody knows where it came from', () => {
    const body = rss(
      '<item><title>Un</title><link>/1</link></item>',
      '<title>N</title><link>https://a.example/fr/</link>',
    );
    expect(parse(body, { url: '' }).entries[0]?.link).toBe('https://a.example/1');
    expect(parse(rss('<item><title>Un</title><link>/1</link></item>'), { url: '' }).entries[0]).not.toHaveProperty(
      'link',
    );
  });

  it.each([
    ['<link>https://a.example/?a=1&b=2&copy=3</link>', 'https://a.example/?a=1&b=2&copy=3'],
    ['<link>https://a.example/?a=1&amp;b=2</link>', 'https://a.example/?a=1&b=2'],
    ['<link><![CDATA[https://a.example/?a=1&b=2]]></link>', 'https://a.example/?a=1&b=2'],
    ['<link>\n  https://a.example/1\n</link>', 'https://a.example/1'],
    ['<link/><link>https://a.example/1</link>', 'https://a.example/1'],
    ['<link href="https://a.example/1"/>', 'https://a.example/1'],
    [
      '<atom:link rel="self" href="https://a.example/self"/><atom:link href="https://a.example/1"/>',
      'https://a.example/1',
    ],
    [
      '<link>https://proxy.example/1</link><feedburner:origLink>https://a.example/1</feedburner:origLink>',
      'https://a.example/1',
    ],
    ['<guid>https://a.example/1</guid>', 'https://a.example/1'],
    ['<guid isPermaLink="true">https://a.example/1</guid>', 'https://a.example/1'],
    ['<link>https://a.example/1</link><link>https://a.example/2</link>', 'https://a.example/1'],
    ['<link>//a.example/1</link>', 'https://a.example/1'],
    ['<link xml:base="https://a.example/">1</link>', 'https://a.example/1'],
  ])('%s → %s', (written, link) => {
    expect(item(`<title>Un</title>${written}`)?.link).toBe(link);
  });

  it.each([
    [
      '<link rel="enclosure" href="/e.mp3"/><link rel="alternate" type="application/json" href="/j"/><link rel="alternate" type="text/html" href="/1"/>',
      'https://news.example/1',
    ],
    ['<content type="text/html" src="/1"/>', 'https://news.example/1'],
    ['<link>https://a.example/1</link>', 'https://a.example/1'],
    [
      '<link rel="alternate" href="https://proxy.example/1"/><feedburner:origLink>https://a.example/1</feedburner:origLink>',
      'https://a.example/1',
    ],
  ])('of Atom: %s → %s', (written, link) => {
    expect(entry(`<title>Un</title>${written}`)?.link).toBe(link);
  });
});

describe('ids', () => {
  it('are the links where every entry has the same guid', () => {
    const same = rss(
      '<item><title>Un</title><guid>0</guid><link>https://a.example/1</link></item><item><title>Deux</title><guid>0</guid><link>https://a.example/2</link></item>',
    );
    expect(parse(same).entries.map(({ id }) => id)).toEqual(['https://a.example/1', 'https://a.example/2']);
  });

  it('tell entries apart that share everything but their words, and stay what they are', () => {
    const body = rss('<item><title>Un</title><guid>0</guid></item><item><title>Deux</title><guid>0</guid></item>');
    const ids = parse(body).entries.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(parse(body).entries.map(({ id }) => id)).toEqual(ids);
  });

  it('are there once for an entry that is there twice', () => {
    const twice = '<item><title>Un</title><guid>1</guid><link>https://a.example/1</link></item>';
    expect(parse(rss(twice + twice)).entries.map(({ id }) => id)).toEqual(['1']);
  });
});

describe('pictures', () => {
  it('are read with what is said about them', () => {
    const read =
      item(`<title>Un</title><media:group><media:content url="/s.jpg" medium="image" width="100"/><media:content url="/l.jpg" medium="image" width="900" height="600">
      <media:title>Un pont</media:title><media:description type="html">Le &amp;lt;i&amp;gt;pont&amp;lt;/i&amp;gt; de l&amp;rsquo;île</media:description><media:credit role="photographer">A. Nonyme</media:credit></media:content></media:group>`);
    expect(read?.image).toEqual({
      url: 'https://news.example/l.jpg', width: 900, height: 600, alt: 'Un pont', caption: 'Le <i>pont</i> de l’île', credit: 'A. Nonyme',
    }); // prettier-ignore
  });

  it.each([
    '<enclosure url="/p.jpg" type="image/jpeg"/>',
    '<media:thumbnail url="/p.jpg"/>',
    '<itunes:image href="/p.jpg"/>',
    '<image><url>/p.jpg</url><title>x</title></image>',
    '<image>/p.jpg</image>',
    '<image href="/p.jpg"/>',
    '<media:content url="/p.jpg" type="image/jpeg"/>',
    '<enclosure url="/s.mp3" type="audio/mpeg"/><media:thumbnail url="/p.jpg"/>',
  ])('%s', (written) => {
    expect(item(`<title>Un</title>${written}`)).toMatchObject({
      title: 'Un',
      image: { url: 'https://news.example/p.jpg' },
    });
  });
});

it('carries what a feed says about polling', () => {
  const feed = parse(
    rss(
      '',
      '<title>N</title><ttl>30</ttl><skipHours><hour>0</hour><hour>24</hour><hour>5</hour></skipHours><skipDays><day>Sunday</day></skipDays>',
    ),
  );
  expect(feed).toMatchObject({ ttlSeconds: 1_800, skipHours: [0, 5], skipDays: [0] });
  expect(
    parse(
      rss('', '<title>N</title><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>'),
    ).ttlSeconds,
  ).toBe(1_800);
  expect(parse(rss('', '<title>N</title><ttl>-5</ttl>'))).not.toHaveProperty('ttlSeconds');
});

describe('JSON', () => {
  const json = (item: object, feed: object = {}): ParsedFeed =>
    parse(JSON.stringify({ version: 'https://jsonfeed.org/version/1', title: 'N', items: [item], ...feed }));
  it('of version 1 and of no version is read', () => {
    expect(
      json({ id: 1, title: 'L&#8217;été', content_html: '<p>x</p>', author: { name: 'Ada Ley' } }).entries[0],
    ).toMatchObject({ id: '1', title: 'L’été', author: 'Ada Ley' });
    expect(json({ id: '1', title: 'Un' }, { version: undefined }).entries[0]?.title).toBe('Un');
  });
  it('with line ends in its strings is read', () => {
    expect(
      parse('{"version":"https://jsonfeed.org/version/1","title":"N","items":[{"id":"1","title":"Un\ntitre"}]}')
        .entries[0]?.title,
    ).toBe('Un titre');
  });
});
