import { countEn, countFr } from '../language/numbers.js';
import { defineWords } from '../language/words.js';

export const words = defineWords({
  en: {
    title: 'Settings',
    lead: 'What this Colporteur is and how it is set. Most of it stands in its environment; a change there needs a restart.',
    sending: 'Sending',
    armed: 'Armed: mail may leave.',
    disarmed: 'Not armed: nothing leaves.',
    disarmedSince: 'Since',
    causes: {
      copied: 'This is a copy of another database. Stop the other first, then arm this one.',
      restored: 'An older backup was put in place. Arming does again what readers withdrew since.',
      unknown_history: 'The journal outside the database knows nothing of this one. Check JOURNAL_URL, then arm.',
      operator: 'An operator stopped it. When the cause is dealt with, arm it again.',
    },
    armCommand: 'The same on the server, changing nothing',
    arm: 'Arm',
    armTitle: 'Let mail leave?',
    wouldLeave: (deliveries: number, editions: number) =>
      deliveries === 0
        ? 'No edition waits to be sent.'
        : `${countEn(deliveries, 'copy', 'copies')} of ${countEn(editions, 'edition', 'editions')} would leave, at once or at their readers’ hour.`,
    noticesLeave: (n: number) =>
      n === 0 ? 'No notice waits.' : `${countEn(n, 'notice', 'notices')} would leave: confirmations, links and alarms.`,
    unknownHours: 'This database knows nothing of the time',
    replayed: (n: number) => `${countEn(n, 'withdrawal is', 'withdrawals are')} done again from the journal.`,
    calledUncertain: (n: number) =>
      `${countEn(n, 'delivery', 'deliveries')} may have been sent then: they are called uncertain, and not sent.`,
    givenUp: (n: number) =>
      `${countEn(n, 'notice', 'notices')} may have been sent then: they are given up, and readers can ask again.`,
    stopTheOther:
      'Stop what this database was copied or restored from first: two with the same readers mail each of them twice.',
    noJournal:
      'The journal knows nothing of this installation, so nobody knows who withdrew. Only the command line arms without it.',
    armDone: 'Armed: mail may leave',
    disarm: 'Emergency stop',
    disarmTitle: 'Stop all sending?',
    disarmBody:
      'Within a second nothing leaves that is not under way already: no edition, no confirmation, no link. It stays so until somebody arms it again here.',
    disarmDone: 'Disarmed: nothing leaves',
    allowed: 'Allowed recipients',
    allowedCount: (n: number) => `only ${countEn(n, 'address or domain', 'addresses or domains')}, as declared`,
    installation: 'Installation',
    publicUrl: 'Public address',
    environment: 'Environment',
    environments: { production: 'production', development: 'development', test: 'test' },
    queue: 'Queue',
    queues: { redis: 'Redis', postgres: 'in PostgreSQL' },
    files: 'Files',
    journal: 'Journal of withdrawals',
    places: {
      folder: 'a folder of the server',
      s3: 'S3-compatible storage',
      beside_files: 'beside the files; better apart from what is restored together with the database (JOURNAL_URL)',
    },
    openid: 'Identity provider',
    openidNone: 'none; operators sign in with a password',
    versions: 'Versions',
    retention: 'How long data is kept',
    retentionOf: {
      unconfirmed: 'A sign-up nobody confirmed',
      deliveries: 'Who was mailed which edition',
      notices: 'A notice that was dealt with',
      sessions: 'Sessions and sign-in links that ended',
      polls: 'What each poll of a source found',
    },
    days: (n: number) => countEn(n, 'day', 'days'),
    kind: 'Data',
    period: 'Kept for',
    secondFactor: 'Second factor',
    secondFactorBody:
      'What is ticked is held only by those who signed in with a second factor. Nobody can lock themselves out: set up your own first.',
    secondFactorNone: 'Everybody’s own choice.',
    secondFactorFor: 'Asked for',
    secondFactorSave: 'Save',
    secondFactorSaved: 'Saved. It holds at once.',
    solo: 'A newsroom of one',
    soloBody:
      'Where a newsletter asks for two approvals, nobody else can give the second. Declared, it is not waited for; it ends by itself as soon as a second operator can sign in. The audit log holds both.',
    soloHolds: 'Declared.',
    soloNot: 'Not declared.',
    soloDeclare: 'Declare a newsroom of one',
    soloEnd: 'End it',
    soloMany: (n: number) => `${countEn(n, 'operator can', 'operators can')} sign in, so it cannot be declared here.`,
    soloDeclared: 'Declared.',
    soloEnded: 'Ended.',
    labels: 'Regions and topics',
    labelKinds: { region: 'region', topic: 'topic' },
    label: 'Label',
    labelKind: 'Kind',
    labelName: 'Name',
    labelsNone: 'No label yet',
    labelsNoneBody: 'Regions and topics sort dispatches into sections; they are brought in from a file:',
    labelCommand: 'Command on the server',
  },
  fr: {
    title: 'Réglages',
    lead: 'Ce qu’est ce Colporteur et comment il est réglé. L’essentiel se trouve dans son environnement\u00a0; un changement y demande un redémarrage.',
    sending: 'Envoi',
    armed: 'Armé\u00a0: le courrier peut partir.',
    disarmed: 'Non armé\u00a0: rien ne part.',
    disarmedSince: 'Depuis',
    causes: {
      copied: 'Ceci est la copie d’une autre base. Arrêtez d’abord l’autre, puis armez celle-ci.',
      restored: 'Une sauvegarde plus ancienne a été mise en place. L’armement refait les retraits survenus depuis.',
      unknown_history: 'Le journal tenu hors de la base ne connaît pas celle-ci. Vérifiez JOURNAL_URL, puis armez.',
      operator: 'Un opérateur l’a arrêté. Une fois la cause réglée, armez de nouveau.',
    },
    armCommand: 'La même chose sur le serveur, sans rien changer',
    arm: 'Armer',
    armTitle: 'Laisser partir le courrier\u00a0?',
    wouldLeave: (deliveries, editions) =>
      deliveries === 0
        ? 'Aucune édition n’attend de partir.'
        : `Partiraient ${countFr(deliveries, 'exemplaire', 'exemplaires')} de ${countFr(editions, 'édition', 'éditions')}, aussitôt ou à l’heure de leurs lecteurs.`,
    noticesLeave: (n) =>
      n === 0
        ? 'Aucun avis n’attend.'
        : `Partiraient aussi ${countFr(n, 'avis', 'avis')}\u00a0: confirmations, liens et alertes.`,
    unknownHours: 'Cette base ne sait rien de la période',
    replayed: (n) => `${countFr(n, 'retrait est refait', 'retraits sont refaits')} d’après le journal.`,
    calledUncertain: (n) =>
      `${countFr(n, 'exemplaire a', 'exemplaires ont')} pu partir alors\u00a0: tenus pour incertains, ils ne partent pas.`,
    givenUp: (n) =>
      `${countFr(n, 'avis a', 'avis ont')} pu partir alors\u00a0: ils sont abandonnés, et les lecteurs peuvent les redemander.`,
    stopTheOther:
      'Arrêtez d’abord ce dont cette base est la copie ou la sauvegarde\u00a0: à deux, avec les mêmes lecteurs, chacun reçoit tout deux fois.',
    noJournal:
      'Le journal ne connaît pas cette installation\u00a0: nul ne sait qui s’est retiré. Seule la ligne de commande arme sans lui.',
    armDone: 'Armé\u00a0: le courrier peut partir',
    disarm: 'Arrêt d’urgence',
    disarmTitle: 'Arrêter tout envoi\u00a0?',
    disarmBody:
      'Dans la seconde, rien ne part plus qui ne soit déjà en cours\u00a0: ni édition, ni confirmation, ni lien. Il en est ainsi jusqu’à ce que quelqu’un arme de nouveau ici.',
    disarmDone: 'Désarmé\u00a0: rien ne part',
    allowed: 'Destinataires permis',
    allowedCount: (n) => `seulement ${countFr(n, 'adresse ou domaine', 'adresses ou domaines')}, comme déclaré`,
    installation: 'Installation',
    publicUrl: 'Adresse publique',
    environment: 'Environnement',
    environments: { production: 'production', development: 'développement', test: 'test' },
    queue: 'File d’attente',
    queues: { redis: 'Redis', postgres: 'dans PostgreSQL' },
    files: 'Fichiers',
    journal: 'Journal des retraits',
    places: {
      folder: 'un dossier du serveur',
      s3: 'stockage compatible S3',
      beside_files: 'à côté des fichiers\u00a0; mieux vaut hors de ce qui est restauré avec la base (JOURNAL_URL)',
    },
    openid: 'Fournisseur d’identité',
    openidNone: 'aucun\u00a0; les opérateurs se connectent par mot de passe',
    versions: 'Versions',
    retention: 'Durées de conservation',
    retentionOf: {
      unconfirmed: 'Une inscription que personne n’a confirmée',
      deliveries: 'Qui a reçu quelle édition',
      notices: 'Un avis traité',
      sessions: 'Sessions et liens de connexion terminés',
      polls: 'Ce qu’a trouvé chaque relevé d’une source',
    },
    days: (n) => countFr(n, 'jour', 'jours'),
    kind: 'Données',
    period: 'Durée',
    secondFactor: 'Second facteur',
    secondFactorBody:
      'Ce qui est coché n’est permis qu’aux personnes connectées avec un second facteur. Nul ne peut s’exclure soi-même\u00a0: activez d’abord le vôtre.',
    secondFactorNone: 'Au choix de chacun.',
    secondFactorFor: 'Demandé pour',
    secondFactorSave: 'Enregistrer',
    secondFactorSaved: 'Enregistré. Cela vaut aussitôt.',
    solo: 'Une rédaction d’une personne',
    soloBody:
      'Là où une newsletter demande deux approbations, personne d’autre ne peut donner la seconde. Une fois déclarée, elle n’est pas attendue\u00a0; cela prend fin dès qu’un second opérateur peut se connecter. Le journal d’audit garde les deux.',
    soloHolds: 'Déclarée.',
    soloNot: 'Non déclarée.',
    soloDeclare: 'Déclarer une rédaction d’une personne',
    soloEnd: 'Y mettre fin',
    soloMany: (n) =>
      `${countFr(n, 'opérateur peut', 'opérateurs peuvent')} se connecter\u00a0: cela ne peut pas être déclaré ici.`,
    soloDeclared: 'Déclarée.',
    soloEnded: 'Terminée.',
    labels: 'Régions et thèmes',
    labelKinds: { region: 'région', topic: 'thème' },
    label: 'Étiquette',
    labelKind: 'Genre',
    labelName: 'Nom',
    labelsNone: 'Aucune étiquette pour l’instant',
    labelsNoneBody: 'Régions et thèmes rangent les dépêches en rubriques\u00a0; ils viennent d’un fichier\u00a0:',
    labelCommand: 'Commande sur le serveur',
  },
});
