import { createHash } from 'node:crypto';

/**
 * How pictures that tell when one reader opened a mail are recognised by their address. Hashes in paths and signatures in
 * queries (`s=`, `sig=`, `Expires=`) are what picture servers of newsrooms have for every reader alike, and are not asked
 * for.
 */

/** Names of parameters that services put a reader into. Evidence: open pixels of the services behind each. */
const READER_PARAMETERS = new Set([
  // Mailchimp (`u`, `id` and `e` together; `e` alone is the reader), Sendgrid (`upn`), Mailjet, Brevo
  'e', 'upn', 'euid', 'mc_eid',
  // Hubspot, Marketo, Salesforce Marketing Cloud, Oracle Responsys
  '_hsenc', '_hsmi', 'mkt_tok', 'sfmc_sub', 'subscriberkey', '_ri_',
  // what everybody calls it
  'uid', 'userid', 'user_id', 'user', 'rid', 'recipient', 'recipientid', 'recipient_id', 'subscriber', 'subscriberid',
  'subscriber_id', 'sub_id', 'subid', 'contact', 'contactid', 'contact_id', 'cid_hash', 'email', 'mail', 'email_hash', 'emailhash', 'reader',
  'readerid', 'reader_id', 'member', 'memberid', 'member_id', 'lead_id', 'leadid', 'token', 'openid', 'open_id', 'trackingid', 'tracking_id', 'messageid',
  'message_id', 'msgid', 'deliveryid', 'delivery_id', 'person', 'personid', 'customer_id', 'customerid',
]); // prettier-ignore
/** A number of a user has three digits at least where there is a public worth counting. */
const SHORTEST_VALUE = 3;

/** Paths of open pixels: Sendgrid `/wf/open`, Mailchimp `/track/open.php`, Mailgun `/o/`, SES `/CI0/`, Postmark `/open`. */
const OPEN_PATHS = /\/(?:wf\/open|track\/open|trk\/open|open\.(?:php|gif|png|aspx|ashx)|opens?\/[^/]{6,}|o\/[A-Za-z0-9_-]{16,}|CI0\/|q\/[A-Za-z0-9_-]{16,}~~|tracking[-_]?pixel|pixel\.(?:gif|png|php)|beacon\.(?:gif|png)|e\/o\/[^/]{6,})/i; // prettier-ignore

/** Why a picture's address is one reader's own; undefined: it is everybody's. */
export function readerSignIn(src: string, recipient?: string): 'parameter' | 'path' | 'recipient' | undefined {
  const url = URL.parse(src);
  if (url === null) return undefined;
  if (recipient !== undefined && namesRecipient(src, recipient)) return 'recipient';
  for (const [name, value] of url.searchParams)
    if (READER_PARAMETERS.has(name.toLowerCase()) && value.length >= SHORTEST_VALUE) return 'parameter';
  return OPEN_PATHS.test(url.pathname) ? 'path' : undefined;
}

/** The address itself, escaped or not, in base64, or as one of the hashes that services use for it. */
export function namesRecipient(text: string, recipient: string): boolean {
  const address = recipient.trim().toLowerCase();
  if (address === '') return false;
  const low = text.toLowerCase();
  const hashes = ['md5', 'sha1', 'sha256'].map((algorithm) => createHash(algorithm).update(address).digest('hex'));
  const base64 = Buffer.from(address).toString('base64').replaceAll('=', '');
  return (
    low.includes(address) ||
    low.includes(encodeURIComponent(address).toLowerCase()) ||
    hashes.some((hash) => low.includes(hash)) ||
    text.includes(base64) ||
    text.includes(Buffer.from(address).toString('base64url'))
  );
}
