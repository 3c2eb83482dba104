import { countEn, countFr, formatNumber } from '../language/numbers.js';
import { defineWords } from '../language/words.js';

export const words = defineWords({
  en: {
    title: 'Templates',
    kinds: { digest: 'Digest', flash: 'Flash', letter: 'Letter', correction: 'Correction' },
    version: (n: number) => `version ${formatNumber(n, 'en')}`,
    changed: (when: string) => `changed ${when}`,
    usedBy: (n: number) => (n === 0 ? 'used by no newsletter' : `used by ${countEn(n, 'newsletter', 'newsletters')}`),
    shownWith: 'Filled with the dispatches of',
    unused: 'No newsletter uses this template, so nothing leaves with it yet.',
    own: 'uses it',
    missing: 'It may have been removed, or the link may be cut off. The list shows what exists.',
    noNewslettersTitle: 'No newsletter yet',
    noNewslettersBody:
      'A newsletter is a publication with its own calendar, template and readers. The try-it mode sets up three to look at:',
    noneTitle: 'No template yet',
    noneBody:
      'A template is the MJML and Liquid source that turns an edition into a message. The try-it mode brings one:',
  },
  fr: {
    title: 'Maquettes',
    kinds: { digest: 'Condensé', flash: 'Flash', letter: 'Lettre', correction: 'Rectificatif' },
    version: (n) => `version ${formatNumber(n, 'fr')}`,
    changed: (when) => `modifiée ${when}`,
    usedBy: (n) => (n === 0 ? 'inutilisée' : `utilisée par ${countFr(n, 'newsletter', 'newsletters')}`),
    shownWith: 'Remplie avec les dépêches de',
    unused: 'Aucune newsletter n’utilise cette maquette\u00a0: rien ne part encore avec elle.',
    own: 'l’utilise',
    missing: 'L’élément a pu être retiré, ou le lien être tronqué. La liste montre ce qui existe.',
    noNewslettersTitle: 'Aucune newsletter pour l’instant',
    noNewslettersBody:
      'Une newsletter est une publication avec son calendrier, sa maquette et ses lecteurs. Le mode d’essai en prépare trois\u00a0:',
    noneTitle: 'Aucune maquette pour l’instant',
    noneBody:
      'Une maquette est la source MJML et Liquid qui fait d’une édition un message. Le mode d’essai en apporte une\u00a0:',
  },
});
