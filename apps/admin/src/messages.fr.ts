import type { Messages } from './messages.en.js';

/** French words of the application; U+00A0 before `: ; ! ?` and inside guillemets, as French typography asks. */

const number = new Intl.NumberFormat('fr-FR');

/** In French zero and one are singular. */
function count(n: number, one: string, other: string): string {
  return `${number.format(n)}\u00a0${n < 2 ? one : other}`;
}

const roles: Record<string, string> = {
  admin: 'administration',
  editor: 'édition',
  designer: 'maquette',
  viewer: 'lecture',
};

export const fr: Messages = {
  skip: 'Aller à l’aperçu',
  menu: 'Menu',
  closeMenu: 'Fermer le menu',
  nextEditions: 'Prochaines éditions',
  templates: 'Maquettes',
  language: 'Langue',
  scheme: 'Apparence',
  schemeAuto: 'Comme le système',
  schemeLight: 'Clair',
  schemeDark: 'Sombre',
  signOut: 'Se déconnecter',
  signOutFailed: 'Vous êtes toujours connecté\u00a0: le serveur n’a pas répondu. Réessayez.',
  role: (role) => roles[role] ?? role,

  signedOutTitle: 'Demandez un lien de connexion',
  signedOutBody:
    'Colporteur n’a pas de mot de passe à retenir. La personne qui l’exploite vous prépare un lien à usage unique\u00a0:',
  signedOutNote:
    'Ouvrez le lien dans ce navigateur. Une session inutilisée pendant deux heures prend fin\u00a0: il vous faut peut-être simplement un nouveau lien.',
  signedOutRetry: 'Je suis connecté',

  due: 'Prévue',
  noNextEdition: 'Aucune édition prévue\u00a0: son calendrier est vide.',
  readers: (n) => count(n, 'lecteur', 'lecteurs'),
  approvalAutomatic: 'Approuvée d’office',
  approvalDesk: 'Attend la rédaction',
  contentFreezes: (when) => `Contenu figé à ${when}`,
  latestEdition: (date, state) => `Dernière édition ${date}\u00a0: ${state}`,
  noLatestEdition: 'Aucune édition pour l’instant',
  states: {
    claimed: 'en préparation',
    proposed: 'proposée',
    held: 'en attente d’une décision',
    frozen: 'figée',
    sending: 'en cours d’envoi',
    sent: 'envoyée',
    empty: 'vide, rien n’est parti',
    cancelled: 'annulée',
  },
  kinds: { digest: 'Condensé', flash: 'Flash', letter: 'Lettre', correction: 'Rectificatif' },

  version: (n) => `version ${number.format(n)}`,
  changed: (when) => `modifiée ${when}`,
  usedBy: (n) => (n === 0 ? 'inutilisée' : `utilisée par ${count(n, 'newsletter', 'newsletters')}`),
  shownWith: 'Remplie avec les dépêches de',
  unusedTemplate: 'Aucune newsletter n’utilise cette maquette\u00a0: rien ne part encore avec elle.',
  ownTemplate: 'l’utilise',

  asItWouldLeave: 'Telle qu’elle partirait maintenant, à partir des dépêches enregistrées',
  assembledAt: (time) => `Assemblée à ${time}`,
  assembleAgain: 'Assembler à nouveau',
  inbox: 'Dans la boîte du lecteur',
  subject: 'Objet',
  preheader: 'Pré-en-tête',
  size: 'Taille du HTML',
  sizeOf: (kilobytes) => `${kilobytes} sur 100\u00a0Ko`,
  sizeGood: 'Gmail l’affiche en entier.',
  sizeNear: 'Près de la limite\u00a0: au-delà de 100\u00a0Ko, Gmail coupe la fin.',
  sizeOver: 'Trop lourde pour partir\u00a0: Gmail couperait la fin, lien de désabonnement compris.',
  dispatches: (n) => count(n, 'dépêche', 'dépêches'),
  window: (from, to) => `reçues du ${from} au ${to}`,
  sections: 'Par rubrique',
  noDispatchTitle: 'Rien ne partirait',
  noDispatchBody: (from, to) =>
    `Aucune dépêche enregistrée entre ${from} et ${to}. Ajoutez-en une, puis assemblez à nouveau\u00a0:`,
  warningsTitle: (n) => (n === 1 ? 'Un point à vérifier' : `${number.format(n)} points à vérifier`),

  parts: { html: 'HTML', text: 'Texte brut', source: 'Source', headers: 'En-têtes' },
  partsLabel: 'Partie du message',
  widthLabel: 'Largeur',
  widths: { phone: 'Téléphone', desktop: 'Ordinateur' },
  frameTitle: (subject) => `Aperçu\u00a0: ${subject}`,
  linksInert:
    'Les liens de l’aperçu ne mènent nulle part\u00a0; survolez-les pour voir leur adresse. L’aperçu est clair ou sombre comme votre système.',
  headerName: 'En-tête',
  headerValue: 'Valeur',

  noNewslettersTitle: 'Aucune newsletter pour l’instant',
  noNewslettersBody:
    'Une newsletter est une publication avec son calendrier, sa maquette et ses lecteurs. Le mode d’essai en prépare trois\u00a0:',
  noTemplatesTitle: 'Aucune maquette pour l’instant',
  noTemplatesBody:
    'Une maquette est la source MJML et Liquid qui fait d’une édition un message. Le mode d’essai en apporte une\u00a0:',
  lookAgain: 'Regarder à nouveau',

  retry: 'Réessayer',
  toList: 'Retour à la liste',
  failureUnreachable: 'Le serveur ne répond pas',
  failureUnreachableHint: 'Vérifiez que Colporteur tourne et que vous êtes sur son réseau, puis réessayez.',
  failureForbidden: 'Votre rôle ne le permet pas',
  failureForbiddenHint: 'Demandez le droit de consultation à l’administration de ce Colporteur.',
  failureMissing: 'Introuvable, ou disparu',
  failureMissingHint: 'L’élément a pu être retiré, ou le lien être tronqué. La liste montre ce qui existe.',
  failureRefused: 'L’assemblage a échoué',
  failureRefusedHint: 'Corrigez ce que nomme le message ci-dessous, puis réessayez.',
  failureBroken: 'Le serveur est en panne',
  failureBrokenHint: 'Réessayez. Si l’erreur persiste, cherchez ce code dans le journal du serveur.',
  failureCode: 'Code',
};
