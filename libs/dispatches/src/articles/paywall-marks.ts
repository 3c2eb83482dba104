import type { Access } from '@app/platform';

/** How pages say that one has to pay, each with the kind of page that says it so. */

/** `article:content_tier` (Facebook Instant Articles' vocabulary, kept by many), and the words content systems put there. */
export const PAYWALL_TIERS: ReadonlyMap<string, Access> = new Map([
  ['free', 'free'],
  ['metered', 'metered'],
  ['locked', 'paid'],
  ['premium', 'paid'],
  ['paid', 'paid'],
  ['subscriber', 'paid'],
]);

/** Lines that stand between the beginning of a text and the rest of it. */
export const PAYWALL_LINES: readonly RegExp[] = [
  // French dailies: a label under the headline, and the line where the text breaks off.
  /^(?:cet |l[’'])?(?:article|contenu)(?: est)? réservé (?:à nos |aux )abonnés/iu,
  /la suite (?:de cet article )?est réservée aux abonnés/iu,
  /^il vous reste [\d,. ]+\s*%(?: de cet article)? à lire/iu,
  /^abonnez-vous pour (?:lire|continuer|accéder à) (?:la suite|cet article|l[’']intégralité|votre lecture)/iu,
  // English-language papers.
  /^(?:this (?:article|content|story) is (?:for|exclusively for|reserved for|only available to)|for) subscribers(?: only)?/iu,
  /^(?:subscribe|sign in|register|log in)(?: now| today)? to (?:continue|keep|read|unlock)\b/iu,
  /^to (?:continue|keep) reading,? (?:please )?(?:subscribe|sign in|log in|register|start)/iu,
  // Spanish-language papers.
  /^(?:contenido|artículo|noticia) (?:exclusiv[oa]|sol[oa]|sólo|reservad[oa]) para (?:nuestros )?suscriptores/iu,
  /^suscríbete para (?:seguir leyendo|continuar|leer)/iu,
  /^para (?:seguir|continuar) leyendo,? (?:suscríbete|inicia sesión|hazte)/iu,
  // Arabic papers with subscriptions.
  /^هذا (?:المحتوى|المقال) (?:متاح |حصري )?للمشتركين/u,
  /^اشترك (?:الآن )?(?:لمواصلة|لمتابعة|لقراءة)/u,
];
