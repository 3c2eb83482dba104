/**
 * What a row of a list means for its reader, and the words by which lists say so. From the mildest to the gravest: of
 * two things said about one address the graver one counts, so that nobody who left is mailed because of another line.
 */
export const STANDINGS = ['active', 'paused', 'unconfirmed', 'left', 'bounced', 'complained'] as const;
export type Standing = (typeof STANDINGS)[number];

export function graver(one: Standing, other: Standing): Standing {
  return STANDINGS.indexOf(one) >= STANDINGS.indexOf(other) ? one : other;
}

/**
 * Words as folded by `foldName`: lower case, no accents, letters and digits only. From the exports and interfaces of
 * listmonk (enabled, disabled, blocklisted, unconfirmed), Mailchimp (subscribed, unsubscribed, cleaned, pending,
 * transactional, archived), Brevo, MailPoet (bounced, inactive), Sendy (soft bounced), and what people write into
 * spreadsheets in English, French, Spanish and German. A word that stands nowhere here makes nobody a reader.
 */
const words: Readonly<Record<Standing, string>> = {
  active:
    'active subscribed confirmed enabled optedin optin yes true 1 abonne abonnee actif active inscrit inscrite confirme confirmee oui suscrito suscrita activo activa confirmado confirmada si aktiv angemeldet abonniert bestatigt ja',
  paused: 'paused onhold enpause suspendu pausado enpausa pausiert',
  unconfirmed:
    'unconfirmed pending notconfirmed awaitingconfirmation transactional nonsubscribed notsubscribed nonconfirme nonconfirmee enattente aconfirmer noconfirmado noconfirmada pendiente unbestatigt ausstehend',
  left: 'left softbounced unsubscribed unsubscribe optedout optout ended disabled inactive archived deleted blocked blocklisted blacklisted suppressed donotmail no false 0 desabonne desabonnee desinscrit desinscrite resilie inactif inactive bloque bloquee non desuscrito desuscrita baja dadodebaja dadadebaja inactivo inactiva bloqueado bloqueada abgemeldet gekundigt inaktiv gesperrt nein',
  bounced:
    'bounced bounce hardbounce hardbounced cleaned invalid undeliverable rebond rebondi rejete invalide npai rebotado rebotada rebote devuelto invalido ungultig unzustellbar zuruckgewiesen',
  complained:
    'complained complaint spam spamcomplaint abuse reportedasspam abusereport plainte indesirable queja denuncia beschwerde',
};

const standingOfWord = new Map(
  STANDINGS.flatMap((standing) => words[standing].split(' ').map((word) => [word, standing] as const)),
);

/** Undefined for a word nobody knows: whether it lets somebody be mailed must not be guessed. */
export function standingOf(folded: string): Standing | undefined {
  return standingOfWord.get(folded);
}

/** What stands in a column of yes and no where it is not so. */
const NO = new Set(['', 'no', 'false', '0', 'non', 'nein', 'n', 'f', 'none', 'null', 'nil', 'na']);
export const isNo = (folded: string): boolean => NO.has(folded);

export const isYes = (folded: string): boolean => standingOfWord.get(folded) === 'active' || folded === 'x';
