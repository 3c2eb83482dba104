import { defineWords } from '../language/words.js';

export const words = defineWords({
  en: {
    title: 'Ask for a sign-in link',
    body: 'Colporteur has no password to remember. Whoever runs it makes you a link that works once:',
    note: 'Open the link in this browser. A session that was not used for two hours ends, so you may simply need a new link.',
    retry: 'I have signed in',
  },
  fr: {
    title: 'Demandez un lien de connexion',
    body: 'Colporteur n’a pas de mot de passe à retenir. La personne qui l’exploite vous prépare un lien à usage unique\u00a0:',
    note: 'Ouvrez le lien dans ce navigateur. Une session inutilisée pendant deux heures prend fin\u00a0: il vous faut peut-être simplement un nouveau lien.',
    retry: 'Je suis connecté',
  },
});
