import { describe, it } from '@jest/globals';
import { expectArticle, type SamplePage } from '../../../../test/support/article-pages.js';

const arc: SamplePage = {
  site: 'a daily on a headless platform: parts of the body in boxes of one name',
  url: 'https://www.tribune.example/world/2024/02/10/harbor-strike/',
  html: `<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><title>Harbor pilots end strike after nine days - The Daily Tribune</title><meta property="og:title" content="Nine days, no ships: how the harbor strike ended"><meta property="og:description" content="Pilots in the country’s largest port went back to work on Saturday."><meta property="og:site_name" content="The Daily Tribune"><meta property="og:type" content="article"><meta property="og:image" content="https://cdn.tribune.example/resizer/v2/ABCDEFGH2IJKLMNOPQRSTUV3WX.jpg?auth=1&width=1200">
<script type="application/ld+json">[{"@context":"https://schema.org","@type":"NewsArticle","headline":"Harbor pilots end strike after nine days","description":"Pilots in the country’s largest port went back to work on Saturday.","datePublished":"2024-02-10T18:02:11.123Z","dateModified":"2024-02-10T21:30:00Z","author":[{"@type":"Person","name":"By Hannah Osei"},{"@type":"Person","name":"Tom Brandt"}],"publisher":{"@type":"Organization","name":"The Daily Tribune"},"image":["https://cdn.tribune.example/resizer/v2/ABCDEFGH2IJKLMNOPQRSTUV3WX.jpg?auth=1&width=1200","https://cdn.tribune.example/square.jpg"],"isAccessibleForFree":true}]</script></head>
<body><div id="fusion-app"><nav class="b-header-nav-chain"><a href="/">Home</a><a href="/world">World</a></nav><section role="main"><h1 class="b-headline">Harbor pilots end strike after nine days</h1><h2 class="b-subheadline">Pilots in the country’s largest port went back to work on Saturday.</h2>
<figure class="b-lead-art c-image"><img srcset="https://cdn.tribune.example/resizer/v2/ABCDEFGH2IJKLMNOPQRSTUV3WX.jpg?auth=2&amp;width=300 300w, https://cdn.tribune.example/resizer/v2/ABCDEFGH2IJKLMNOPQRSTUV3WX.jpg?auth=3&amp;width=900 900w" alt="Tugs wait at dawn"><figcaption class="c-media-item__fig-caption"><span class="c-media-item__caption">Tugs wait for orders at the mouth of the harbor.</span> <span class="c-media-item__credit">(Lena Fischer/AP)</span></figcaption></figure>
<div class="b-byline"><span>By <a href="/author/ho">Hannah Osei</a> and <a href="/author/tb">Tom Brandt</a></span></div><time class="b-date" datetime="2024-02-10T18:02:11Z">February 10, 2024 at 1:02 p.m. EST</time>
<article class="b-article-body"><p class="c-paragraph">ROTTERDAM — Harbor pilots here voted on Saturday to end a nine-day strike that left 140 ships at anchor.</p><div class="arcad-feature"><div class="ad-label">Advertisement</div></div><p class="c-paragraph">The deal gives them 5 percent more pay, and a promise of <a href="https://www.tribune.example/rest-rules">longer rest</a> between night shifts.</p><div class="c-newsletter"><h3>Sign up for Morning Harbor</h3><p>Get the news in your inbox.</p></div><p class="c-paragraph"><b>Read more:</b> <a href="/world/strike-begins/">Pilots walk out at Europe’s largest port</a></p><h3 class="c-heading">What comes next</h3><p class="c-paragraph">“We will not sign anything at 3 in the morning again,” said the union’s chair, Ada van Dam.</p></article>
<div class="b-author-bio"><p>Hannah Osei covers shipping from Rotterdam. Before that she was our correspondent in Accra.</p></div></section><footer><p>© 2024 The Daily Tribune</p></footer></div></body></html>`,
  expected: {
    title: 'Harbor pilots end strike after nine days',
    standfirst: 'Pilots in the country’s largest port went back to work on Saturday.',
    byline: 'Hannah Osei, Tom Brandt',
    dateline: 'ROTTERDAM',
    published: '2024-02-10T18:02:11.123Z',
    updated: '2024-02-10T21:30:00.000Z',
    language: 'en',
    access: 'free',
    image: {
      url: 'https://cdn.tribune.example/resizer/v2/ABCDEFGH2IJKLMNOPQRSTUV3WX.jpg?auth=1&width=1200',
      alt: 'Tugs wait at dawn',
      caption: 'Tugs wait for orders at the mouth of the harbor.',
      credit: 'Lena Fischer/AP',
    },
    related: [
      { title: 'Pilots walk out at Europe’s largest port', link: 'https://www.tribune.example/world/strike-begins/' },
    ],
  },
  paragraphs: [
    'ROTTERDAM — Harbor pilots here voted on Saturday to end a nine-day strike that left 140 ships at anchor.',
    'The deal gives them 5 percent more pay, and a promise of longer rest between night shifts.',
    'What comes next',
    '“We will not sign anything at 3 in the morning again,” said the union’s chair, Ada van Dam.',
  ],
};

const components: SamplePage = {
  site: 'a broadcaster whose body is a row of components with hashed class names',
  url: 'https://www.wave.example/news/world-68300001',
  html: `<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Ferry company fined over ‘ghost’ timetable - Wave News</title><meta property="og:title" content="Ferry company fined over 'ghost' timetable"><meta property="og:site_name" content="Wave News"><meta name="description" content="Passengers paid for sailings that never left."><link rel="canonical" href="https://www.wave.example/news/world-68300001"><script type="application/ld+json">{"@context":"http://schema.org","@type":"ReportageNewsArticle","url":"https://www.wave.example/news/world-68300001","publisher":{"@type":"NewsMediaOrganization","name":"Wave News"},"datePublished":"2024-03-01T06:00:00.000Z","dateModified":"2024-03-01T06:00:00.000Z","description":"Passengers paid for sailings that never left.","headline":"Ferry company fined over 'ghost' timetable","author":{"@type":"NewsMediaOrganization","name":"Wave News"}}</script></head>
<body><div id="root"><header role="banner"><a href="/">Wave</a></header><main id="main-content"><article class="ssrcss-pv1rh6"><div data-component="headline-block"><h1 id="main-heading" tabindex="-1">Ferry company fined over ‘ghost’ timetable</h1></div><div data-component="byline-block"><div><span>Mina Clarke</span><div>Transport reporter</div></div></div>
<div data-component="image-block"><figure><div><img src="https://ich.wave.example/480/ferry.jpg" srcset="https://ich.wave.example/240/ferry.jpg 240w, https://ich.wave.example/976/ferry.jpg 976w" alt="An empty pier"></div><span class="visually-hidden">Image source, </span><figcaption>Image caption, The pier at Holmsund was empty for weeks</figcaption></figure></div>
<div data-component="text-block"><div class="ssrcss-1"><p><b>A ferry company has been fined £2m for selling tickets to sailings that did not exist.</b></p></div></div><div data-component="text-block"><div class="ssrcss-1"><p>The regulator counted 312 departures that were listed, paid for and never sailed.</p></div></div><div data-component="links-block"><h2>Related</h2><ul><li><a href="/news/world-1">Islanders ask for a ferry of their own</a></li></ul></div><div data-component="subheadline-block"><h2>'A mistake'</h2></div><div data-component="text-block"><div class="ssrcss-1"><p>The company said a software update was to blame, and that it would pay the money back.</p><p>Follow us on X and sign up for our newsletter</p></div></div></article><section data-component="topic-list"><h2>Related Topics</h2><ul><li><a href="/t/ferries">Ferries</a></li></ul></section></main></div></body></html>`,
  expected: {
    title: 'Ferry company fined over ‘ghost’ timetable',
    standfirst: 'Passengers paid for sailings that never left.',
    published: '2024-03-01T06:00:00.000Z',
    updated: null,
    language: 'en',
    byline: 'Mina Clarke',
    link: 'https://www.wave.example/news/world-68300001',
    image: {
      url: 'https://ich.wave.example/976/ferry.jpg',
      alt: 'An empty pier',
      caption: 'The pier at Holmsund was empty for weeks',
    },
    related: [{ title: 'Islanders ask for a ferry of their own', link: 'https://www.wave.example/news/world-1' }],
  },
  paragraphs: [
    'A ferry company has been fined £2m for selling tickets to sailings that did not exist.',
    'The regulator counted 312 departures that were listed, paid for and never sailed.',
    "'A mistake'",
    'The company said a software update was to blame, and that it would pay the money back.',
  ],
};

const unmarked: SamplePage = {
  site: 'a page that marks nothing: no head to speak of, found by its prose',
  url: 'http://smalltown.example/story7.html',
  html: `<html><head><title>Council votes to keep the clock - slow or not | Smalltown Gazette</title></head><body><div id="top"><a href="/">Smalltown Gazette</a> <a href="/sports">Sports</a> <a href="/obits">Obituaries</a></div><div id="c1"><h1>Council votes to keep the clock - slow or not</h1><p>By Ruth Adler</p><p>March 3, 2024</p><p>The town clock will stay on the hall, the council decided on Tuesday, although it has been four minutes slow since the flood of 1997.</p><p>Six members voted for the clock and one against. Mayor Dina Holt, who abstained, said that the repair would have cost more than a new fire hydrant.</p><p>“People set their dinner by it,” said Earl Simms, who has wound it for thirty years, and who was in the room when the vote was read out.</p><p>Share on X</p><p>Share on Facebook</p><p>Advertisement</p><p>The council meets again in April, at seven by the clock.</p></div><div id="foot"><a href="/about">About</a> Copyright 2024</div></body></html>`,
  expected: {
    title: 'Council votes to keep the clock - slow or not',
    byline: 'Ruth Adler',
    published: '2024-03-03T00:00:00.000Z',
    language: 'en',
    image: null,
    standfirst: null,
    access: 'free',
  },
  paragraphs: [
    'The town clock will stay on the hall, the council decided on Tuesday, although it has been four minutes slow since the flood of 1997.',
    'Six members voted for the clock and one against. Mayor Dina Holt, who abstained, said that the repair would have cost more than a new fire hydrant.',
    '“People set their dinner by it,” said Earl Simms, who has wound it for thirty years, and who was in the room when the vote was read out.',
    'The council meets again in April, at seven by the clock.',
  ],
};

const blocks: SamplePage = {
  site: 'WordPress blocks with an embedded post, a pull quote, a table and a gallery',
  url: 'https://valley.example/2024/orchards',
  html: `<!DOCTYPE html><html lang="en-US"><head><meta charset="UTF-8"><title>Orchards bet on late frost fans &#8211; Valley Post</title><meta property="article:published_time" content="2024-04-22T10:00:00+00:00"><meta property="og:title" content="Orchards bet on late frost fans"><meta name="author" content="admin"></head><body class="single"><main id="wp--skip-link--target" class="wp-block-group"><h1 class="wp-block-post-title">Orchards bet on late frost fans</h1><div class="wp-block-post-author-name">Lou Perkins</div><figure class="wp-block-post-featured-image"><img src="https://i0.wp.example/valley.example/fans.jpg?fit=1200%2C800" data-lazy-src="https://valley.example/fans.jpg" width="1200" height="800" alt="Fans"></figure><div class="entry-content wp-block-post-content"><p class="has-drop-cap">Growers along the river have put up sixty fans that stir warm air down on cold nights, and they say that it has already saved a harvest.</p><figure class="wp-block-embed is-type-rich is-provider-twitter"><div class="wp-block-embed__wrapper"><blockquote class="twitter-tweet"><p lang="en" dir="ltr">Minus two at 4 a.m. and the blossom is fine.</p>&mdash; Jo Hale (@johale) <a href="https://twitter.com/x/1">April 20, 2024</a></blockquote></div></figure><figure class="wp-block-table"><table><tbody><tr><td>Fans</td><td>60</td></tr><tr><td>Cost</td><td>$1.2m</td></tr></tbody></table><figcaption>Source: growers</figcaption></figure><h2>Noise</h2><p>Neighbors complain about the noise. “It is a helicopter that never lands,” one of them wrote to the county, which has no rule for it.</p><div class="wp-block-gallery"><figure class="wp-block-image"><img src="https://valley.example/g1.jpg"><figcaption>Blossom at dawn. Photo: J. Hale</figcaption></figure></div><p>[caption id="x"]</p><p class="wp-block-tag-cloud"><a href="/t/a">orchards</a></p></div></main></body></html>`,
  expected: {
    title: 'Orchards bet on late frost fans',
    byline: 'Lou Perkins',
    published: '2024-04-22T10:00:00.000Z',
    image: {
      url: 'https://valley.example/fans.jpg',
      width: 1200,
      height: 800,
      alt: 'Fans',
      caption: null,
      credit: null,
    },
  },
  paragraphs: [
    'Growers along the river have put up sixty fans that stir warm air down on cold nights, and they say that it has already saved a harvest.',
    'Minus two at 4 a.m. and the blossom is fine.',
    '— Jo Hale (@johale) April 20, 2024',
    'Fans | 60',
    'Cost | $1.2m',
    'Noise',
    'Neighbors complain about the noise. “It is a helicopter that never lands,” one of them wrote to the county, which has no rule for it.',
  ],
};

const live: SamplePage = {
  site: 'a live page in JSON-LD that is broken twice',
  url: 'https://www.wire.example/live/storm',
  html: `<html lang="en"><head><title>Storm Petra live: trains stopped in the north | The Wire</title><meta property="og:site_name" content="The Wire"><script type="application/ld+json"><!--
//<![CDATA[
{"@context":"https://schema.org","@type":"LiveBlogPosting","headline":"Storm Petra live: trains stopped
 in the north","coverageStartTime":"2024-01-02T06:00:00Z","datePublished":"2024-01-02T06:00:00Z","dateModified":"2024-01-02T11:00:00Z","author":{"@type":"Person","name":"Iris Wood"},"liveBlogUpdate":[{"@type":"BlogPosting","headline":"Bridge shut","datePublished":"2024-01-02T10:00:00Z"},],}
//]]>
--></script></head><body><main><h1>Storm Petra live: trains stopped in the north</h1><div class="article-body"><article class="live-entry"><h2>Bridge shut</h2><time datetime="2024-01-02T10:00:00Z">10:00</time><p>The Ness bridge is shut to lorries until further notice, the council says.</p></article><article class="live-entry"><h2>No trains</h2><p>All trains north of the river are stopped. Buses will not replace them before noon.</p></article></div></main></body></html>`,
  expected: {
    title: 'Storm Petra live: trains stopped in the north',
    byline: 'Iris Wood',
    published: '2024-01-02T06:00:00.000Z',
    updated: '2024-01-02T11:00:00.000Z',
  },
  paragraphs: [
    'Bridge shut',
    'The Ness bridge is shut to lorries until further notice, the council says.',
    'No trains',
    'All trains north of the river are stopped. Buses will not replace them before noon.',
  ],
};

const scripted: SamplePage = {
  site: 'a page that scripts would fill, with its text in JSON-LD',
  url: 'https://app.example/n/5',
  html: `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Lighthouse sold for one euro</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"Lighthouse sold for one euro","articleBody":"The lighthouse at Cape Orn was sold on Monday for one euro.\\n\\nThe buyer must paint it every five years, and may not turn it off.","datePublished":"2024-07-01","author":"Nils Berg"}</script></head><body><div id="app"></div><noscript>Please enable JavaScript to read this page.</noscript></body></html>`,
  expected: { title: 'Lighthouse sold for one euro', byline: 'Nils Berg', published: '2024-07-01T00:00:00.000Z' },
  paragraphs: [
    'The lighthouse at Cape Orn was sold on Monday for one euro.',
    'The buyer must paint it every five years, and may not turn it off.',
  ],
};

const metered: SamplePage = {
  site: 'a metered page whose declared language is its template’s',
  url: 'https://hebdo.example/p/9',
  html: `<html lang="en"><head><meta charset="utf-8"><title>Les tuiles du marché couvert sont comptées</title><meta property="og:type" content="article"><meta property="article:content_tier" content="metered"><meta property="article:published_time" content="2024-06-05T10:00:00"><meta property="og:title" content="Les tuiles du marché couvert sont comptées"></head><body><article><h1>Les tuiles du marché couvert sont comptées</h1><div class="post-content"><p>Il en manque onze mille, selon le couvreur qui a passé trois jours sur le toit du marché avec une corde et un carnet.</p><p>La mairie dit que les pluies de l’automne sont pour elle une date, et que les travaux seront faits avant la Toussaint.</p></div></article></body></html>`,
  expected: {
    title: 'Les tuiles du marché couvert sont comptées',
    language: 'fr',
    access: 'metered',
    published: '2024-06-05T10:00:00.000Z',
    byline: null,
  },
  paragraphs: [
    'Il en manque onze mille, selon le couvreur qui a passé trois jours sur le toit du marché avec une corde et un carnet.',
    'La mairie dit que les pluies de l’automne sont pour elle une date, et que les travaux seront faits avant la Toussaint.',
  ],
};

describe('English pages', () => {
  it.each([arc, components, unmarked, blocks, live, scripted, metered])('$site', expectArticle);
});
