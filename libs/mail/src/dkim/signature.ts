import { createHash, sign, type KeyObject } from 'node:crypto';
import { relaxedBody, relaxedHeader } from './relaxed.js';

/** Who signs: `d=` and `s=` of the record, and the private key that belongs to it. */
export interface DkimSigner {
  /** A-labels. */
  readonly domain: string;
  readonly selector: string;
  readonly privateKey: KeyObject;
}

/** A message as it is signed. */
export interface Signed {
  /** Relaxed (`relaxedHeader`). Each name once. */
  readonly headers: readonly string[];
  /** SHA-256 of the relaxed body, base64. */
  readonly bodyHash: string;
  readonly at: Date;
}

/**
 * Signed where they are there (RFC 6376 §5.4; RFC 8058 §4 for the one-click pair). From is named once more than it
 * stands there, so that nobody adds a second one to a signed message.
 */
const SIGNED_HEADERS: readonly string[] = [
  'From',
  'From',
  'To',
  'Subject',
  'Date',
  'Message-ID',
  'Reply-To',
  'MIME-Version',
  'Content-Type',
  'List-Id',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'Feedback-ID',
  'Auto-Submitted',
  'Precedence',
  'X-Auto-Response-Suppress',
];

/** Columns of the folded lists and of the signature. */
const COLUMNS = 70;

/**
 * The DKIM-Signature header with its line end: rsa-sha256, relaxed/relaxed, without `l=` (RFC 6376, 8301). RSA is done
 * in the thread pool.
 */
export async function signatureHeader(
  { domain, selector, privateKey }: DkimSigner,
  { headers, bodyHash, at }: Signed,
): Promise<string> {
  const byName = new Map(headers.map((header) => [header.slice(0, header.indexOf(':')), header]));
  const names = SIGNED_HEADERS.filter((name) => byName.has(name.toLowerCase()));
  const unsigned = [
    'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;',
    `d=${domain};`,
    `s=${selector}; t=${Math.floor(at.getTime() / 1000)};`,
    `h=${foldedNames(names)};`,
    `bh=${bodyHash};`,
    'b=',
  ].join('\r\n ');
  // The name that is there once more than the header gives nothing (RFC 6376 §5.4.2).
  const covered = [...new Set(names)].map((name) => byName.get(name.toLowerCase()) ?? '').join('');
  const input = Buffer.from(covered + relaxedHeader(unsigned).slice(0, -'\r\n'.length));
  const signature = await rsaSha256(input, privateKey);
  return `${unsigned}${(signature.match(/.{1,70}/g) ?? []).join('\r\n ')}\r\n`;
}

/** A whole message, CRLF line ends, with its signature on top. */
export async function signMessage(message: Buffer, signer: DkimSigner, at: Date): Promise<Buffer> {
  const end = message.indexOf('\r\n\r\n');
  const head = message.subarray(0, end < 0 ? message.length : end).toString();
  const body = end < 0 ? Buffer.alloc(0) : message.subarray(end + 4);
  const header = await signatureHeader(signer, {
    headers: head.split(/\r\n(?![ \t])/).map(relaxedHeader),
    bodyHash: createHash('sha256').update(relaxedBody(body)).digest('base64'),
    at,
  });
  return Buffer.concat([Buffer.from(header), message]);
}

function foldedNames(names: readonly string[]): string {
  let column = 2;
  return names.reduce((list, name, at) => {
    if (at === 0) {
      column += name.length;
      return name;
    }
    const folds = column + name.length + 1 > COLUMNS;
    column = (folds ? 1 : column + 1) + name.length;
    return `${list}:${folds ? '\r\n ' : ''}${name}`;
  }, '');
}

function rsaSha256(input: Buffer, key: KeyObject): Promise<string> {
  return new Promise((resolve, reject) => {
    sign('sha256', input, key, (failed, signature) => {
      if (failed === null) resolve(signature.toString('base64'));
      else reject(failed);
    });
  });
}
