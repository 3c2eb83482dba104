/** Who stands in From, To and their like (RFC 5322 §3.4). */
export interface ListedMailbox {
  /** Without its quotes; '' where there is none. */
  readonly name: string;
  readonly address: string;
  /** In small letters. */
  readonly domain: string;
}

/** Characters of a field that are looked at. */
const LONGEST_FIELD = 20_000;
/** Mailboxes of a field; a newsletter has one. */
const MOST_MAILBOXES = 200;

/** The first mailbox of a field. */
export function mailboxIn(field: string): ListedMailbox | undefined {
  return mailboxesIn(field)[0];
}

/** In order; undefined stands for what is no mailbox. Groups are told apart by nobody and count as their members. */
export function mailboxesIn(field: string): (ListedMailbox | undefined)[] {
  const entries = entriesOf(field.slice(0, LONGEST_FIELD)).map((entry) => entry.trim());
  return entries
    .filter((entry) => entry !== '')
    .slice(0, MOST_MAILBOXES)
    .map(mailboxOf);
}

/** Parted at commas, semicolons and the colon of a group that stand in no quotes, no comment and no brackets. */
function entriesOf(field: string): string[] {
  const entries = [''];
  let [isQuoted, isBracketed, comments] = [false, false, 0];
  for (let at = 0; at < field.length; at += 1) {
    const sign = field.charAt(at);
    if (sign === '\\' && (isQuoted || comments > 0)) {
      if (comments === 0) entries.push((entries.pop() ?? '') + field.slice(at, at + 2));
      at += 1;
      continue;
    }
    if (sign === '"' && comments === 0) isQuoted = !isQuoted;
    if (!isQuoted && sign === '(') comments += 1;
    else if (!isQuoted && sign === ')' && comments > 0) comments -= 1;
    else if (comments === 0) {
      if (!isQuoted && sign === '<') isBracketed = true;
      if (!isQuoted && sign === '>') isBracketed = false;
      const isEnd = !isQuoted && !isBracketed && /[,;]/.test(sign);
      if (isEnd) entries.push('');
      else if (sign === ':' && !isQuoted && !isBracketed) entries.splice(-1, 1, '');
      else entries.push((entries.pop() ?? '') + sign);
    }
  }
  return entries;
} // prettier-ignore

function mailboxOf(entry: string): ListedMailbox | undefined {
  const open = entry.lastIndexOf('<');
  const isBracketed = open !== -1 && entry.endsWith('>');
  if (!isBracketed && /[<>]/.test(entry)) return undefined;
  const address = isBracketed ? entry.slice(open + 1, -1) : entry;
  const name = isBracketed ? entry.slice(0, open).trim() : '';
  const sign = address.lastIndexOf('@');
  const domain = address.slice(sign + 1).toLowerCase();
  if (sign < 1 || sign > 64 || !isLocalPart(address.slice(0, sign)) || !isDomain(domain)) return undefined;
  return { name: name.replaceAll(/\\(.)/g, '$1').replaceAll('"', '').trim(), address, domain };
}

function isLocalPart(local: string): boolean {
  return /^"[^"]{0,62}"$/.test(local) || local.split('.').every((atom) => /^[\w!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]{1,64}$/u.test(atom));
} // prettier-ignore

/** A name with a dot, or an address in square brackets. */
function isDomain(domain: string): boolean {
  if (/^\[[\da-f:.v]{2,60}\]$/.test(domain)) return true;
  const labels = domain.split('.');
  const isLabel = (label: string): boolean => /^[\w\u0080-\u{10ffff}-]{1,63}$/u.test(label) && !/^-|-$/.test(label);
  return domain.length <= 253 && labels.length > 1 && labels.every(isLabel);
}
