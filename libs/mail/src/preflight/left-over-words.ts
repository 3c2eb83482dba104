/**
 * What templates leave behind where nothing was filled in. Evidence: the languages that mailing services document, each
 * named beside its pattern. All are linear: none repeats a repetition, and each is bounded.
 */

/** Places of a template, in words and in addresses. */
export const templatePlaces: readonly RegExp[] = [
  // Liquid, Handlebars, Jinja, Twig, Brevo; Hubspot and Klaviyo
  /\{\{[^{}\n]{0,120}\}\}/g,
  /\{[%#][^%#{}\n]{0,120}[%#]\}/g,
  // Liquid's and Handlebars' halves
  /\{\{(?![^{}\n]{0,120}\}\})[^{}\n]{0,40}|\{%(?![^%{}\n]{0,120}%\})[^%{}\n]{0,40}|(?<!\{%[^%\n]{0,120})%\}/g,
  // Mailchimp
  /\*\|[A-Z0-9_:=/@.-]{1,60}\|\*/gi,
  // Salesforce Marketing Cloud, Sailthru
  /%%[A-Za-z0-9_ .=()@-]{1,60}%%/g,
  // our own marks
  /@@[\w-]{1,60}@@/g,
  // Mailgun (%recipient.name%), ActiveCampaign and Campaigner (%FIRSTNAME%)
  /(?<![\p{L}\p{N}%])%(?:recipient(?:\.[A-Za-z0-9_]{1,40})?|[A-Za-z]{2,20}(?:[._][A-Za-z0-9]{1,20}){1,4}|(?![A-F0-9]{2})[A-Z]{4,30}|[a-z]{0,10}(?:first|last|full)name)%(?![\p{L}\p{N}%])/gu,
  // Mailjet ([[var:x]], [[data:x]]), Phplist ([x])
  /\[\[[A-Za-z][\w .:|"'-]{0,58}\]\]/g,
  /\[(?:UNSUBSCRIBE(?:URL)?|PREFERENCES(?:URL)?|FORWARD(?:URL)?|FIRST_?NAME|LAST_?NAME|FNAME|LNAME|PR[EÉ]NOM|NOM)\]/g,
  // Campaign Monitor
  /\[(?:firstname|lastname|fullname|email)(?:,fallback=[^\]\n]{0,60})?\]|<(?:unsubscribe|preferences|webversion|forwardtoafriend)>/g,
  // ERB, EJS, JSP, Adobe Campaign
  /<%[=-]?[^%\n]{1,120}%>|&lt;%[=-]?[^%\n]{1,120}%&gt;/g,
  // JavaScript's, Freemarker's, Velocity's
  /\$\{[A-Za-z_][\w.()[\]]{0,60}\}|\$!?\{[A-Za-z_][\w.]{0,60}\}/g,
  // Ruby's, Pug's, Sendy's
  /#\{[A-Za-z_][\w.]{0,60}\}/g,
  // C#'s and Oracle Responsys'
  /\$[A-Z][A-Z0-9]{0,30}(?:_[A-Z0-9]{1,30}){1,4}\$/g,
  // Python's
  /%\([a-z_]\w{0,40}\)[sd]/g,
];

/** Each of the places above has one of these signs; words hardly ever do. */
export const placeSigns = /[{}%*@[<$#&]/;

/**
 * What libraries of translations print for a key they do not have. Evidence: Ruby's I18n (`translation missing: fr.foo`),
 * i18n-js (`[missing "fr.foo" translation]`), Polyglot and Rosetta (`[missing: foo]`), Format.JS (`MISSING_TRANSLATION`).
 */
export const missingTranslations: readonly RegExp[] = [
  /(?<![\p{L}\p{N}_])MISSING_TRANSLATIONS?(?![\p{L}\p{N}_])/gu,
  /\[missing:?\s["'\w.:-][^\]\n]{0,80}\]/gi,
  /(?<![\p{L}\p{N}_])(?:translation missing|missing translation): ?[\w-]{1,40}(?:\.[\w-]{1,40}){0,8}/giu,
];

/** Names that values have of themselves, which nobody writes. */
export const printedValues: readonly RegExp[] = [
  /\[object [A-Z][A-Za-z]{1,30}\]/g,
  /(?<![\p{L}\p{N}_])NaN(?![\p{L}\p{N}_])/gu,
  /(?<![\p{L}\p{N}_])Invalid ?(?:Date|DateTime|date)(?![\p{L}\p{N}_])/gu,
];

/** Names of a missing value that are also words; they are judged where they stand. */
export const missingValue = /(?<![\p{L}\p{N}_.'’-])(undefined|null)(?![\p{L}\p{N}_'’-]|\.[\p{L}\p{N}])/gu;
/** They alone are not told where nothing else stands with them. */
export const missingAlone = /^[\s\p{P}]{0,10}(?:undefined|null|none|None|nil|NULL|UNDEFINED)[\s\p{P}]{0,10}$/u;

/** Languages that write `null` for nothing or none. */
export const nullLanguages = /^(?:de|da|nb|nn|no|gsw|lb|en)(?:-|$)/i;
/** The languages that write `undefined`. */
export const undefinedLanguages = /^en(?:-|$)/i;
/** Before one of the two it is an English word: "remains undefined, …", "declared null". */
export const leadsToTheWord =
  /(?:^|[\s(])(?:is|are|was|were|be|been|being|remains?|remained|left|leaves|still|yet|as|an?|the|of|so|not|and|or|currently|largely|legally|vaguely|declared|rendered|considered|it)\s{1,5}$/i;
/** What follows a value that should have been there: nothing, or a sign that ends it. */
export const endsTheValue = /^\s{0,5}(?:$|[,;:!?.)\]»”"–—-])/;
/** Before a value: a colon or a sign that parts cells of a line, or, from the beginning on, a greeting or a byline. */
export const leadsToAValue =
  /[:|•·([/=–—*%}\]]\s{0,5}$|^\s{0,20}(?:bonjour|bonsoir|salut|ch[eè]re?|hello|hi|dear|hey|good (?:morning|evening)|hola|estimad[oa]|querid[oa]|buen[oa]s \p{L}{3,8}|hallo|liebe[rs]?|guten \p{L}{3,7}|sehr geehrte[rs]?|ciao|buongiorno|gentile|car[oa]|olá|مرحبا|أهلا|عزيزي|عزيزتي|par|by|por|von|di)(?:[\s,]\p{L}{1,12}\.?){0,2}[\s,]{1,3}$/iu;
/** After a value: what numbers are measured in. */
export const measuresTheValue = /^\s{0,2}[€$£%°]/;
/** What quotes open and close with; the straight one does both. */
export const quotes: readonly (readonly [opening: string, closing: string])[] = [
  ['«', '»'],
  ['“', '”'],
  ['„', '“'],
  ['‘', '’'],
  ['"', '"'],
  ['`', '`'],
];

/** Letters to fill a page with until the words come. */
export const sampleText =
  /\blorem ipsum\b|\bdolor sit amet\b|\byour (?:text|title|headline) here\b|\bvotre (?:texte|titre) ici\b|\bsu texto aquí\b/i;
/** « Todo » is a Spanish word, and headings are in capitals: a note to oneself stands alone, in brackets or before a colon. */
export const noteToOneself = /\bFIXME\b|\bTODO:|\[TODO\b|^\s{0,20}TODO\s{0,20}$/;
