import { describe, it } from '@jest/globals';
import { expectArticle, type SamplePage } from '../../../../test/support/article-pages.js';

const broadcaster: SamplePage = {
  site: 'a broadcaster on Symfony',
  url: 'https://www.onde9.example/fr/afrique/20240312-malawi-digue',
  html: `<!DOCTYPE html>
<html lang="fr" class="no-js"><head><meta charset="utf-8"><title>Malawi: la digue de Karonga tient, les pêcheurs reprennent le lac - Onde 9</title>
<meta property="og:type" content="article"><meta property="og:site_name" content="Onde 9"><meta property="og:title" content="Malawi: la digue de Karonga tient, les pêcheurs reprennent le lac">
<meta property="og:description" content="Dix jours après la tempête, les pirogues de Karonga sont de nouveau sorties.">
<meta property="og:image" content="https://s.onde9.example/media/display/0e8a4f1c-11aa-11ee-9c2b-005056bfb2b6/w:1280/p:16x9/karonga.jpg">
<meta property="article:published_time" content="2024-03-12T14:05:00+01:00">
<link rel="canonical" href="https://www.onde9.example/fr/afrique/20240312-malawi-digue">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Malawi: la digue de Karonga tient, les pêcheurs reprennent le lac","datePublished":"2024-03-12T14:05:00+01:00","dateModified":"2024-03-12T18:30:00+01:00","author":[{"@type":"Organization","name":"Onde 9"}],"publisher":{"@type":"NewsMediaOrganization","name":"Onde 9"},"inLanguage":"fr","isAccessibleForFree":true,"image":[{"@type":"ImageObject","url":"https://s.onde9.example/media/display/0e8a4f1c-11aa-11ee-9c2b-005056bfb2b6/w:1280/p:16x9/karonga.jpg","width":1280,"height":720}],}</script>
</head><body class="no-touch has-newsletter">
<header class="o-header"><nav class="m-nav"><ul><li><a href="/">Accueil</a></li><li><a href="/fr/afrique">Afrique</a></li></ul></nav></header>
<main id="main"><article class="t-content t-content--article"><div class="t-content__category"><a href="/fr/afrique">Afrique</a></div>
<h1 class="t-content__title a-page-title">Malawi: la digue de Karonga tient, les pêcheurs reprennent le lac</h1>
<div class="t-content__dates"><p class="m-pub-dates"><span class="m-pub-dates__date">Publié le : <time datetime="2024-03-12T13:05:00+00:00">12/03/2024 - 14:05</time></span><span class="m-pub-dates__date">Modifié le : <time datetime="2024-03-12T17:30:00+00:00">12/03/2024 - 18:30</time></span></p></div>
<div class="m-reading-time">Temps de lecture : 3 min</div>
<div class="t-content__main-media"><figure class="m-item-image"><div class="m-item-image__wrap"><picture><source srcset="https://s.onde9.example/media/display/0e8a4f1c-11aa-11ee-9c2b-005056bfb2b6/w:640/p:16x9/karonga.webp 640w"><img src="data:image/gif;base64,R0lGOD" alt="Des pirogues au lever du jour"></picture></div><figcaption class="m-figure__caption"><span class="a-media-legend">Des pirogues devant Karonga, le 11 mars 2024.</span> <span class="a-media-credit">© Amos Banda / AFP</span></figcaption></figure></div>
<p class="t-content__chapo">Dix jours après la tempête, les pirogues de Karonga sont de nouveau sorties. La digue bâtie par les habitants n’a pas cédé.</p>
<div class="o-ad-container"><span class="o-ad-container__label">Publicité</span></div><button class="a-read-more">Lire la suite</button>
<div class="t-content__body u-clearfix">
<p><strong>De notre correspondante à Lilongwe, Ruth Phiri</strong></p>
<p>Les premiers filets ont été relevés mardi avant l’aube. « Publicité ou pas, nous serions venus », sourit Joseph, 52 ans, patron d’une coopérative de trente pêcheurs.</p>
<h2>« Nous l’avons bâtie »</h2>
<p>Longue de 800 mètres, la digue a été élevée en deux saisons par les villages. Les <a href="/fr/tag/ong">organisations locales</a> ont payé le ciment.</p>
<div class="m-interstitial"><p>►À lire aussi : <a href="/fr/afrique/20240302-tempete">Au Malawi, la tempête coupe le nord du pays</a></p></div>
<div class="o-ad-container"><span>Publicité</span></div>
<p>Le gouvernement promet désormais de la prolonger jusqu’à la frontière tanzanienne.</p>
<div class="o-self-promo"><div class="m-newsletter"><h2>Newsletter</h2><p>Recevez toute l'actualité internationale directement dans votre boite mail</p><a href="/nl">Je m'abonne</a></div></div>
<div class="m-social"><p>Suivez toute l'actualité internationale en téléchargeant l'application Onde 9</p></div>
</div>
<div class="m-share"><span>Partager :</span><ul><li><a href="#">Facebook</a></li><li><a href="#">X</a></li></ul></div>
<ul class="m-tags-list"><li><a href="/tag/malawi">Malawi</a></li></ul>
</article>
<aside class="t-related"><h2>Sur le même sujet</h2><article><h3><a href="/x">Un autre article long sur autre chose</a></h3></article></aside></main>
<footer><p>© 2024 Onde 9. Tous droits réservés.</p></footer></body></html>`,
  expected: {
    title: 'Malawi: la digue de Karonga tient, les pêcheurs reprennent le lac',
    standfirst:
      'Dix jours après la tempête, les pirogues de Karonga sont de nouveau sorties. La digue bâtie par les habitants n’a pas cédé.',
    byline: 'Ruth Phiri',
    dateline: 'Lilongwe',
    published: '2024-03-12T13:05:00.000Z',
    updated: '2024-03-12T17:30:00.000Z',
    language: 'fr',
    access: 'free',
    image: {
      url: 'https://s.onde9.example/media/display/0e8a4f1c-11aa-11ee-9c2b-005056bfb2b6/w:1280/p:16x9/karonga.jpg',
      width: 1280,
      height: 720,
      alt: 'Des pirogues au lever du jour',
      caption: 'Des pirogues devant Karonga, le 11 mars 2024.',
      credit: '© Amos Banda / AFP',
    },
    related: [
      {
        title: 'Au Malawi, la tempête coupe le nord du pays',
        link: 'https://www.onde9.example/fr/afrique/20240302-tempete',
      },
      { title: 'Un autre article long sur autre chose', link: 'https://www.onde9.example/x' },
    ],
  },
  paragraphs: [
    'Les premiers filets ont été relevés mardi avant l’aube. « Publicité ou pas, nous serions venus », sourit Joseph, 52 ans, patron d’une coopérative de trente pêcheurs.',
    '« Nous l’avons bâtie »',
    'Longue de 800 mètres, la digue a été élevée en deux saisons par les villages. Les organisations locales ont payé le ciment.',
    'Le gouvernement promet désormais de la prolonger jusqu’à la frontière tanzanienne.',
  ],
};

const wordpress: SamplePage = {
  site: 'WordPress with an SEO plugin',
  html: `<!doctype html><html lang="fr-FR"><head><meta charset="UTF-8"><title>Le pont - et la mer - rouvrent à Saint-Aubin - La Gazette du Port</title>
<meta name="description" content="Après onze mois de travaux, la mairie rend le pont tournant aux piétons [&hellip;]">
<meta property="og:locale" content="fr_FR"><meta property="og:type" content="article"><meta property="og:title" content="Le pont - et la mer - rouvrent à Saint-Aubin - La Gazette du Port"><meta property="og:site_name" content="La Gazette du Port">
<meta property="article:published_time" content="2025-06-02T06:30:00+00:00"><meta property="og:image" content="https://gazette.example/wp-content/uploads/2025/06/pont-1024x683.jpg"><meta name="author" content="claire.l">
<script type="application/ld+json" class="seo-graph">{"@context":"https://schema.org","@graph":[{"@type":"Article","@id":"https://gazette.example/pont/#article","isPartOf":{"@id":"https://gazette.example/pont/"},"author":{"name":"Claire Lemoine","@id":"https://gazette.example/#/schema/person/1"},"headline":"Le pont &#8211; et la mer &#8211; rouvrent à Saint-Aubin","datePublished":"2025-06-02T06:30:00+00:00","dateModified":"2025-06-02T06:30:00+00:00","image":{"@id":"https://gazette.example/pont/#primaryimage"},"publisher":{"@id":"https://gazette.example/#organization"},"inLanguage":"fr-FR"},{"@type":"WebPage","@id":"https://gazette.example/pont/","name":"Le pont"},{"@type":"ImageObject","@id":"https://gazette.example/pont/#primaryimage","url":"https://gazette.example/wp-content/uploads/2025/06/pont.jpg","width":2000,"height":1333,"caption":"Le pont tournant, lundi matin. Photo : C. Lemoine"},{"@type":"Organization","@id":"https://gazette.example/#organization","name":"La Gazette du Port"}]}</script></head>
<body class="post-template-default single single-post no-sidebar"><div id="page" class="site"><header id="masthead"><p class="site-title"><a href="/">La Gazette du Port</a></p></header>
<div class="wp-block-group"><article id="post-12" class="post-12 post type-post status-publish has-post-thumbnail hentry category-newsletter tag-comments"><header class="entry-header"><h1 class="entry-title">Le pont &#8211; et la mer &#8211; rouvrent à Saint-Aubin</h1><div class="entry-meta"><span class="posted-on"><time class="entry-date" datetime="2025-06-02T08:30:00+02:00">2 juin 2025</time></span> <span class="byline">par <a rel="author" href="/author/claire">Claire Lemoine</a></span></div></header>
<figure class="post-thumbnail"><img width="2000" height="1333" src="https://gazette.example/wp-content/uploads/2025/06/pont.jpg" alt="Le pont tournant ouvert"></figure>
<div class="entry-content"><div class="sharedaddy sd-sharing-enabled"><h3>Partager :</h3><ul><li><a href="?share=facebook">Facebook</a></li><li><a href="?share=x">X</a></li></ul></div>
<p>Après onze mois de travaux, la mairie rend le pont tournant aux piétons et aux vélos dès lundi. Les voitures attendront l’automne.</p>
<p><strong>Lire aussi :</strong> <a href="https://gazette.example/pont-ferme/">Le pont tournant fermé pour un an</a></p>
<h2 class="wp-block-heading">Une facture de deux millions</h2>
<p>La ville a payé la moitié des deux millions d’euros. Le reste vient de la région, qui avait promis davantage.</p>
<ul class="wp-block-list"><li>Ouverture aux piétons : 2 juin</li><li>Ouverture aux voitures : octobre</li></ul>
<blockquote class="wp-block-quote"><p>« Je n’y croyais plus », dit la patronne du café du quai.</p></blockquote>
<div class="code-block"><p>Publicité</p></div>
<p>Abonnez-vous à notre newsletter pour ne rien manquer.</p>
<div class="jp-relatedposts"><h3>Articles similaires</h3><p><a href="/autre">Une autre affaire du port de Saint-Aubin</a></p></div></div>
<footer class="entry-footer"><span class="tags-links">Étiquettes : <a href="/tag/pont">pont</a></span></footer></article>
<div id="comments" class="comments-area"><h2>3 commentaires</h2><ol class="comment-list"><li><p>Enfin ! Onze mois que nous faisions le tour par le rond-point, avec les enfants, tous les matins.</p></li></ol></div></div></div></body></html>`,
  expected: {
    title: 'Le pont – et la mer – rouvrent à Saint-Aubin',
    standfirst: null,
    byline: 'Claire Lemoine',
    published: '2025-06-02T06:30:00.000Z',
    updated: null,
    language: 'fr',
    image: {
      url: 'https://gazette.example/wp-content/uploads/2025/06/pont.jpg',
      width: 2000,
      height: 1333,
      alt: 'Le pont tournant ouvert',
      caption: 'Le pont tournant, lundi matin.',
      credit: 'C. Lemoine',
    },
    related: [{ title: 'Le pont tournant fermé pour un an', link: 'https://gazette.example/pont-ferme/' }],
  },
  paragraphs: [
    'Après onze mois de travaux, la mairie rend le pont tournant aux piétons et aux vélos dès lundi. Les voitures attendront l’automne.',
    'Une facture de deux millions',
    'La ville a payé la moitié des deux millions d’euros. Le reste vient de la région, qui avait promis davantage.',
    '- Ouverture aux piétons : 2 juin',
    '- Ouverture aux voitures : octobre',
    '« Je n’y croyais plus », dit la patronne du café du quai.',
  ],
};

const drupal: SamplePage = {
  site: 'Drupal, with microdata and no JSON-LD',
  url: 'https://www.monts.example/info/refuge',
  html: `<!DOCTYPE html><html lang="fr" dir="ltr"><head><meta charset="utf-8"/><meta name="dcterms.date" content="2023-11-05"/><meta name="description" content="Le refuge du col restera ouvert tout l’hiver, grâce à une cagnotte."/><title>« Publicité » interdite au refuge du col | Monts Infos</title></head>
<body class="path-node page-node-type-article"><div class="dialog-off-canvas-main-canvas"><header role="banner"><h1 class="site-name"><a href="/">Monts Infos</a></h1></header>
<main role="main"><div class="region region-content"><article itemscope itemtype="https://schema.org/NewsArticle" class="node node--type-article"><h1 itemprop="headline"><span class="field field--name-title">« Publicité » interdite au refuge du col</span></h1>
<div class="node__meta"><span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">Par Luc Arnaud</span></span> <time itemprop="datePublished" datetime="2023-11-05T17:20:00+0100">5 novembre 2023 à 17h20</time></div>
<div class="field field--name-field-chapo"><p>Le refuge du col restera ouvert tout l’hiver, grâce à une cagnotte.</p></div>
<div class="field field--name-field-image"><img src="/sites/default/files/styles/large/public/refuge.jpg?itok=x1" width="800" height="450" alt="Le refuge sous la neige"><div class="field field--name-field-legende">Le refuge, samedi. (Photo Luc Arnaud)</div></div>
<div class="clearfix text-formatted field field--name-body" itemprop="articleBody"><p>Le gardien a retiré l’affiche d’un opérateur téléphonique, clouée sans son accord sur la porte.</p><p>« Publicité »</p><p>La cagnotte a réuni 14 000 euros en trois semaines, assez pour payer le bois et deux salaires.</p><p>Temps de lecture : 2 min</p><p>Q. Reviendrez-vous l’an prochain ?</p><p>R. Si la neige revient, oui.</p></div>
<div class="block block-social-share"><a href="#">Partager sur Facebook</a></div></article></div></main></div></body></html>`,
  expected: {
    title: '« Publicité » interdite au refuge du col',
    standfirst: 'Le refuge du col restera ouvert tout l’hiver, grâce à une cagnotte.',
    byline: 'Luc Arnaud',
    published: '2023-11-05T16:20:00.000Z',
    language: 'fr',
    image: {
      url: 'https://www.monts.example/sites/default/files/styles/large/public/refuge.jpg?itok=x1',
      width: 800,
      height: 450,
      alt: 'Le refuge sous la neige',
      caption: 'Le refuge, samedi.',
      credit: 'Photo Luc Arnaud',
    },
    related: [],
  },
  paragraphs: [
    'Le gardien a retiré l’affiche d’un opérateur téléphonique, clouée sans son accord sur la porte.',
    'La cagnotte a réuni 14 000 euros en trois semaines, assez pour payer le bois et deux salaires.',
    'Q. Reviendrez-vous l’an prochain ?',
    'R. Si la neige revient, oui.',
  ],
};

const paid: SamplePage = {
  site: 'a paid daily that shows the beginning',
  url: 'https://www.quotidien.example/eco/article/2024/01/09/ble_1_2.html',
  html: `<html lang="fr"><head><meta charset="utf-8"><title>Le blé change de route, les ports aussi</title><meta property="og:site_name" content="Le Quotidien"><meta property="og:title" content="Le blé change de route, les ports aussi"><meta property="og:description" content="Entre sécheresse et péages, les armateurs céréaliers contournent l’isthme."><meta property="article:content_tier" content="locked">
<script type="application/ld+json">
{"@context":"http://schema.org","@type":"NewsArticle","headline":"Le blé change de route, les ports aussi","isAccessibleForFree":"False","hasPart":{"@type":"WebPageElement","isAccessibleForFree":"False","cssSelector":".paywall"},"datePublished":"2024-01-09T05:00:12+01:00","dateModified":"2024-01-09T09:41:00+01:00","author":[{"@type":"Person","name":"Inès Ferrand"},{"@type":"Person","name":"Paul Okoye"}],"description":"Entre sécheresse et péages, les armateurs céréaliers contournent l’isthme.","publisher":{"@type":"Organization","name":"Le Quotidien"},"image":{"@type":"ImageObject","url":"https://img.quotidien.example/2024/01/09/ble.jpg","width":1440,"height":720},}
</script></head><body><main><section class="article article--single"><header class="article__header"><h1 class="article__title">Le blé change de route, les ports aussi</h1><p class="article__desc">Entre sécheresse et péages, les armateurs céréaliers contournent l’isthme.</p><p class="article__status">Article réservé aux abonnés</p><section class="meta__authors"><span class="meta__author">Par Inès Ferrand et Paul Okoye</span></section></header>
<article class="article__content old__article-content-single"><p class="article__paragraph">Trois cents navires attendaient encore vendredi à l’entrée du canal. La moitié portait du grain.</p><p class="article__status article__status--opinion"><span>Il vous reste 78.4% de cet article à lire. La suite est réservée aux abonnés.</span></p><section class="lmd-paywall paywall"><h2>Lire la suite</h2><p>Déjà abonné ? Connectez-vous</p></section></article></section></main></body></html>`,
  expected: {
    title: 'Le blé change de route, les ports aussi',
    standfirst: 'Entre sécheresse et péages, les armateurs céréaliers contournent l’isthme.',
    byline: 'Inès Ferrand, Paul Okoye',
    published: '2024-01-09T04:00:12.000Z',
    updated: '2024-01-09T08:41:00.000Z',
    access: 'paid',
    related: [],
  },
  paragraphs: ['Trois cents navires attendaient encore vendredi à l’entrée du canal. La moitié portait du grain.'],
};

const tables: SamplePage = {
  site: 'an old site of tables, in windows-1252, with what browsers forgive',
  url: 'http://www.echo.example/archive/2003/0412.htm',
  html: Buffer.from(
    `<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1252"><TITLE>L'\xe9cluse c\xe8de, la plaine attend</TITLE></HEAD><BODY BGCOLOR=white><TABLE WIDTH=760><TR><TD WIDTH=120><A HREF=index.htm>Accueil</A><BR><A HREF=sport.htm>Sport</A><TD><FONT SIZE=5><H1>L'\xe9cluse c\xe8de, la plaine attend</H1></FONT>
<P>Par Jean Maur\xe8s<P>L'\xe9cluse du moulin a c\xe9d\xe9 samedi \xe0 l'aube, sans faire de bless\xe9. L'eau est mont\xe9e d'un m\xe8tre en deux heures dans les prairies.
<P>Les pompiers ont \xe9vacu\xe9 quarante vaches, \x93 plus dociles que leurs ma\xeetres \x94, selon leur capitaine. La d\xe9crue est attendue lundi, si le vent tourne comme annonc\xe9.
<P>Le maire demande que l'ouvrage, vieux de cent vingt ans, soit enfin refait.</TABLE></BODY></HTML>`,
    'latin1',
  ),
  expected: {
    title: "L'écluse cède, la plaine attend",
    byline: 'Jean Maurès',
    language: 'fr',
    standfirst: null,
    published: null,
    image: null,
  },
  paragraphs: [
    "L'écluse du moulin a cédé samedi à l'aube, sans faire de blessé. L'eau est montée d'un mètre en deux heures dans les prairies.",
    'Les pompiers ont évacué quarante vaches, “ plus dociles que leurs maîtres ”, selon leur capitaine. La décrue est attendue lundi, si le vent tourne comme annoncé.',
    "Le maire demande que l'ouvrage, vieux de cent vingt ans, soit enfin refait.",
  ],
};

const agency: SamplePage = {
  site: 'an agency text in a div without paragraphs, parted by line breaks',
  url: 'https://depeches.example/monde/1',
  html: `<!DOCTYPE html><html><head><meta charset="utf-8"><title>Séisme au large de Tonga, pas d'alerte - Dépêches</title><meta name="author" content="AFP"><meta name="date" content="2024-05-04 10:11"></head><body><div id="wrap"><div class="menu"><a href="/">Accueil</a> | <a href="/monde">Monde</a></div><div class="content"><h1>Séisme au large de Tonga, pas d'alerte</h1><div class="texte">NUKU'ALOFA (AFP) – Un séisme de magnitude 6,1 s'est produit samedi au large de Tonga, sans faire de victime connue, a indiqué l'institut géologique.<br><br>Aucune alerte au tsunami n'a été lancée. Les habitants de la capitale sont sortis dans les rues, selon un correspondant de l'AFP.<br/><br/>« Nous avons l'habitude », a dit à l'AFP une commerçante.<br><br>Partager<br><br>Facebook<br><br>Twitter</div></div></div></body></html>`,
  expected: {
    title: "Séisme au large de Tonga, pas d'alerte",
    byline: 'AFP',
    dateline: "NUKU'ALOFA",
    published: '2024-05-04T10:11:00.000Z',
    language: 'fr',
  },
  paragraphs: [
    "NUKU'ALOFA (AFP) – Un séisme de magnitude 6,1 s'est produit samedi au large de Tonga, sans faire de victime connue, a indiqué l'institut géologique.",
    "Aucune alerte au tsunami n'a été lancée. Les habitants de la capitale sont sortis dans les rues, selon un correspondant de l'AFP.",
    "« Nous avons l'habitude », a dit à l'AFP une commerçante.",
  ],
};

const spip: SamplePage = {
  site: 'SPIP, with a chapô and a postscript',
  url: 'https://revue.example/Les-jardins.html',
  html: `<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Les jardins suspendus de la gare du Nord - Revue des villes</title></head><body class="pas_surlignable page_article"><div id="conteneur"><div id="entete"><a href="/">Revue des villes</a></div><div id="hierarchie"><a href="/">Accueil</a> &gt; <a href="/r1">Villes</a></div>
<div id="contenu"><div class="cartouche"><h1 class="crayon article-titre-44 entry-title">Les jardins suspendus de la gare du Nord</h1><p class="info-publi"><abbr class="published" title="2022-09-14T09:00:00Z">mercredi 14 septembre 2022</abbr>, <span class="auteurs">par <span class="vcard author"><a href="/m">Mathilde Roux</a></span></span></p></div>
<div class="crayon article-chapo-44 chapo"><p>Sur le toit des ateliers, cent familles cultivent des tomates.</p></div>
<div class="crayon article-texte-44 texte entry-content"><p>Il faut monter cinq étages à pied, l’ascenseur est réservé à la terre. Là-haut, le bruit des trains ne couvre pas celui des abeilles.</p><h3 class="spip">Une liste d’attente</h3><p>Les parcelles font quatre mètres carrés. La liste compte neuf cents noms, et l’on se la transmet en famille.</p><figure class="spip_document"><img src="IMG/jpg/toit.jpg" alt="" width="700" height="466"><figcaption>Le toit en juillet.<br>Crédit : M. Roux</figcaption></figure><p>La ville veut ouvrir trois autres toits avant 2026.</p></div></div>
<div id="navigation"><div class="menu rubriques"><h2>Dans la même rubrique</h2><ul><li><a href="a">Le tramway qui ne venait pas</a></li></ul></div></div></div></body></html>`,
  expected: {
    title: 'Les jardins suspendus de la gare du Nord',
    standfirst: 'Sur le toit des ateliers, cent familles cultivent des tomates.',
    byline: 'Mathilde Roux',
    image: {
      url: 'https://revue.example/IMG/jpg/toit.jpg',
      width: 700,
      height: 466,
      alt: '',
      caption: 'Le toit en juillet.',
      credit: 'M. Roux',
    },
  },
  paragraphs: [
    'Il faut monter cinq étages à pied, l’ascenseur est réservé à la terre. Là-haut, le bruit des trains ne couvre pas celui des abeilles.',
    'Une liste d’attente',
    'Les parcelles font quatre mètres carrés. La liste compte neuf cents noms, et l’on se la transmet en famille.',
    'La ville veut ouvrir trois autres toits avant 2026.',
  ],
};

describe('French pages', () => {
  it.each([broadcaster, wordpress, drupal, paid, tables, agency, spip])('$site', expectArticle);
});
