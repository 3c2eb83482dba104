import type { Standing } from './standing-words.js';

/**
 * How the lists of other platforms are written: knowledge about the outside world, with its evidence. Names of columns
 * are folded (`foldName`): lower case, no accents, letters and digits only, so `E-mail Address` is `emailaddress`.
 */
export const FIELDS = [
  'address', 'standing', 'locale', 'timeZone', 'consentedAt', 'lastContactAt', 'wording', 'page',
] as const; // prettier-ignore
export type Field = (typeof FIELDS)[number];

/** A column that says by itself, without a word for it, that a reader is not simply active. */
export interface Sign {
  readonly column: string;
  /** `present`: the column exists at all, as in a file of those who left; `yes`, `no`: by its words. */
  readonly when: 'present' | 'filled' | 'empty' | 'yes' | 'no';
  readonly means: Standing;
}

export interface Layout {
  readonly name: LayoutName;
  /** Names that stand together in no other platform's file. */
  readonly marks: readonly string[];
  /** The first of these that the file has and that is not empty in a row. */
  readonly columns: Readonly<Partial<Record<Field, readonly string[]>>>;
  readonly signs: readonly Sign[];
  /** What 03/04/2025 means there; unset: it means nothing. */
  readonly dayFirst?: boolean;
}

/** Where a list of suppressions, whatever its layout, says why. */
export const CAUSES: readonly string[] = [
  'cause', 'reason', 'type', 'status', 'state', 'standing', 'motif', 'raison', 'statut', 'motivo', 'causa', 'estado', 'grund',
]; // prettier-ignore

export const LAYOUTS = ['colporteur', 'listmonk', 'mailchimp', 'substack', 'ghost', 'brevo', 'plain'] as const;
export type LayoutName = (typeof LAYOUTS)[number];

const ADDRESS = [
  'email', 'emailaddress', 'mail', 'mailaddress', 'address', 'subscriberemail', 'emailid',
  'adresseemail', 'adressemail', 'courriel', 'adressecourriel', 'adresseelectronique', 'adresse',
  'correo', 'correoelectronico', 'direcciondecorreoelectronico', 'direcciondecorreo', 'direccion',
  'emailadresse', 'mailadresse', 'البريدالالكتروني',
] as const; // prettier-ignore

/** What people call their columns, in English, French, Spanish and German. */
const plain: Layout = {
  name: 'plain',
  marks: [],
  columns: {
    address: ADDRESS,
    standing: [
      'status', 'state', 'standing', 'subscriptionstatus', 'subscribed', 'subscription', 'optin',
      'statut', 'etat', 'abonne', 'estado', 'suscrito', 'zustand', 'abonniert',
    ],
    locale: ['locale', 'language', 'lang', 'langue', 'idioma', 'lengua', 'sprache'],
    timeZone: ['timezone', 'zone', 'tz', 'fuseau', 'fuseauhoraire', 'zonahoraria', 'husohorario', 'zeitzone'],
    consentedAt: [
      'consentedat', 'consentdate', 'consent', 'confirmedat', 'confirmtime', 'confirmationdate', 'optintime', 'optindate',
      'subscribedat', 'subscribedon', 'subscriptiondate', 'signupdate', 'signedupat', 'joined', 'joinedat', 'createdat', 'created',
      'date', 'dateadded', 'dateconsentement', 'datedeconsentement', 'dateinscription', 'datedinscription', 'dateabonnement',
      'datedabonnement', 'inscritle', 'fechadeconsentimiento', 'fechadealta', 'fechaalta', 'fechadesuscripcion', 'alta', 'fecha',
      'einwilligung', 'einwilligungsdatum', 'anmeldedatum', 'angemeldetam', 'datum',
    ],
    lastContactAt: [
      'lastcontact', 'lastcontactat', 'lastseen', 'lastactivity', 'lastclick', 'lastclickedat', 'lastengaged',
      'derniercontact', 'derniereactivite', 'dernierclic', 'ultimocontacto', 'ultimaactividad', 'letzterkontakt', 'letzteaktivitat',
    ],
    wording: ['wording', 'consenttext', 'consentwording', 'texteconsentement', 'mention', 'textoconsentimiento', 'einwilligungstext'],
    page: ['page', 'source', 'sourceurl', 'signupsource', 'signuppage', 'formulaire', 'origine', 'pagina', 'origen', 'formular', 'seite'],
  },
  signs: [
    { column: 'unsubscribedat', when: 'filled', means: 'left' },
    { column: 'unsubscribedon', when: 'filled', means: 'left' },
    { column: 'unsubscribedate', when: 'filled', means: 'left' },
    { column: 'unsubscribed', when: 'yes', means: 'left' },
    // Mailchimp's files of those who left and of those who bounced, after somebody cut its own columns off.
    { column: 'unsubtime', when: 'filled', means: 'left' },
    { column: 'cleantime', when: 'filled', means: 'bounced' },
    { column: 'optout', when: 'yes', means: 'left' },
    { column: 'optedout', when: 'yes', means: 'left' },
    { column: 'optoutdate', when: 'filled', means: 'left' },
    { column: 'optouttime', when: 'filled', means: 'left' },
    { column: 'isunsubscribed', when: 'yes', means: 'left' },
    { column: 'desabonne', when: 'yes', means: 'left' },
    { column: 'desinscrit', when: 'yes', means: 'left' },
    { column: 'desuscrito', when: 'yes', means: 'left' },
    { column: 'baja', when: 'yes', means: 'left' },
    { column: 'abgemeldet', when: 'yes', means: 'left' },
    { column: 'datededesabonnement', when: 'filled', means: 'left' },
    { column: 'datedesabonnement', when: 'filled', means: 'left' },
    { column: 'datededesinscription', when: 'filled', means: 'left' },
    { column: 'datedesinscription', when: 'filled', means: 'left' },
    { column: 'desabonnele', when: 'filled', means: 'left' },
    { column: 'desinscritle', when: 'filled', means: 'left' },
    { column: 'fechadebaja', when: 'filled', means: 'left' },
    { column: 'abgemeldetam', when: 'filled', means: 'left' },
    { column: 'deletedat', when: 'filled', means: 'left' },
    { column: 'deleted', when: 'yes', means: 'left' },
    { column: 'disabled', when: 'yes', means: 'left' },
    { column: 'suppressed', when: 'yes', means: 'left' },
    { column: 'active', when: 'no', means: 'left' },
    { column: 'isactive', when: 'no', means: 'left' },
    { column: 'enabled', when: 'no', means: 'left' },
    { column: 'issubscribed', when: 'no', means: 'left' },
    { column: 'actif', when: 'no', means: 'left' },
    { column: 'activo', when: 'no', means: 'left' },
    { column: 'aktiv', when: 'no', means: 'left' },
    { column: 'blacklisted', when: 'yes', means: 'left' },
    { column: 'blocklisted', when: 'yes', means: 'left' },
    { column: 'bouncedat', when: 'filled', means: 'bounced' },
    { column: 'bounced', when: 'yes', means: 'bounced' },
    { column: 'complainedat', when: 'filled', means: 'complained' },
    { column: 'complained', when: 'yes', means: 'complained' },
    { column: 'confirmed', when: 'no', means: 'unconfirmed' },
    { column: 'isconfirmed', when: 'no', means: 'unconfirmed' },
    { column: 'doubleoptin', when: 'no', means: 'unconfirmed' },
  ],
}; // prettier-ignore

/** Known platforms first: `plain` fits everything that has an address. */
export const layouts: readonly Layout[] = [
  {
    // Our own export: ExportReaders. What is suppressed there is suppressed here.
    name: 'colporteur',
    marks: ['address', 'newsletter', 'state', 'suppressed', 'wordingversion'],
    columns: {
      address: ['address'],
      standing: ['state'],
      locale: ['language'],
      timeZone: ['timezone'],
      consentedAt: ['consentedat'],
      lastContactAt: ['lastcontactat'],
      wording: ['wording'],
      page: ['page'],
    },
    signs: [{ column: 'suppressed', when: 'filled', means: 'left' }],
  },
  {
    // listmonk 3 to 5, Subscribers → Export: uuid,email,name,attributes,status,created_at,updated_at; status is enabled,
    // disabled (an admin's switch) or blocklisted (left everything, or banned after bounces).
    name: 'listmonk',
    marks: ['email', 'attributes', 'status', 'createdat'],
    columns: {
      address: ['email'],
      standing: ['status', 'subscriptionstatus'],
      consentedAt: ['createdat'],
      locale: ['attributeslanguage', 'attributeslocale'],
      timeZone: ['attributestimezone'],
    },
    signs: [],
  },
  {
    // Mailchimp, Audience → Export: a ZIP with one CSV for each standing. All end in LEID, EUID, NOTES, TAGS whatever
    // the language of the other columns; the file of those who left adds UNSUB_TIME, that of bounced ones CLEAN_TIME.
    name: 'mailchimp',
    marks: ['leid', 'euid'],
    columns: {
      address: ADDRESS,
      standing: ['status'],
      consentedAt: ['confirmtime', 'optintime'],
      lastContactAt: ['lastchanged'],
      timeZone: ['timezone'],
      locale: ['language'],
      page: ['source'],
    },
    signs: [
      { column: 'unsubtime', when: 'present', means: 'left' },
      { column: 'cleantime', when: 'present', means: 'bounced' },
      { column: 'confirmtime', when: 'empty', means: 'unconfirmed' },
    ],
  },
  {
    // Substack, Settings → Export: active_subscription is about paying, not about receiving; who switched mails off has
    // email_disabled true.
    name: 'substack',
    marks: ['email', 'activesubscription', 'emaildisabled'],
    columns: { address: ['email'], consentedAt: ['createdat'], lastContactAt: [] },
    signs: [{ column: 'emaildisabled', when: 'yes', means: 'left' }],
  },
  {
    // Ghost, Members → Export: subscribed_to_emails false for who left; deleted_at is empty in exports of living members.
    name: 'ghost',
    marks: ['email', 'subscribedtoemails', 'createdat'],
    columns: { address: ['email'], consentedAt: ['createdat'] },
    signs: [
      { column: 'subscribedtoemails', when: 'no', means: 'left' },
      { column: 'deletedat', when: 'filled', means: 'left' },
      { column: 'emaildisabled', when: 'yes', means: 'left' },
    ],
  },
  {
    // Brevo (once Sendinblue), Contacts → Export: semicolons; ADDED_TIME and MODIFIED_TIME as day-month-year; the
    // blocklist as a column of its own; DOUBLE_OPT-IN yes or no where a form asked for it.
    name: 'brevo',
    marks: ['email', 'addedtime', 'modifiedtime'],
    columns: { address: ['email'], consentedAt: ['doubleoptintime', 'addedtime'], locale: ['language', 'langue'] },
    signs: [
      { column: 'blacklisted', when: 'yes', means: 'left' },
      { column: 'blocklisted', when: 'yes', means: 'left' },
      { column: 'emailblacklisted', when: 'yes', means: 'left' },
      { column: 'emailblocklisted', when: 'yes', means: 'left' },
      { column: 'unsubscribed', when: 'yes', means: 'left' },
      { column: 'doubleoptin', when: 'no', means: 'unconfirmed' },
    ],
    dayFirst: true,
  },
  plain,
];
