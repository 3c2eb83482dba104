import { countEn, countFr } from '../language/numbers.js';
import { defineWords } from '../language/words.js';

export const words = defineWords({
  en: {
    nextEditions: 'Next editions',
    due: 'Due',
    noNextEdition: 'No edition is due: its calendar has no day.',
    readers: (n: number) => countEn(n, 'reader', 'readers'),
    approvalAutomatic: 'Approved by policy',
    approvalDesk: 'Waits for the desk',
    contentFreezes: (when: string) => `Content freezes at ${when}`,
    latestEdition: (date: string, state: string) => `Last edition ${date}: ${state}`,
    noLatestEdition: 'No edition yet',
    states: {
      claimed: 'being assembled',
      proposed: 'proposed',
      held: 'held for a human',
      frozen: 'frozen',
      sending: 'sending',
      sent: 'sent',
      empty: 'empty, nothing left',
      cancelled: 'cancelled',
    },
    missing: 'No newsletter has this address. The list shows those there are.',
    noneTitle: 'No newsletter yet',
    noneBody:
      'A newsletter is a publication with its own calendar, template and readers. The try-it mode sets up three to look at:',
  },
  fr: {
    nextEditions: 'Prochaines éditions',
    due: 'Prévue',
    noNextEdition: 'Aucune édition prévue\u00a0: son calendrier est vide.',
    readers: (n) => countFr(n, 'lecteur', 'lecteurs'),
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
    missing: 'Aucune newsletter n’a cette adresse. La liste montre celles qui existent.',
    noneTitle: 'Aucune newsletter pour l’instant',
    noneBody:
      'Une newsletter est une publication avec son calendrier, sa maquette et ses lecteurs. Le mode d’essai en prépare trois\u00a0:',
  },
});
