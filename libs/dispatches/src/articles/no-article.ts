import type { Access } from '@app/platform';
import type { Block } from './article-blocks.js';
import { prose } from './article-body.js';
import type { FoundBody } from './article-body.js';
import type { Page } from './page.js';
import { elementsOf } from './page-tree.js';
import type { Stated } from './stated-facts.js';

/**
 * Whether a page has an article at all. A page that says it has one needs little text to be believed; any other has to
 * show prose, and must be neither a list of teasers nor a door nor an apology.
 */

/** Characters of prose: a news flash of a page that says it is one, and the least of any other. */
const ENOUGH = { stated: 40, other: 250 };
/** A home page's teasers are short and many. */
const TEASERS = { headings: 4, share: 0.25 };

const NOT_FOUND =
  /^(?:(?:erreur|error)\s*)?:?\s*(?:404|410)\b|\b(?:error|erreur) 404\b|\b404\b.{0,20}(?:not found|introuvable)|(?:page|article|contenu) (?:introuvable|non trouvée?|inexistante?|n[’']existe (?:pas|plus))|(?:page|article|story) (?:not found|doesn[’']t exist|no longer exists)|(?:página|noticia) no (?:encontrada|existe)|الصفحة غير موجودة|لم يتم العثور على الصفحة/iu;
const DOOR =
  /^(?:se connecter|connexion|connectez-vous|identifiez-vous|log ?in|sign ?in|subscribe|iniciar sesión|inicia sesión|acceder|تسجيل الدخول|just a moment|attention required|access denied|accès refusé|are you (?:a )?(?:human|robot)|before you continue|avant d[’']accéder)\b/iu;

export function isNoArticle({
  page,
  stated,
  found,
  blocks,
  access,
  standfirst,
}: {
  readonly page: Page;
  readonly stated: Stated;
  readonly found: FoundBody;
  readonly blocks: readonly Block[];
  readonly access: Access;
  readonly standfirst: string | undefined;
}): boolean {
  const amount = Math.max(prose(blocks), access === 'paid' ? 0 : (stated.linked?.text?.length ?? 0));
  // Behind a wall the standfirst may be all there is to see.
  if (stated.linked !== undefined && access === 'paid' && (amount >= ENOUGH.stated || standfirst !== undefined))
    return false;
  if (stated.linked !== undefined || stated.microdata !== undefined) return amount < ENOUGH.stated;
  const titles = [
    page.title,
    ...[...elementsOf(page.root)]
      .filter(({ tag }) => tag === 'h1')
      .slice(0, 3)
      .map((element) =>
        element.children
          .filter((child) => typeof child === 'string')
          .join(' ')
          .trim(),
      ),
  ];
  if (titles.some((title) => NOT_FOUND.test(title))) return true;
  const hasPassword = [...elementsOf(page.root)].some(
    (element) => element.attribute('type').toLowerCase() === 'password',
  );
  if (titles.some((title) => DOOR.test(title)) && amount < 4 * ENOUGH.other) return true;
  if (stated.isArticle) return amount < ENOUGH.stated;
  if (hasPassword && amount < 2 * ENOUGH.other) return true;
  if (stated.isOther && (isFrontPage(page) || isTeasers(found.blocks))) return true;
  return (
    amount < ENOUGH.other ||
    isFrontPage(page) ||
    isTeasers(found.blocks) ||
    !blocks.some(({ kind, text }) => kind !== 'heading' && text.length >= 80)
  );
}

function isFrontPage({ canonicalLink, base }: Page): boolean {
  const path = URL.parse(canonicalLink ?? base)?.pathname ?? '';
  return canonicalLink !== null && /^\/(?:[a-z]{2}\/?|index\.\w+)?$/i.test(path);
}

/** Linked headings, and links of their own, where an article has paragraphs. */
function isTeasers(blocks: readonly Block[]): boolean {
  const headings = blocks.filter(({ kind, linkShare }) => kind === 'heading' && linkShare > 0.8).length;
  const links = blocks.filter(({ text, linkShare }) => linkShare > 0.9 && text.length > 20).length;
  return headings >= TEASERS.headings || (links >= 6 && links > blocks.length * TEASERS.share);
}
