import { describe, it } from '@jest/globals';
import { expectArticle, type SamplePage } from '../../../../test/support/article-pages.js';

/** Kinds of pages that the pages by language do not show. */

const wireStyle: SamplePage = {
  site: 'a wire service: no standfirst, a dateline, author and date in a row, a list of key points',
  url: 'https://wire.example/article/dam-vote-1a2b',
  html: `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Lawmakers vote to drain aging dam | Wire</title><meta property="og:title" content="Lawmakers vote to drain aging dam after two days of debate"><meta property="og:type" content="article"><meta name="description" content="Lawmakers voted early Friday to drain a 90-year-old dam, ending two days of debate over jobs and floods in the valley that the dam was built to…"><meta property="article:published_time" content="2024-08-09T04:12:00"><script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Lawmakers vote to drain aging dam after two days of debate","datePublished":"2024-08-09T04:12:00Z","dateModified":"2024-08-09T04:12:00Z","author":[{"@type":"Person","name":"MARIA LOPEZ"}],"image":[{"@type":"ImageObject","url":"https://dims.wire.example/dam-full.jpg","caption":"Water spills over the dam on Thursday. (AP Photo/Joe Roy)"}]}</script></head>
<body><div class="Page-content"><main class="Page-main"><h1 class="Page-headline">Lawmakers vote to drain aging dam after two days of debate</h1><div class="Page-lead"><div class="Carousel"><img class="Image" src="https://dims.wire.example/dam-full.jpg" width="800" alt="Water spills over the dam"><span class="CarouselSlide-info">1 of 3</span></div></div><div class="Page-byline"><div class="Page-authors">By <a href="/author/ml">MARIA LOPEZ</a></div><div class="Page-dateModified">Updated 12:12 AM EDT, August 9, 2024</div></div><div class="Page-actions"><button>Share</button></div>
<div class="RichTextStoryBody RichTextBody"><p>CARSON CITY, Nev. (AP) — Lawmakers voted early Friday to drain a 90-year-old dam, ending two days of debate over jobs and floods in the valley that the dam was built to protect.</p><div class="SovrnAd Advertisement"><p>Advertisement</p></div><p>The 31-28 vote sends the bill to the governor, who has said he will sign it.</p><div class="HTMLModuleEnhancement"><hr><p><b>MORE ON THIS:</b> <a href="https://wire.example/article/dam-history">Who built the dam, and why</a></p></div><h2>Jobs and floods</h2><p>“You cannot eat a view,” said Sen. Ron Dix.</p><p>___</p><p>Associated writers in Reno contributed to this report.</p></div></main></div></body></html>`,
  expected: {
    title: 'Lawmakers vote to drain aging dam after two days of debate',
    standfirst: null,
    dateline: 'CARSON CITY',
    byline: 'MARIA LOPEZ',
    related: [{ title: 'Who built the dam, and why', link: 'https://wire.example/article/dam-history' }],
    published: '2024-08-09T04:12:00.000Z',
    image: {
      url: 'https://dims.wire.example/dam-full.jpg',
      caption: 'Water spills over the dam on Thursday.',
      credit: 'AP Photo/Joe Roy',
    },
  },
  paragraphs: [
    'CARSON CITY, Nev. (AP) — Lawmakers voted early Friday to drain a 90-year-old dam, ending two days of debate over jobs and floods in the valley that the dam was built to protect.',
    'The 31-28 vote sends the bill to the governor, who has said he will sign it.',
    'Jobs and floods',
    '“You cannot eat a view,” said Sen. Ron Dix.',
    'Associated writers in Reno contributed to this report.',
  ],
};

const guardian: SamplePage = {
  site: 'a daily with hashed classes, data-gu hooks and a sign-up box in the text',
  url: 'https://www.sentinel.example/world/2024/may/01/bees',
  html: `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Town turns off its lights for the moths – and the moths come | Insects | The Sentinel</title><meta property="og:site_name" content="the Sentinel"><meta property="og:title" content="Town turns off its lights for the moths – and the moths come"><meta property="article:section" content="Insects"><meta property="og:type" content="article"><meta property="article:author" content="https://www.sentinel.example/profile/amy-holt"><meta property="article:published_time" content="2024-05-01T05:00:01.000Z"><meta property="og:image" content="https://i.sentinel.example/img/media/0f3c5e7a9b/master/4000.jpg?width=1200&overlay=1"></head>
<body><div id="bannerandheader"><nav><ul><li><a href="/world">World</a></li></ul></nav></div><main data-layout="StandardLayout"><article><div class="dcr-1" data-gu-name="title"><a href="/insects">Insects</a></div><div data-gu-name="headline"><div class="dcr-u0"><h1 class="dcr-u1">Town turns off its lights for the moths – and the moths come</h1></div></div><div data-gu-name="standfirst" class="dcr-s"><div class="dcr-x"><p>A small port spent a year in the dark. Its birds noticed first.</p><ul><li><a href="/live">See all our coverage of the night sky here</a></li></ul></div></div><div data-gu-name="meta"><address aria-label="Contributor info"><a rel="author" href="/profile/amy-holt">Amy Holt</a> in Havre</address><details><summary>Wed 1 May 2024 06.00 BST</summary>Last modified on Wed 1 May 2024 08.10 BST</details><button>Share</button></div><div data-gu-name="media"><figure><picture><img alt="A moth on a wall" src="https://i.sentinel.example/img/media/0f3c5e7a9b/master/4000.jpg?width=465"></picture><figcaption><span>A hawk moth on the harbour wall.</span> Photograph: Tim Low/The Sentinel</figcaption></figure></div><div data-gu-name="body"><div id="maincontent" class="article-body-commercial-selector article-body-viewer-selector"><p>At nine the lamps go out, all but two. By ten the walls are moving.</p><figure data-spacefinder-role="inline"><div><h2>Sign up to Night Notes</h2><p>Free newsletter</p><form><button>Sign up</button></form><p>Privacy Notice: Newsletters may contain info about charities.</p></div></figure><p>“I thought it was rain,” says Mary Quill, 81, of the first night she heard them on the glass.</p><h2>A cheaper dark</h2><p>The council says it has saved £40,000. It will keep the lamps off.</p></div></div></article><aside data-gu-name="right-column"><h2>Most viewed</h2></aside></main></body></html>`,
  expected: {
    title: 'Town turns off its lights for the moths – and the moths come',
    byline: 'Amy Holt',
    published: '2024-05-01T05:00:01.000Z',
    image: { alt: 'A moth on a wall', caption: 'A hawk moth on the harbour wall.', credit: 'Tim Low/The Sentinel' },
  },
  paragraphs: [
    'At nine the lamps go out, all but two. By ten the walls are moving.',
    '“I thought it was rain,” says Mary Quill, 81, of the first night she heard them on the glass.',
    'A cheaper dark',
    'The council says it has saved £40,000. It will keep the lamps off.',
  ],
};

const regional: SamplePage = {
  site: 'a French regional daily: related titles listed under a heading in the text, video box, tags',
  url: 'https://www.lavallee.example/isere/2024/02/02/la-source',
  html: `<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Isère. La source de Vaujany a retrouvé son débit</title><meta property="og:title" content="Isère. La source de Vaujany a retrouvé son débit"><meta property="og:description" content="Tarie depuis août, elle coule à nouveau. Les éleveurs respirent."><meta property="og:site_name" content="La Vallée libérée"><script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"La source de Vaujany a retrouvé son débit","description":"Tarie depuis août, elle coule à nouveau. Les éleveurs respirent.","datePublished":"2024-02-02T17:02:00+01:00","author":{"@type":"Organization","name":"La Vallée libérée"},"publisher":{"@type":"Organization","name":"La Vallée libérée"},"isAccessibleForFree":true}</script></head><body><div id="content"><article><header><span class="headline">Isère</span><h1><span class="flag">Isère</span> La source de Vaujany a retrouvé son débit</h1><div class="chapo"><strong>Tarie depuis août, elle coule à nouveau. Les éleveurs respirent.</strong></div><div class="authorBlock">La Vallée libérée avec AFP - 02 févr. 2024 à 17:02 - Temps de lecture : 2 min</div></header><div class="articleBody"><div class="textComponent"><p>Le débit a été mesuré vendredi : douze litres par seconde, comme avant l’été.</p></div><div class="videoBlock"><p>Votre navigateur ne supporte pas la vidéo.</p></div><div class="textComponent"><p>« On a redescendu les citernes », raconte Paul Giraud, qui élève cent brebis au-dessus du hameau.</p><h2>À lire aussi</h2><ul><li><a href="/isere/2023/08/12/tarie">La source de Vaujany est tarie</a></li><li><a href="/isere/2023/09/01/citernes">Des citernes pour les alpages</a></li></ul><p>La commune veut poser un second capteur avant l’été prochain.</p></div></div><div class="tags">Mots-clés : <a href="/t/eau">Eau</a></div></article></div></body></html>`,
  expected: {
    title: 'La source de Vaujany a retrouvé son débit',
    standfirst: 'Tarie depuis août, elle coule à nouveau. Les éleveurs respirent.',
    published: '2024-02-02T16:02:00.000Z',
    related: [
      { title: 'La source de Vaujany est tarie', link: 'https://www.lavallee.example/isere/2023/08/12/tarie' },
      { title: 'Des citernes pour les alpages', link: 'https://www.lavallee.example/isere/2023/09/01/citernes' },
    ],
  },
  paragraphs: [
    'Le débit a été mesuré vendredi : douze litres par seconde, comme avant l’été.',
    '« On a redescendu les citernes », raconte Paul Giraud, qui élève cent brebis au-dessus du hameau.',
    'La commune veut poser un second capteur avant l’été prochain.',
  ],
};

const amp: SamplePage = {
  site: 'an AMP page with amp-img and a hidden consent dialog',
  url: 'https://amp.courrier.example/p/1',
  html: `<!doctype html><html ⚡ lang="fr"><head><meta charset="utf-8"><link rel="canonical" href="https://courrier.example/p/1"><title>Le phare éteint par erreur</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"Le phare éteint par erreur","datePublished":"2024-01-20T08:00:00Z","dateModified":"2024-01-20T08:30:00Z","author":{"name":"La rédaction"},"image":{"url":"https://courrier.example/phare.jpg","width":"1200","height":"675"}}</script></head><body><amp-consent id="c" layout="nodisplay"><div>Nous utilisons des cookies pour mesurer notre audience.</div></amp-consent><header><a href="/">Courrier</a></header><article class="amp-article"><h1 class="amp-title">Le phare éteint par erreur</h1><amp-img src="https://courrier.example/phare.jpg" width="1200" height="675" alt="Le phare"></amp-img><div class="amp-content"><p>Un électricien a éteint le phare de la pointe pendant onze minutes vendredi soir.</p><amp-ad width="300" height="250"></amp-ad><p>Aucun navire n’était en approche, assure la préfecture maritime.</p><p>À lire : <a href="/p/0">Le phare a cent ans</a></p></div></article><amp-sidebar id="s"><ul><li><a href="/a">Menu</a></li></ul></amp-sidebar></body></html>`,
  expected: {
    title: 'Le phare éteint par erreur',
    byline: 'La rédaction',
    link: 'https://courrier.example/p/1',
    related: [{ title: 'Le phare a cent ans', link: 'https://amp.courrier.example/p/0' }],
    image: { url: 'https://courrier.example/phare.jpg', width: 1200, height: 675 },
  },
  paragraphs: [
    'Un électricien a éteint le phare de la pointe pendant onze minutes vendredi soir.',
    'Aucun navire n’était en approche, assure la préfecture maritime.',
  ],
};

const ghost: SamplePage = {
  site: 'Ghost, with a call to subscribe at the end and reading time',
  url: 'https://lettre.example/les-cloches/',
  html: `<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Les cloches se taisent la nuit</title><meta property="og:site_name" content="La Lettre du canton"><meta property="og:type" content="article"><meta property="og:title" content="Les cloches se taisent la nuit"><meta property="og:description" content="Une pétition, deux conseils et un sonneur têtu."><meta property="article:published_time" content="2024-10-10T06:00:00.000Z"><meta property="article:modified_time" content="2024-10-11T06:00:00.000Z"><script type="application/ld+json">{"@context":"https://schema.org","@type":"Article","publisher":{"@type":"Organization","name":"La Lettre du canton"},"author":{"@type":"Person","name":"Odile Brun"},"headline":"Les cloches se taisent la nuit","datePublished":"2024-10-10T06:00:00.000Z","dateModified":"2024-10-11T06:00:00.000Z","description":"Une pétition, deux conseils et un sonneur têtu."}</script></head><body class="post-template tag-canton"><div class="gh-viewport"><main class="gh-main"><article class="gh-article post"><header class="gh-article-header gh-canvas"><a class="gh-article-tag" href="/tag/canton/">Canton</a><h1 class="gh-article-title is-title">Les cloches se taisent la nuit</h1><p class="gh-article-excerpt is-body">Une pétition, deux conseils et un sonneur têtu.</p><div class="gh-article-meta"><h4 class="gh-article-author-name"><a href="/author/o">Odile Brun</a></h4><time datetime="2024-10-10">10 oct. 2024</time><span class="gh-article-meta-length"><span class="bull">—</span> 4 min read</span></div></header><section class="gh-content gh-canvas is-body"><p>Depuis dimanche, plus rien ne sonne à Aubel entre dix heures et six heures.</p><blockquote>On dort, et l’on se demande quelle heure il est.</blockquote><div class="kg-card kg-signup-card"><h2>La Lettre</h2><p>Abonnez-vous, c’est gratuit.</p></div><p>Le sonneur, lui, monte quand même. « Je compte dans ma tête », dit-il.</p></section></article><div class="gh-comments"><h2>Discussion</h2></div></main></div></body></html>`,
  expected: {
    title: 'Les cloches se taisent la nuit',
    standfirst: 'Une pétition, deux conseils et un sonneur têtu.',
    byline: 'Odile Brun',
    updated: '2024-10-11T06:00:00.000Z',
  },
  paragraphs: [
    'Depuis dimanche, plus rien ne sonne à Aubel entre dix heures et six heures.',
    'On dort, et l’on se demande quelle heure il est.',
    'Le sonneur, lui, monte quand même. « Je compte dans ma tête », dit-il.',
  ],
};

const windows1256: SamplePage = {
  site: 'an Arabic page in windows-1256 that says so',
  url: 'https://jarida.example/1.asp',
  html: Buffer.concat([
    Buffer.from(
      '<html><head><meta http-equiv=Content-Type content="text/html; charset=windows-1256"><meta property="og:type" content="article"><title>',
    ),
    Buffer.from('c7e1e3edc7e5', 'hex'),
    Buffer.from('</title></head><body dir=rtl><h1>'),
    Buffer.from('c7e1e3edc7e5', 'hex'),
    Buffer.from('</h1><div class="article-body"><p>'),
    Buffer.from(
      'dac7cfca20c7e1e3edc7e520c5e1ec20c7e1cdedc720c8dacf20dad4d1c920c3edc7e32ce620dec7e120c7e1d3dfc7e42e',
      'hex',
    ),
    Buffer.from('</p></div></body></html>'),
  ]),
  expected: { title: 'المياه', language: 'ar' },
  paragraphs: ['عادت المياه إلى الحيا بعد عشرة أيام,و قال السكان.'],
};

const bothLanguages: SamplePage = {
  site: 'a site builder: everything in divs, headline in a div, body in styled spans',
  url: 'https://village.example/post/fete',
  html: `<html lang="fr"><head><meta charset="utf-8"><title>La fête des moissons | Mon village</title><meta property="og:title" content="La fête des moissons | Mon village"><meta property="og:site_name" content="Mon village"><meta property="og:type" content="article"><meta property="article:published_time" content="2024-08-18T10:00:00.000Z"></head><body><div id="SITE_CONTAINER"><div id="masterPage"><div data-hook="post"><div data-hook="post-title">La fête des moissons</div><div data-hook="post-description"><div><div id="viewer-1"><span><span style="x">La fête des moissons a réuni six cents personnes dimanche sur le champ de foire, malgré la pluie du matin et l’absence de la batteuse.</span></span></div><div id="viewer-2"><span>Le maire a promis que la batteuse, en panne depuis deux ans, serait réparée pour l’année prochaine. « Elle est plus vieille que moi », a-t-il dit.</span></div><div id="viewer-3"><span>Les crêpes ont manqué dès quinze heures. Il en faudra deux fois plus.</span></div></div></div><div data-hook="post-footer"><button>Partager</button><span>12 vues</span></div></div></div></div></body></html>`,
  expected: { title: 'La fête des moissons', language: 'fr', published: '2024-08-18T10:00:00.000Z' },
  paragraphs: [
    'La fête des moissons a réuni six cents personnes dimanche sur le champ de foire, malgré la pluie du matin et l’absence de la batteuse.',
    'Le maire a promis que la batteuse, en panne depuis deux ans, serait réparée pour l’année prochaine. « Elle est plus vieille que moi », a-t-il dit.',
    'Les crêpes ont manqué dès quinze heures. Il en faudra deux fois plus.',
  ],
};

describe('other kinds of pages', () => {
  it.each([wireStyle, guardian, regional, amp, ghost, windows1256, bothLanguages])('$site', expectArticle);
});
