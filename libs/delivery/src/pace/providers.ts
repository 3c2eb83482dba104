/**
 * Mailbox providers: by which hosts they take mail (MX), which domains are theirs where nobody may ask DNS, and how many
 * dialogues at once they like, over all workers. Sources are named beside what they say; a limit without a source of its
 * own is {@link DEFAULT_CONNECTIONS}. How many messages a connection carries is the relay's business, which makes it.
 */
export interface MailProvider {
  readonly name: string;
  /** Ends of MX host names, whole labels; the longest match wins. */
  readonly exchanges: readonly string[];
  readonly domains: readonly string[];
  readonly connections: number;
}

/** The usual default of sending hosts: https://docs.kumomta.com/userguide/configuration/trafficshaping/ ("default"). */
export const DEFAULT_CONNECTIONS = 10;

/** For whom nobody found out. */
export const OTHER = 'other';

export const mailProviders: readonly MailProvider[] = [
  {
    // https://support.google.com/mail/answer/81126 and /answer/2998; Gmail and Workspace share their MX addresses.
    name: 'google',
    exchanges: ['google.com', 'googlemail.com'],
    domains: ['gmail.com', 'googlemail.com'],
    connections: 5,
  },
  {
    // Outlook.com and Hotmail: https://sendersupport.olc.protection.outlook.com/pm/policies.aspx
    name: 'microsoft',
    exchanges: ['olc.protection.outlook.com'],
    domains: [
      'outlook.com', 'outlook.fr', 'outlook.es', 'outlook.de', 'outlook.be', 'outlook.it', 'outlook.sa', 'hotmail.com',
      'hotmail.fr', 'hotmail.es', 'hotmail.it', 'hotmail.de', 'hotmail.be', 'hotmail.co.uk', 'live.com', 'live.fr',
      'live.be', 'live.co.uk', 'msn.com', 'windowslive.com',
    ],
    connections: 5,
  },
  {
    // Microsoft 365 of organisations: other front doors, judged apart. *.mx.microsoft is the same with DANE.
    name: 'microsoft-365',
    exchanges: ['mail.protection.outlook.com', 'mx.microsoft', 'mail.protection.office365.us', 'mail.protection.partner.outlook.cn'],
    domains: [],
    connections: 5,
  },
  {
    // https://senders.yahooinc.com/best-practices: 20 messages a connection; AOL is behind the same hosts.
    name: 'yahoo',
    exchanges: ['yahoodns.net'],
    domains: [
      'yahoo.com', 'yahoo.fr', 'yahoo.co.uk', 'yahoo.es', 'yahoo.it', 'yahoo.de', 'yahoo.ca', 'yahoo.com.br',
      'yahoo.com.ar', 'yahoo.com.mx', 'yahoo.in', 'ymail.com', 'rocketmail.com', 'aol.com', 'aol.fr', 'aim.com',
    ],
    connections: DEFAULT_CONNECTIONS,
  },
  {
    // https://support.apple.com/en-us/102322; domains with iCloud+ of their own have the same hosts.
    name: 'apple',
    exchanges: ['mail.icloud.com'],
    domains: ['icloud.com', 'me.com', 'mac.com'],
    connections: 10,
  },
  {
    // https://postmaster.orange.fr: simultaneous connections by reputation, three for an ordinary one (OFR004_104).
    name: 'orange',
    exchanges: ['smtp-in.orange.fr', 'orange.fr', 'wanadoo.fr'],
    domains: ['orange.fr', 'wanadoo.fr'],
    connections: 3,
  },
  {
    name: 'sfr',
    exchanges: ['sfr.fr', 'sfr.net'],
    domains: ['sfr.fr', 'neuf.fr', 'cegetel.net', 'club-internet.fr', 'numericable.fr', '9online.fr'],
    connections: DEFAULT_CONNECTIONS,
  },
  {
    // Free answers 421 "Too many connections" early; the limit is not published.
    name: 'free',
    exchanges: ['free.fr'],
    domains: ['free.fr'],
    connections: 3,
  },
  {
    name: 'laposte',
    exchanges: ['laposte.net'],
    domains: ['laposte.net'],
    connections: DEFAULT_CONNECTIONS,
  },
  {
    name: 'bouygues',
    exchanges: ['bbox.fr'],
    domains: ['bbox.fr'],
    connections: DEFAULT_CONNECTIONS,
  },
  {
    // GMX, web.de and mail.com: https://postmaster.gmx.net; 4 connections are what senders report.
    name: 'gmx',
    exchanges: ['gmx.net', 'web.de', 'mail.com'],
    domains: ['gmx.net', 'gmx.de', 'gmx.at', 'gmx.ch', 'gmx.com', 'gmx.fr', 'gmx.es', 'web.de', 'mail.com', 'email.com'],
    connections: 4,
  },
  {
    // Hosted domains of IONOS (1&1), the same house and other hosts.
    name: 'ionos',
    exchanges: ['kundenserver.de', 'ionos.com', 'ionos.de', 'ionos.fr', 'ionos.es', 'ionos.co.uk', '1and1.com', '1and1.fr', '1and1.es', '1and1.co.uk', 'perfora.net'],
    domains: [],
    connections: DEFAULT_CONNECTIONS,
  },
  {
    // https://postmaster.t-online.de
    name: 't-online',
    exchanges: ['t-online.de'],
    domains: ['t-online.de', 'magenta.de'],
    connections: DEFAULT_CONNECTIONS,
  },
  {
    name: 'proton',
    exchanges: ['protonmail.ch'],
    domains: ['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me'],
    connections: DEFAULT_CONNECTIONS,
  },
  {
    name: 'ovh',
    exchanges: ['mail.ovh.net', 'mail.ovh.ca', 'mail.ovh.us', 'ovh.net'],
    domains: [],
    connections: DEFAULT_CONNECTIONS,
  },
  {
    name: 'gandi',
    exchanges: ['mail.gandi.net'],
    domains: [],
    connections: DEFAULT_CONNECTIONS,
  },
  {
    name: 'infomaniak',
    exchanges: ['infomaniak.ch', 'infomaniak.com'],
    domains: ['ik.me', 'etik.com'],
    connections: DEFAULT_CONNECTIONS,
  },
  {
    name: 'zoho',
    exchanges: ['zoho.com', 'zoho.eu', 'zoho.in', 'zoho.com.au', 'zohomail.com'],
    domains: ['zoho.com', 'zohomail.com', 'zohomail.eu'],
    connections: DEFAULT_CONNECTIONS,
  },
  {
    name: 'fastmail',
    exchanges: ['messagingengine.com'],
    domains: ['fastmail.com', 'fastmail.fm'],
    connections: DEFAULT_CONNECTIONS,
  },
  {
    // https://spa.xfinity.com/postmaster: 25 connections.
    name: 'comcast',
    exchanges: ['comcast.net'],
    domains: ['comcast.net'],
    connections: 25,
  },
  {
    name: 'yandex',
    exchanges: ['yandex.ru', 'yandex.net'],
    domains: ['yandex.ru', 'yandex.com', 'ya.ru'],
    connections: DEFAULT_CONNECTIONS,
  },
  {
    name: 'mail-ru',
    exchanges: ['mail.ru'],
    domains: ['mail.ru', 'bk.ru', 'inbox.ru', 'list.ru'],
    connections: DEFAULT_CONNECTIONS,
  },
  {
    name: 'libero',
    exchanges: ['libero.it'],
    domains: ['libero.it', 'virgilio.it'],
    connections: DEFAULT_CONNECTIONS,
  },
  {
    // Filters in front of organisations. https://community.mimecast.com (SMTP error codes): 10 connections, 100 messages.
    name: 'mimecast',
    exchanges: ['mimecast.com', 'mimecast.co.za', 'mimecast-offshore.com'],
    domains: [],
    connections: 10,
  },
  {
    name: 'proofpoint',
    exchanges: ['pphosted.com', 'ppe-hosted.com', 'gpphosted.com'],
    domains: [],
    connections: DEFAULT_CONNECTIONS,
  },
  {
    name: 'barracuda',
    exchanges: ['barracudanetworks.com'],
    domains: [],
    connections: 10,
  },
  {
    name: 'vade',
    exchanges: ['vadesecure.com', 'vade-secure.com', 'hornetsecurity.com'],
    domains: [],
    connections: DEFAULT_CONNECTIONS,
  },
  {
    name: 'cloudflare',
    exchanges: ['mx.cloudflare.net'],
    domains: [],
    connections: DEFAULT_CONNECTIONS,
  },
  {
    name: 'amazon',
    exchanges: ['amazonaws.com', 'awsapps.com'],
    domains: [],
    connections: DEFAULT_CONNECTIONS,
  },
]; // prettier-ignore
