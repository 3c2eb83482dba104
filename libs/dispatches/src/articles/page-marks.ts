/**
 * What news sites call the parts of their pages, as words of class names, ids and test hooks. Each set names where its
 * words were met: WordPress and its themes (entry-content, sharedaddy, wp-caption), Drupal (field--name-body, block),
 * Arc XP (article-body, b-article-body), Ghost (gh-content), Symfony sites of French broadcasters (t-content__body,
 * m-interstitial, o-self-promo), SPIP (texte, chapo, ps), and the schema.org and microformats names.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Around an article: never its text, unless most of the page's prose stands in it. */
export const FURNITURE_MARKS = words(
  `share sharing sharebar shares sharedaddy sharethis addtoany addthis partage partager partages compartir social socials
  newsletter newsletters nl mailing signup related relateds recirc recirculation recommended recommendation
  recommendations recommandations outbrain taboola teads dianomi jetpack jp yarpp advert adverts advertisement advertisements advertising ads ad adslot
  adunit adsense dfp gpt pub pubs publicite publicidad promo promos promotion promobox sponsored sponsor partner partners
  cookie cookies consent gdpr rgpd didomi onetrust breadcrumb breadcrumbs ariane crumbs tags taglist tagcloud keywords topic topics sidebar
  popular trending mostread toolbar tools print printer subscribe subscription abonnement abo paywall piano offers login
  signin connexion modal popup popin overlay toast skip nav navigation navbar menu pagination pager footer masthead
  interstitial interstitiel bio avatar reactions rating ratings bookmark bookmarks follow followus suivez teaser teasers
  carousel slider ticker liveticker alsoread readmore readalso lire seealso morefrom more latest banner cta donate donation
  support appeal apps disclaimer copyright download player audio podcast listen ecouter transcript-toggle etiquetas compartelo
  relacionadas relacionados noticias-relacionadas`,
);

/** What readers wrote may well be longer than the article. */
export const COMMENT_MARKS = words(
  'comments comment commentlist commentaires disqus respond coral viafoura openweb comentarios',
);

export const FURNITURE_TAGS = words(
  'nav footer form button dialog menu input label select textarea script style noscript template iframe object embed svg math video audio canvas map aside',
);
export const FURNITURE_ROLES = words(
  'navigation complementary banner contentinfo search dialog alertdialog menu menubar toolbar tablist form alert status tooltip',
);

/** One of each in one class name: `article-body`, `entry-content`, `field--name-body`, `cuerpo-noticia`. */
export const BODY_MARKS = {
  what: words(
    'article story post entry news single noticia nota articulo field detail details rich wysiwyg t c gh texte node main page',
  ),
  part: words('body content contents text texte corps cuerpo contenido copy richtext contenu'),
  not: words(
    'header head teaser teasers card list related sidebar footer meta title caption image media author wrapper aside summary excerpt intro promo widget',
  ),
};

/** The paragraph under the headline: French chapô, American dek, British standfirst, Spanish entradilla, bajada, copete. */
export const STANDFIRST_MARKS = words(
  'chapo chapeau chapô standfirst dek deck lede lead leadin subheadline subhead subtitle subtitulo subheading entradilla bajada copete sumario accroche excerpt intro introduction summary desc description abstract soustitre descripcion kicker-text vorspann anleser untertitel sommario catenaccio',
);

export const NOT_STANDFIRST_MARKS = words(
  'image media photo picture video caption legend legende author avatar bio card player gallery',
);

export const BYLINE_MARKS = words(
  'byline bylines author authors auteur auteurs autor autores signature firma writer writers redacteur journalist',
);
export const NOT_BYLINE_MARKS = words(
  'bio avatar image photo picture card social share comment comments description list widget box about more',
);

export const DATE_MARKS = words(
  'date dates datetime time timestamp published publish publication pubdate posted publie fecha meta updated modified article-info infos dateline byline',
);
export const UPDATED_MARKS = words('updated modified update modification maj lastmod modifie actualizado');

export const CAPTION_MARKS = words('caption captions legend legende legenda figcaption leyenda');
export const CREDIT_MARKS = words(
  'credit credits copyright photographer source agency byline author rights creditos credito auteur',
);

/** Pictures that belong to the page and not to the news. */
export const NO_LEAD_PICTURE = words(
  'logo avatar icon author ad ads advert pub sprite pixel emoji gravatar thumbnail-author related teaser promo share badge flag bio',
);

/** `<h1>` of the site, not of the article. */
export const SITE_NAME_MARKS = words('logo site branding brand masthead sitename');
