import { FURNITURE_PATTERNS, FURNITURE_PHRASES } from './furniture-phrases.js';

/**
 * What a web page puts around an article and a copy takes along: advertising markers, "read on" buttons, share bars,
 * newsletter calls. Judged line by line and only when a line holds nothing else, so that a headline or a sentence
 * about « Publicité » stays.
 */

/** Longer lines are prose. */
const MAX_FURNITURE_LENGTH = 400;

const PHRASES = FURNITURE_PHRASES.map(plain);

/** Words of a share bar. One alone may be a sub-heading ("Facebook"), so a bar needs a verb or two of them. */
const SHARE_VERBS = new Set(
  [
    'partager',
    'partager sur',
    'partagez',
    'share',
    'share on',
    'tweeter',
    'tweet',
    'imprimer',
    'print',
    'compartir',
    'compartir en',
    'envoyer',
    'مشاركة',
    'شارك على',
  ].map(plain),
);
const SHARE_PLACES = [
  'facebook',
  'twitter',
  'x',
  'whatsapp',
  'linkedin',
  'telegram',
  'messenger',
  'bluesky',
  'mastodon',
  'reddit',
  'email',
  'e-mail',
  'mail',
  'courriel',
  'flipboard',
  'pinterest',
  'pocket',
  'threads',
  'viber',
  // Beside them: Medium's and many papers' own buttons.
  'listen',
  'save',
  'écouter',
  'enregistrer',
  'copier',
  'copier le lien',
  'copy link',
  'copiar enlace',
  'lien',
  'فيسبوك',
  'تويتر',
  'واتساب',
  'تلغرام',
].map(plain);

const ROW = new Set(PHRASES);
const SHARE_BAR = new Set([...SHARE_VERBS, ...SHARE_PLACES]);
const MAX_PHRASE_WORDS = 8;

const SUBSCRIBE_BUTTON =
  /(?:je m[’']abonne|je m[’']inscris|s[’']abonner|s[’']inscrire|abonnez-vous|inscrivez-vous|subscribe(?: now)?|sign up(?: now)?|suscríbete|suscribirse|اشترك(?: الآن)?)\s*[!›>→]*$/iu;
const NEWSLETTER_CALL =
  /newsletter|bo[iî]te (?:mail|aux lettres|de réception)|recevez|inbox|boletín|correo|النشرة|بريدك/iu;
const APP_CALL =
  /^(?:suivez|retrouvez|recevez|follow|get)\b.{0,200}(?:télécharge(?:z|ant) l[’']application|downloading the app|download(?:ing)? (?:the|our) app)/iu;

/** The lines with furniture blanked. */
export function withoutFurniture(lines: readonly string[]): string[] {
  const kept = [...lines];
  let bar: number[] = [];
  let items = 0;
  let hasVerb = false;
  const close = (): void => {
    if (items >= 2 || hasVerb) for (const at of bar) kept[at] = '';
    [bar, items, hasVerb] = [[], 0, false];
  };
  for (const [at, line] of lines.entries()) {
    if (line === '' || line.length > MAX_FURNITURE_LENGTH) {
      // A share bar may be pasted one button a line, with blank lines between.
      if (line !== '') close();
      continue;
    }
    const words = plain(line).split(' ');
    const buttons = phrasesIn(words, SHARE_BAR);
    if (buttons > 0) {
      bar.push(at);
      items += buttons;
      hasVerb ||= SHARE_VERBS.has(words.join(' '));
      continue;
    }
    close();
    if (phrasesIn(words, ROW) > 0 || isCall(line)) kept[at] = '';
  }
  close();
  return kept;
}

function isCall(line: string): boolean {
  return isNewsletterCall(line) || APP_CALL.test(line) || FURNITURE_PATTERNS.some((pattern) => pattern.test(line));
}

function isNewsletterCall(line: string): boolean {
  const button = SUBSCRIBE_BUTTON.exec(line);
  return button !== null && (button.index === 0 || NEWSLETTER_CALL.test(line));
}

/** How many phrases the words are, read from the left with nothing between them; 0 when anything else is there. */
function phrasesIn(words: readonly string[], phrases: ReadonlySet<string>): number {
  let found = 0;
  for (let at = 0; at < words.length; found += 1) {
    const length = phraseLength(words, at, phrases);
    if (length === 0) return 0;
    at += length;
  }
  return found;
}

function phraseLength(words: readonly string[], at: number, phrases: ReadonlySet<string>): number {
  for (let length = Math.min(MAX_PHRASE_WORDS, words.length - at); length > 0; length -= 1) {
    if (phrases.has(words.slice(at, at + length).join(' '))) return length;
  }
  return 0;
}

/** Lower case, one kind of apostrophe, everything that is neither letter nor digit a single space. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}
