/**
 * Whom a reply is about: this mailbox; this message; us, our hosts, name or rate; or nobody, only the moment. `us` never
 * counts against a reader: the row is tried again later, also after a 5xx (STANDARDS P3).
 */
export type ReplyClass = 'recipient' | 'content' | 'us' | 'later';

/** What a provider asks of us by it. */
export interface Reaction {
  /** `slow`: one connection and one message a minute; `suspend`: nothing. Then it doubles until it is as before. */
  readonly kind: 'slow' | 'suspend';
  readonly minutes: number;
}

/**
 * What known replies mean, as data: above all whom they are about, which their codes often do not tell. Each rule stands
 * with a reply it is for (addresses and hosts replaced), and a spec holds it to that. Words are looked for without
 * regard to case in the first {@link REPLY_LIMIT} characters.
 */
export interface ReplyRule {
  /** Whose reply; `*`: anybody's, where the provider has no rule of its own that fits. */
  readonly provider: string;
  /** All of these stand in the reply. */
  readonly words: readonly string[];
  readonly says: ReplyClass;
  /** Left out: none. */
  readonly reaction?: Reaction;
  /** The relay's own words, about all that leaves through it. */
  readonly isOfRelay?: true;
  readonly evidence: string;
}

/** Replies are cut to this before they are stored, too. */
export const REPLY_LIMIT = 500;

/** STANDARDS B8: a reputation reply cuts to 1 connection and 1 message a minute for 90 minutes. */
const SLOW: Reaction = { kind: 'slow', minutes: 90 };
const suspend = (minutes: number): Reaction => ({ kind: 'suspend', minutes });
/** Who refuses a list's address, key or record goes on refusing until somebody repairs that; it is tried again each hour. */
const UNTIL_REPAIRED = suspend(60);

export const replyRules: readonly ReplyRule[] = [
  // Google: https://support.google.com/a/answer/3726730 (error messages), /mail/answer/81126 (sender guidelines).
  { provider: 'google', words: ['4.7.28'], says: 'us', reaction: SLOW,
    evidence: '421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address [192.0.2.1].' },
  { provider: 'google', words: ['4.7.23'], says: 'us', reaction: UNTIL_REPAIRED,
    evidence: '421 4.7.23 Your email has been rate limited because the IP address does not have a matching PTR record.' },
  { provider: 'google', words: ['4.7.26'], says: 'us', reaction: UNTIL_REPAIRED,
    evidence: '421 4.7.26 Your email has been rate limited because it is unauthenticated.' },
  { provider: 'google', words: ['4.7.27'], says: 'us', reaction: UNTIL_REPAIRED,
    evidence: '421 4.7.27 Your email has been rate limited because SPF authentication did not pass.' },
  { provider: 'google', words: ['4.7.29'], says: 'us', reaction: UNTIL_REPAIRED,
    evidence: '421 4.7.29 Your email has been rate limited because this message was not sent over a TLS connection.' },
  { provider: 'google', words: ['4.7.30'], says: 'us', reaction: UNTIL_REPAIRED,
    evidence: '421 4.7.30 Your email has been rate limited because DKIM authentication did not pass.' },
  { provider: 'google', words: ['4.7.32'], says: 'us', reaction: UNTIL_REPAIRED,
    evidence: '421 4.7.32 Your email has been rate limited because the From: header is not aligned with the authenticated domain.' },
  { provider: 'google', words: ['5.7.25'], says: 'us', reaction: UNTIL_REPAIRED,
    evidence: '550-5.7.25 [192.0.2.1] The IP address sending this message does not have a PTR record.' },
  { provider: 'google', words: ['5.7.26'], says: 'us', reaction: UNTIL_REPAIRED,
    evidence: '550-5.7.26 Your email has been blocked because the sender is unauthenticated.' },
  { provider: 'google', words: ['5.7.27'], says: 'us', reaction: UNTIL_REPAIRED,
    evidence: '550-5.7.27 Your email has been blocked because SPF authentication did not pass.' },
  { provider: 'google', words: ['5.7.28'], says: 'us', reaction: SLOW,
    evidence: '550-5.7.28 There is an unusual rate of unsolicited mail originating from your IP address.' },
  { provider: 'google', words: ['5.7.29'], says: 'us', reaction: UNTIL_REPAIRED,
    evidence: '550-5.7.29 Your email has been blocked because this message was not sent over a TLS connection.' },
  { provider: 'google', words: ['5.7.30'], says: 'us', reaction: UNTIL_REPAIRED,
    evidence: '550-5.7.30 Your email has been blocked because DKIM authentication did not pass.' },
  { provider: 'google', words: ['4.2.1', 'receiving mail'], says: 'recipient',
    evidence: '450-4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered.' },
  { provider: 'google', words: ['unusual rate'], says: 'us', reaction: SLOW,
    evidence: '421-4.7.0 [192.0.2.1 15] Our system has detected an unusual rate of unsolicited mail originating from your IP address.' },
  { provider: 'google', words: ['very low reputation'], says: 'us', reaction: SLOW,
    evidence: '550-5.7.1 [192.0.2.1 19] Our system has detected that this message is likely suspicious due to the very low reputation of the sending domain.' },
  { provider: 'google', words: ['likely unsolicited mail'], says: 'us', reaction: SLOW,
    evidence: '550-5.7.1 [192.0.2.1 12] Our system has detected that this message is likely unsolicited mail.' },

  // Outlook.com: https://sendersupport.olc.protection.outlook.com/pm/troubleshooting
  { provider: 'microsoft', words: ['5.7.515'], says: 'us', reaction: UNTIL_REPAIRED,
    evidence: '550 5.7.515 Access denied, sending domain news.example does not meet the required authentication level.' },
  { provider: 'microsoft', words: ['s3150'], says: 'us', reaction: suspend(120),
    evidence: '550 5.7.1 Unfortunately, messages from [192.0.2.1] weren’t sent. Part of their network is on our block list (S3150).' },
  { provider: 'microsoft', words: ['s3140'], says: 'us', reaction: suspend(120),
    evidence: '550 5.7.1 Unfortunately, messages from [192.0.2.1] weren’t sent. Part of their network is on our block list (S3140).' },
  { provider: 'microsoft', words: ['block list'], says: 'us', reaction: suspend(120),
    evidence: '550 SC-001 Mail rejected by Outlook for policy reasons; the sender’s network is on our block list.' },
  { provider: 'microsoft', words: ['rate limited due to ip reputation'], says: 'us', reaction: SLOW,
    evidence: '451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation. (S775)' },
  { provider: 'microsoft', words: ['4.7.650'], says: 'us', reaction: SLOW,
    evidence: '451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited. (S77719)' },
  { provider: 'microsoft', words: ['exceeded the maximum number of connections'], says: 'us', reaction: SLOW,
    evidence: '421 4.7.651 The mail server [192.0.2.1] has exceeded the maximum number of connections. (S3114)' },
  { provider: 'microsoft', words: ['rp-001'], says: 'us', reaction: SLOW,
    evidence: '421 RP-001 The mail server IP connecting to the server has exceeded the rate limit allowed.' },
  { provider: 'microsoft', words: ['rp-002'], says: 'us', reaction: SLOW,
    evidence: '421 RP-002 The mail server IP has exceeded the rate limit allowed on this connection.' },
  { provider: 'microsoft', words: ['rp-003'], says: 'us', reaction: SLOW,
    evidence: '421 RP-003 The mail server IP has exceeded the connection limit allowed.' },
  { provider: 'microsoft-365', words: ['5.7.606'], says: 'us', reaction: suspend(120),
    evidence: '550 5.7.606 Access denied, banned sending IP [192.0.2.1].' },
  { provider: 'microsoft-365', words: ['4.7.500', 'server busy'], says: 'us', reaction: SLOW,
    evidence: '451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77719)' },
  { provider: 'microsoft-365', words: ['5.7.515'], says: 'us', reaction: UNTIL_REPAIRED,
    evidence: '550 5.7.515 Access denied, sending domain does not meet the required authentication level.' },

  // Yahoo and AOL: https://senders.yahooinc.com/smtp-error-codes/
  { provider: 'yahoo', words: ['[tss04]'], says: 'us', reaction: suspend(120),
    evidence: '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints' },
  { provider: 'yahoo', words: ['[ts04]'], says: 'us', reaction: suspend(120),
    evidence: '421 4.7.0 [TS04] Messages from 192.0.2.1 temporarily deferred' },
  { provider: 'yahoo', words: ['[tss05]'], says: 'us', reaction: suspend(240),
    evidence: '421 4.7.0 [TSS05] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints' },
  { provider: 'yahoo', words: ['[tss09]'], says: 'us', reaction: suspend(240),
    evidence: '421 4.7.1 [TSS09] All messages from 192.0.2.1 will be permanently deferred; retrying will NOT succeed.' },
  { provider: 'yahoo', words: ['[tss11]'], says: 'us', reaction: suspend(240),
    evidence: '421 4.7.1 [TSS11] All messages from 192.0.2.1 will be permanently deferred; retrying will NOT succeed.' },
  { provider: 'yahoo', words: ['[ts03]'], says: 'us', reaction: suspend(240),
    evidence: '421 4.7.1 [TS03] All messages from 192.0.2.1 will be permanently deferred; retrying will NOT succeed.' },
  { provider: 'yahoo', words: ['[ts0'], says: 'us', reaction: SLOW,
    evidence: '421 4.7.0 [TS01] Messages from 192.0.2.1 temporarily deferred due to user complaints' },
  { provider: 'yahoo', words: ['[bl2'], says: 'us', reaction: suspend(120),
    evidence: '553 5.7.1 [BL21] Connections not accepted from servers on Spamhaus PBL' },

  // Apple: https://support.apple.com/en-us/102322
  { provider: 'apple', words: ['[hcm1]'], says: 'us', reaction: suspend(15),
    evidence: '421 4.7.1 [HCM1] Your mail from 192.0.2.1 was deferred' },
  { provider: 'apple', words: ['[bs02]'], says: 'later',
    evidence: '451 4.7.1 [BS02] Temporary server error. Please try again later' },
  { provider: 'apple', words: ['spamhaus'], says: 'us', reaction: suspend(240),
    evidence: '550 5.7.1 Your email was rejected due to having a domain present in the Spamhaus DBL' },
  { provider: 'apple', words: ['local policy', '[cs0'], says: 'content',
    evidence: '554 5.7.1 [CS01] Message rejected due to local policy' },

  // Orange: https://postmaster.orange.fr, codes OFRxxx_nnn.
  { provider: 'orange', words: ['_104'], says: 'us', reaction: SLOW,
    evidence: '421 OFR004_104 Trop de connexions, veuillez verifier votre configuration. Too many connections, slow down. [104]' },
  { provider: 'orange', words: ['_417'], says: 'recipient',
    evidence: '552 5.2.2 OFR_417 Boite du destinataire pleine. Recipient overquota. [417]' },
  { provider: 'orange', words: ['trop de connexions'], says: 'us', reaction: SLOW,
    evidence: '421 mwinf5c04 ME Trop de connexions, veuillez verifier votre configuration.' },
  { provider: 'orange', words: ['ofr', 'service refuse'], says: 'us', reaction: suspend(60),
    evidence: '421 mwinf5c04 ME OFR004_108 Service refuse. Veuillez essayer plus tard. Service refused, please try later. [108]' },
  { provider: 'orange', words: ['service refuse'], says: 'us', reaction: suspend(60),
    evidence: '421 mwinf5c04 ME Service refuse. Veuillez essayer plus tard. Service refused, please try later.' },
  { provider: 'orange', words: ['ofr_506'], says: 'content',
    evidence: '550 5.7.1 OFR_506 Mail rejete. Mail rejected. [506]' },
  { provider: 'orange', words: ['spamming issues'], says: 'us', reaction: suspend(120),
    evidence: '554 5.7.1 Client host blocked for spamming issues, OFR006_102' },

  // SFR, Free, La Poste, GMX: postmaster pages are short; these are replies senders see.
  { provider: 'sfr', words: ['too many'], says: 'us', reaction: SLOW,
    evidence: '421 4.7.0 Too many connections from your host, slow down. (LPN105_403)' },
  { provider: 'sfr', words: ['blocked'], says: 'us', reaction: suspend(120),
    evidence: '554 5.7.1 Your host is blocked, see the postmaster page' },
  { provider: 'free', words: ['too many'], says: 'us', reaction: SLOW,
    evidence: '421 Too many connections from 192.0.2.1, slow down' },
  { provider: 'free', words: ['too much spam'], says: 'us', reaction: suspend(120),
    evidence: '451 too much spam from your IP, please retry later' },
  { provider: 'laposte', words: ['lpn007_'], says: 'us', reaction: SLOW,
    evidence: '421 4.7.1 LPN007_405 Trop de messages envoyes, veuillez reessayer plus tard' },
  { provider: 'laposte', words: ['too many'], says: 'us', reaction: SLOW,
    evidence: '421 4.7.0 too many connections, try again later' },
  { provider: 'gmx', words: ['too many connections'], says: 'us', reaction: SLOW,
    evidence: '421 gmx.net (mxgmx017) Nemesis ESMTP Service not available. Too many connections' },
  { provider: 'gmx', words: ['policy restrictions'], says: 'us', reaction: suspend(60),
    evidence: '554 Transaction failed. Reject due to policy restrictions.' },

  // Relays about their own limits: SES https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html, SendGrid
  // https://www.twilio.com/docs/sendgrid/for-developers/sending-email/smtp-errors-and-troubleshooting, Google
  // https://support.google.com/a/answer/3726730. A rate is a matter of seconds; a quota of hours.
  { provider: '*', words: ['maximum sending rate exceeded'], says: 'later', isOfRelay: true,
    evidence: '454 Throttling failure: Maximum sending rate exceeded.' },
  { provider: '*', words: ['daily message quota exceeded'], says: 'us', reaction: suspend(60), isOfRelay: true,
    evidence: '454 Throttling failure: Daily message quota exceeded.' },
  { provider: '*', words: ['exceeded your messaging limits'], says: 'us', reaction: suspend(60), isOfRelay: true,
    evidence: '451 You have exceeded your messaging limits' },
  { provider: '*', words: ['sending limit exceeded'], says: 'us', reaction: suspend(60), isOfRelay: true,
    evidence: '550 5.4.5 Daily user sending limit exceeded.' },
  { provider: '*', words: ['relay limit'], says: 'us', reaction: suspend(60), isOfRelay: true,
    evidence: '550 5.7.1 Daily SMTP relay limit exceeded for customer.' },

  // Anybody. Greylisting says that the same envelope is welcome in some minutes (RFC 6647 §2); it often has 4.7.1.
  { provider: '*', words: ['greylist'], says: 'later',
    evidence: '451 4.7.1 Greylisting in action, please come back later' },
  { provider: '*', words: ['graylist'], says: 'later',
    evidence: '450 4.2.0 Graylisted, try again in 300 seconds' },
  { provider: '*', words: ['grey-list'], says: 'later',
    evidence: '451 4.7.1 You have been grey-listed, try again' },
  { provider: '*', words: ['postgrey'], says: 'later',
    evidence: '450 4.2.0 Recipient address rejected: see postgrey help' },
  { provider: '*', words: ['first time sender'], says: 'later',
    evidence: '451 4.7.1 temporarily deferred: first time sender' },
  // Lists of bad hosts: the relay's address is on one.
  { provider: '*', words: ['spamhaus'], says: 'us', reaction: SLOW,
    evidence: '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org' },
  { provider: '*', words: ['spamcop'], says: 'us', reaction: SLOW,
    evidence: '554 5.7.1 Service unavailable; client host blocked using bl.spamcop.net' },
  { provider: '*', words: ['barracudacentral'], says: 'us', reaction: SLOW,
    evidence: '554 5.7.1 Client host blocked using Barracuda Reputation, see https://www.barracudacentral.org/reputation' },
  { provider: '*', words: ['client host', 'blocked'], says: 'us', reaction: SLOW,
    evidence: '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using dnsbl.example' },
  { provider: '*', words: ['too many connections'], says: 'us', reaction: { kind: 'slow', minutes: 15 },
    evidence: '421 4.7.0 Too many connections from your host' },
  { provider: '*', words: ['too many messages'], says: 'us', reaction: { kind: 'slow', minutes: 15 },
    evidence: '421 4.7.0 Too many messages from your host, slow down' },
  { provider: '*', words: ['rate limit'], says: 'us', reaction: { kind: 'slow', minutes: 15 },
    evidence: '451 4.7.1 Sender rate limit exceeded, try again later' },
  // One recipient's own doors: RFC 3463 §3.8 has them among the policies, and they are nobody's fault.
  { provider: '*', words: ['5.7.124'], says: 'recipient',
    evidence: '550 5.7.124 Sender not in allowed-senders list of this group' },
  { provider: '*', words: ['5.7.129'], says: 'recipient',
    evidence: '550 5.7.129 RESOLVER.RST.RestrictedToRecipientsPermission; not authorized' },
  { provider: '*', words: ['5.7.133'], says: 'recipient',
    evidence: '550 5.7.133 Sender not authenticated for group' },
  { provider: '*', words: ['5.7.134'], says: 'recipient',
    evidence: '550 5.7.134 Sender was not authenticated for mailbox' },
  { provider: '*', words: ['5.7.2 '], says: 'recipient',
    evidence: '550 5.7.2 Mailing list expansion prohibited' },
  { provider: '*', words: ['recipient', 'has blocked'], says: 'recipient',
    evidence: '550 5.7.1 The recipient has blocked messages from this sender' },
  // What is in the message.
  { provider: '*', words: ['virus'], says: 'content',
    evidence: '554 5.7.1 Message refused, virus found' },
  { provider: '*', words: ['spam', 'content'], says: 'content',
    evidence: '554 5.7.1 Message content rejected as spam' },
]; // prettier-ignore
