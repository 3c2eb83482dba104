/**
 * The conventions by which agency copy says what a paragraph is. Every pattern is tried on short paragraphs only, so
 * that reading stays linear in the length of the text.
 */

/** A caption or a credit is a few lines at most, in characters. */
const MAX_CAPTION_LENGTH = 800;
const MAX_BYLINE_LENGTH = 160;
const MAX_RELATED_LENGTH = 300;

const CAPTION_MARKS = [
  /\((?:photo |image )?d[’']illustration\)/iu,
  /\((?:photo|image|photographie|photo d[’'](?:illustration|archives?))[^)]{0,60}\)/iu,
  /\((?:(?:à|au|en) (?:g|d|dr|c)\.?|(?:g|d|dr|c)\.|(?:à |au |en )?(?:gauche|droite|centre))\)/iu,
  /\((?:archives?|image d[’']archives?|file(?: photo| image)?|archivo|foto de archivo|صورة أرشيفية|أرشيف)\)/iu,
  /\((?:(?:from |far |seen )?(?:left|right|[lr]\.|cent(?:re|er))|izq\.?|der\.?|izquierda|derecha)\)/iu,
  /^(?:photo|photos|image|légende|crédit|crédits|caption|picture|foto|imagen|صورة|الصورة)\s*[:：]/iu,
  /^file (?:photo|image)\b/iu,
  /©\s*\S/u,
  /\(c\)\s*\p{Lu}/u,
  /\b(?:AP Photo|AFP Photo|Getty Images|REUTERS\/|AFP\/|AP\/)/u,
];

export function isCaption(paragraph: string): boolean {
  return paragraph.length <= MAX_CAPTION_LENGTH && CAPTION_MARKS.some((mark) => mark.test(paragraph));
}

export interface Byline {
  readonly byline: string;
  readonly author?: string;
  readonly dateline?: string;
}

/** At least two words: "By Christmas" names nobody. */
const NAME =
  /^\p{Lu}[\p{L}\p{M}’'.-]*(?:[ \u00a0](?:(?:de|du|des|la|le|von|van|der|den|bin|ben|el|al|da|dos|et|and|y|&) )*\p{Lu}[\p{L}\p{M}’'.-]*){1,7}$/u;
const AGENCY_NAME = /^(?:AFP|AP|RFI|Reuters|EFE|ANSA|dpa|TASS|Xinhua)$/;

const FROM_OUR_CORRESPONDENT = [
  /^de (?:notre|nos) (?:correspondant|envoyé)[\p{L}()·-]*(?:[ \u00a0][\p{L}()·-]+){0,3}?[ \u00a0](?:à|au|aux|en|dans|de|pour)[ \u00a0]([^,]{2,60})(?:,[ \u00a0]*(.{2,80}))?$/iu,
  /^de (?:notre|nos) (?:correspondant|envoyé)[\p{L}()·-]*(?:[ \u00a0][\p{L}()·-]+){0,3}?()(?:,[ \u00a0]*(.{2,80}))?$/iu,
  /^from our (?:[\p{L}-]+ ){0,2}(?:correspondents?|envoys?|reporters?) (?:in|at) ([^,]{2,60})(?:, *(.{2,80}))?$/iu,
  /^de nuestr[oa]s? (?:corresponsal(?:es)?|enviad[oa]s?(?: especial(?:es)?)?) (?:en|a) ([^,]{2,60})(?:, *(.{2,80}))?$/iu,
  /^(?:من )?(?:مراسلنا|مراسلتنا|موفدنا|موفدتنا)(?: الخاص| الخاصة)? (?:في|إلى) ([^,،]{2,60})(?:[,،] *(.{2,80}))?$/u,
];

/** "Par Marie Dupont", "By Jane Doe in Moscow": only a name may follow, so that no sentence is taken for one. */
const BY_NAME =
  /^(?:texte par|propos recueillis par|par|by|por|بقلم|من إعداد)[ \u00a0]*:?[ \u00a0]*([^,(:]{2,70}?)(?:,? (?:à|au|aux|in|at|en) ([^,(]{2,40}))?(?: ?\((?:avec )?[^)]{2,30}\)| (?:avec|with|con) (?:AFP|AP|Reuters|EFE)(?: et \w+)?)?$/iu;

/** A byline, if this paragraph is one. `strict` leaves out the forms that could also be prose. */
export function asByline(paragraph: string, strict: boolean): Byline | undefined {
  if (paragraph.length > MAX_BYLINE_LENGTH) return undefined;
  const text = paragraph.replace(/[.,]$/, '');
  for (const form of FROM_OUR_CORRESPONDENT) {
    const match = form.exec(text);
    if (match) return byline(paragraph, match[2], match[1]);
  }
  const match = strict ? null : BY_NAME.exec(text);
  const name = match?.[1]?.trim() ?? '';
  // Arabic has no capitals: there a name is whatever follows the word for "by".
  if (NAME.test(name) || AGENCY_NAME.test(name) || /^[\p{Script=Arabic} ]+$/u.test(name))
    return byline(paragraph, name, match?.[2]);
  return undefined;
}

function byline(whole: string, author: string | undefined, dateline: string | undefined): Byline {
  const name = author?.trim() ?? '';
  const place = dateline?.trim() ?? '';
  return { byline: whole, ...(name !== '' && { author: name }), ...(place !== '' && { dateline: place }) };
}

const AGENCIES =
  'AP|AFP|Reuters|REUTERS|EFE|dpa|DPA|ANSA|Xinhua|TASS|UPI|PA|MAP|APS|Belga|ATS|Europa Press|أ ?ف ?ب|رويترز|د ?ب ?أ|وكالات';
const PLACE_WORD = "\\p{Lu}[\\p{L}\\p{M}’'.-]*";
const OPENING_DATELINES = [
  // "MOSCOW (AP) — ", "Washington (AFP) – ", "PARIS, 12 déc (Reuters) - ", "Madrid, 3 mar (EFE).- "
  new RegExp(
    `^(${PLACE_WORD}(?: ${PLACE_WORD}| (?:de|du|des|del|la|el|al|of)){0,4})(?:[,،] [^()\\n]{1,30}?)? ?\\((?:${AGENCIES})\\) ?(?:\\.? ?[—–-]|: )`,
    'u',
  ),
  // "LEEDS, England (Any Wire) — ", "GENEVA, Feb 3 (ANYWIRE) - ": after a place in capitals, any agency.
  new RegExp(
    `^(\\p{Lu}[\\p{Lu}’'.-]{2,}(?: \\p{Lu}[\\p{Lu}’'.-]+){0,3})(?:, [^()\\n]{1,30}?)? ?\\([\\p{L} ]{2,25}\\) ?[—–-] `,
    'u',
  ),
  // "(ANSA) - ROMA, 03 FEB - "
  new RegExp(
    `^\\((?:${AGENCIES})\\) ?[—–-] ?(\\p{Lu}[\\p{Lu}’'-]{2,}(?: \\p{Lu}[\\p{Lu}’'-]+){0,3})(?:,[^()\\n–—-]{1,20})? ?[—–-] `,
    'u',
  ),
  // "باريس (أ ف ب) –": Arabic has no capitals, so that only the agency tells.
  new RegExp(`^([\\p{Script=Arabic} ]{2,30}?) ?\\((?:${AGENCIES})\\) ?(?:[—–-]|: )`, 'u'),
  // "Nairobi, Kenya — "
  new RegExp(`^(${PLACE_WORD}(?: ${PLACE_WORD}){0,2}, ${PLACE_WORD}(?: ${PLACE_WORD}){0,2}) [—–] `, 'u'),
  // "GENEVA — "
  /^(\p{Lu}[\p{Lu}\p{M}’'-]{2,}(?: \p{Lu}[\p{Lu}\p{M}’'-]+){0,2}) [—–] /u,
  // "De notre correspondant à Moscou, " before a text that goes on
  /^de (?:notre|nos) (?:correspondant|envoyé)[\p{L}()·-]*(?: [\p{L}()·-]+){0,2} (?:à|au|aux|en|dans|de) (\p{Lu}[\p{L}\p{M}’'-]*(?: \p{Lu}[\p{L}\p{M}’'-]*){0,3})(?=[,.:]| [—–-])/iu,
];

/** Where a paragraph that opens with a place says that it was written. */
export function openingDateline(paragraph: string): string | undefined {
  const start = paragraph.slice(0, 120);
  for (const form of OPENING_DATELINES) {
    const place = form.exec(start)?.[1]?.trim();
    if (place !== undefined && place !== '') return place;
  }
  return undefined;
}

const BULLET = '(?:[►▶▸▷→⇒➜➤➡👉🔴📌•●■◆*›>»–-]\\uFE0F?)';
const RELATED_WORDS =
  'à (?:lire|écouter|voir)(?: aussi| également)?|a lire aussi|(?:lire|écouter|voir) (?:aussi|également)|sur le même (?:sujet|thème)|pour aller plus loin|read (?:also|more|next)|recommended(?: stories| articles| reading)?|what to read next|also read|see also|more on this (?:story|topic)|you (?:may|might) also like|related(?: stories| articles| content| coverage)?|más información|noticias relacionadas|artículos relacionados|lea también|leer también|lee también|también puede leer|(?:te|le) puede interesar|lesen sie auch|mehr zum thema|leggi anche|leia (?:também|mais)|veja também|lees ook|[اإ]قرأ(?:وا)? [أا]يض(?:ا|اً|ًا)|شاهد أيض(?:ا|اً|ًا)|مواضيع ذات صلة|مقالات ذات صلة';
const RELATED = new RegExp(
  `^(?:${BULLET}\\s*)*(?:${RELATED_WORDS})(\\s*[:：|]|\\s*[–—-](?=\\s)|(?=\\s)|$)\\s*(.*)$`,
  'iu',
);
const LEADING_BULLETS = new RegExp(`^(?:${BULLET}\\s*)+`, 'u');

/** For a "read also" line: the title on it, empty when it stands on the next one. Undefined for any other line. */
export function asRelated(paragraph: string): { title: string } | undefined {
  if (paragraph.length > MAX_RELATED_LENGTH) return undefined;
  const match = RELATED.exec(paragraph);
  if (!match) return undefined;
  const title = withoutBullet(match[2] ?? '');
  // Without a colon it is a label only before something that starts like a title; "Read more than one" is prose.
  if (match[1] === '' && title !== '' && !/^[\p{Lu}\p{Lo}\p{N}«“"'‘]/u.test(title)) return undefined;
  return { title };
}

export function hasBullet(paragraph: string): boolean {
  return LEADING_BULLETS.test(paragraph);
}

export function withoutBullet(paragraph: string): string {
  return paragraph.replace(LEADING_BULLETS, '').trim();
}
