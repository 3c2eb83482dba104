import { domainToASCII } from 'node:url';
import { foldLines } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';
import { assertHeaderSafe } from './message-building.js';

/** What nearly everybody has: nothing to quote, nothing to encode, one line. RFC 5321's dot-atom and a domain of A-labels. */
const PLAIN =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;
/** A local part outside ASCII (RFC 6531 §3.3) that needs no quotes; domain aside. */
const UNQUOTED = /^[^\s\p{Cc}()<>@,;:\\"[\].]+(?:\.[^\s\p{Cc}()<>@,;:\\"[\].]+)*$/u;
/** Of an address that is written as it is; longer ones are Nodemailer's to fold. */
const ONE_LINE = 70;

/**
 * The To line of one reader, without its line end. Ordinary addresses are written as they are; quoted and otherwise odd
 * ones by Nodemailer, exactly as in a message of its own. A domain goes out as A-labels, also behind a local part outside
 * ASCII.
 *
 * @throws `message.header_unsafe`
 */
export function recipientHeader(address: string): string {
  if (address.length <= ONE_LINE && PLAIN.test(address)) return `To: ${address}`;
  assertHeaderSafe(address);
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = domainToASCII(address.slice(at + 1));
  // eslint-disable-next-line no-control-regex -- ASCII is exactly what is looked for
  if (at > 0 && domain !== '' && !/^[\u0000-\u007F]*$/.test(local) && UNQUOTED.test(local))
    return `To: ${local}@${domain}`;
  return foldLines(`To: ${MimeNode.encodeHeaderValue('To', { name: '', address })}`);
}
