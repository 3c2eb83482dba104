import { defineWords } from '../language/words.js';

export const words = defineWords({
  en: {
    title: 'Sign in',
    address: 'Address',
    password: 'Password',
    show: 'Show the password',
    signIn: 'Sign in',
    with: (name: string) => `Sign in with ${name}`,
    or: 'or',
    forgot: 'No password yet, or forgotten?',
    askLink: 'Send me a sign-in link',
    back: 'Back to the password',
    codeTitle: 'Second step',
    codeLead: 'Enter the code that your authenticator app shows now, or one of your recovery codes.',
    code: 'Code',
    giveCode: 'Continue',
    beginAnew: 'Begin anew',
    linkTitle: 'A link by mail',
    linkLead: 'We send a link that opens once, for 15 minutes, to the address you are known by.',
    sendLink: 'Send the link',
    sentTitle: 'Look into your mail',
    sent: 'If this address belongs to an operator, a link is on its way to it. Open it in this browser.',
    noLink: 'Mail cannot be sent yet. Whoever runs Colporteur prints a link with this command:',
    refused: 'Address and password do not belong together.',
    codeRefused: 'This code is not right, or was used already. Wait for the next one.',
    over: 'The password was given too long ago. Begin anew.',
    tooMany: (seconds: number) =>
      seconds < 90
        ? `Too many tries went wrong. Wait ${String(seconds)} s, then try again.`
        : `Too many tries went wrong. Wait ${String(Math.ceil(seconds / 60))} minutes, or ask for a link by mail.`,
    missing: 'Fill in both.',
    failed: {
      away: 'The identity provider does not answer. Sign in with your password, or try again later.',
      refused: 'The identity provider did not confirm who you are. Try again.',
      begun_elsewhere: 'This sign-in was begun in another browser, or too long ago. Try again.',
      no_group: 'You are in none of the groups that are let in. Ask whoever runs the identity provider.',
      address_unverified: 'The identity provider does not vouch for your address. Have it verified there.',
      address_taken: 'An operator with your address is known here already. Sign in as before, or ask an administrator.',
      disabled: 'You may not come in any more. Ask an administrator.',
      off: 'No identity provider is set up here.',
    },
  },
  fr: {
    title: 'Connexion',
    address: 'Adresse',
    password: 'Mot de passe',
    show: 'Afficher le mot de passe',
    signIn: 'Se connecter',
    with: (name: string) => `Se connecter avec ${name}`,
    or: 'ou',
    forgot: 'Pas encore de mot de passe, ou oublié\u00a0?',
    askLink: 'Recevoir un lien de connexion',
    back: 'Revenir au mot de passe',
    codeTitle: 'Seconde étape',
    codeLead: 'Saisissez le code que votre application affiche en ce moment, ou l’un de vos codes de secours.',
    code: 'Code',
    giveCode: 'Continuer',
    beginAnew: 'Recommencer',
    linkTitle: 'Un lien par courriel',
    linkLead: 'Nous envoyons à l’adresse que nous vous connaissons un lien à usage unique, valable 15\u00a0minutes.',
    sendLink: 'Envoyer le lien',
    sentTitle: 'Consultez votre messagerie',
    sent: 'Si cette adresse est celle d’un opérateur, un lien lui est envoyé. Ouvrez-le dans ce navigateur.',
    noLink:
      'Aucun courriel ne peut encore partir. La personne qui exploite Colporteur vous prépare un lien avec cette commande\u00a0:',
    refused: 'L’adresse et le mot de passe ne vont pas ensemble.',
    codeRefused: 'Ce code n’est pas le bon, ou a déjà servi. Attendez le suivant.',
    over: 'Le mot de passe a été saisi il y a trop longtemps. Recommencez.',
    tooMany: (seconds: number) =>
      seconds < 90
        ? `Trop d’essais ont échoué. Attendez ${String(seconds)}\u00a0s, puis réessayez.`
        : `Trop d’essais ont échoué. Attendez ${String(Math.ceil(seconds / 60))}\u00a0minutes, ou demandez un lien par courriel.`,
    missing: 'Remplissez les deux champs.',
    failed: {
      away: 'Le fournisseur d’identité ne répond pas. Utilisez votre mot de passe, ou réessayez plus tard.',
      refused: 'Le fournisseur d’identité n’a pas confirmé qui vous êtes. Réessayez.',
      begun_elsewhere: 'Cette connexion a commencé dans un autre navigateur, ou il y a trop longtemps. Réessayez.',
      no_group:
        'Vous n’êtes dans aucun des groupes admis. Adressez-vous à la personne qui gère le fournisseur d’identité.',
      address_unverified: 'Le fournisseur d’identité ne garantit pas votre adresse. Faites-la vérifier auprès de lui.',
      address_taken:
        'Un opérateur avec votre adresse est déjà connu ici. Connectez-vous comme avant, ou adressez-vous à l’administration.',
      disabled: 'Vous n’avez plus accès. Adressez-vous à l’administration.',
      off: 'Aucun fournisseur d’identité n’est configuré ici.',
    },
  },
});
