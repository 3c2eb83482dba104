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

/** A mail address in an address, escaped or not; `port@2x.jpg` is a picture for fine screens. */
const MAIL_ADDRESS =
  /[a-z0-9._+-]{1,64}(?:@|%40)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,7}\.(?!(?:jpe?g|png|gif|webp|svg|avif)(?![a-z]))[a-z]{2,24}(?![\w.-])/i;
/** What is made for one: a UUID, a hash, or as many random letters (128 bits). */
const TOKEN =
  /^(?:[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[0-9a-fA-F]{32,128}|(?=.*\d)(?=.*[A-Z])(?=.*[a-z])[\w-]{22,400}={0,2})$/;
/** Files that are pictures by their names; what counts openings has none, or is a GIF. */
const PICTURE_FILE = /\.(?:jpe?g|png|webp|svg|avif)$/i;
/** What picture servers sign their own addresses with, for every reader alike. */
const SERVERS_PARAMETERS =
  /^(?:s|sig|sign|signature|hash|h|hmac|v|ver|version|key|policy|expires|x-amz-.{1,40}|x-goog-.{1,40}|key-pair-id|url|src|image|img|file|path|asset|media|ixid|auto|fit|crop|focal|cb|etag|digest)$/i;

/** When something was made or must be fetched anew. */
const TIMES = /^(?:t|ts|time|timestamp|date|d|r(?:and|nd|ev)|cache|_|nocache|w|width|height|size|q|quality)$/i;
/** Where whoever keeps pictures gets a random name, the same for every reader. Evidence: the services' own guides. */
const STORES =
  /\.(?:cloudfront\.net|amazonaws\.com|windows\.net|azureedge\.net|azurefd\.net|vercel-storage\.com|vercel\.app|r2\.dev|b-cdn\.net|supabase\.co|digitaloceanspaces\.com|akamaized\.net|akamaihd\.net|fastly\.net|googleusercontent\.com|cdn77\.org|netlify\.app|pages\.dev|workers\.dev|ovh\.net|ovh\.us|scw\.cloud)$/;

export type ReaderSign = 'parameter' | 'path' | 'recipient' | 'token';

/**
 * Why a picture's address is one reader's own; undefined: it is everybody's. `links`: how the reader's own links look;
 * `isSilent`: the picture shows nothing and says nothing, so that a token in its address can be for no other purpose.
 */
export function readerSignIn(
  src: string,
  { recipient, links = [], isSilent = false }: { recipient?: string; links?: readonly string[]; isSilent?: boolean },
): ReaderSign | undefined {
  const url = URL.parse(src);
  if (url === null) return undefined;
  if (recipient !== undefined && namesRecipient(src, recipient)) return 'recipient';
  if (MAIL_ADDRESS.test(`${url.pathname}${url.search}`.slice(0, 2_000))) return 'recipient';
  if ([...url.searchParams.values()].some(hidesAddress)) return 'recipient';
  if (links.some((link) => src.includes(link))) return 'token';
  for (const [name, value] of url.searchParams)
    if (READER_PARAMETERS.has(name.toLowerCase()) && value.length >= SHORTEST_VALUE) return 'parameter';
  if (OPEN_PATHS.test(url.pathname)) return 'path';
  if ([...url.searchParams].some(([name, value]) => isNumber(url, name, value, isSilent))) return 'parameter';
  return holdsToken(url, isSilent) || isHostForOne(url.hostname) ? 'token' : undefined;
}

/** A number of many digits: under a letter that stands for a reader where no picture file is named, or of what shows nothing. */
function isNumber({ pathname }: URL, name: string, value: string, isSilent: boolean): boolean {
  if (!/^\d{6,20}$/.test(value) || SERVERS_PARAMETERS.test(name) || TIMES.test(name)) return false;
  return isSilent || (/^[cemrux]$/i.test(name) && !PICTURE_FILE.test(pathname));
}

/** A name below the sender's that is random letters, so that asking for its address tells already. */
function isHostForOne(host: string): boolean {
  const labels = host.split('.');
  const [first = ''] = labels;
  if (labels.length < 3 || !/^[a-z0-9]{20,63}$/.test(first) || STORES.test(host)) return false;
  return (first.match(/[a-z](?=\d)|\d(?=[a-z])/g)?.length ?? 0) >= 4;
}

/** A mail address in base64. */
function hidesAddress(value: string): boolean {
  return /^[\w+/-]{12,400}={0,2}$/.test(value) && MAIL_ADDRESS.test(Buffer.from(value, 'base64').toString('latin1'));
}

/** In the query of what is no picture file; in the path only of what shows nothing. */
function holdsToken({ pathname, searchParams }: URL, isSilent: boolean): boolean {
  // Folders of what shows nothing; of other pictures they are how servers keep them.
  if (
    isSilent &&
    pathname
      .split('/')
      .slice(0, -1)
      .some((part) => TOKEN.test(part))
  )
    return true;
  if (PICTURE_FILE.test(pathname)) return false;
  if ([...searchParams].some(([name, value]) => TOKEN.test(value) && !SERVERS_PARAMETERS.test(name))) return true;
  return isSilent && pathname.split('/').some((part) => TOKEN.test(part.replace(/\.gif$/i, '')));
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
