import { createHash, createPublicKey, verify } from 'node:crypto';

/**
 * Verifies the topmost DKIM-Signature of a message, written from RFC 6376 §6.1 and sharing nothing with the signer: a
 * tokenizer over bytes and not expressions over lines. `record` is the key's TXT record, joined.
 */
export function verifyDkim(message: Buffer, record: string): string {
  const { fields, body } = split(message);
  const signature = fields.find(({ name }) => name === 'dkim-signature');
  if (signature === undefined) return 'none';
  const tags = tagList(signature.value);
  const key = tagList(record);
  const tag = (name: string): string => tags.get(name) ?? '';
  if (tag('v') !== '1' || tag('a') !== 'rsa-sha256' || tag('c') !== 'relaxed/relaxed') return 'unsupported';
  if (tags.has('l')) return 'signs a part of the body only';
  const from = fields.filter(({ name }) => name === 'from');
  const domain = /@([^@>\s]+)>?\s*$/.exec(from[0]?.value ?? '')?.[1]?.toLowerCase() ?? '';
  if (domain !== tag('d') && !domain.endsWith(`.${tag('d')}`)) return 'not aligned';
  const hashed = createHash('sha256').update(canonicalBody(body)).digest('base64');
  if (hashed !== withoutBlanks(tag('bh'))) return 'body hash did not verify';
  const left = [...fields];
  const covered: Buffer[] = [];
  for (const name of withoutBlanks(tag('h')).toLowerCase().split(':')) {
    const at = left.findLastIndex((field) => field.name === name);
    if (at < 0) continue;
    const [field] = left.splice(at, 1);
    if (field !== undefined) covered.push(canonicalField(field.name, field.value), Buffer.from('\r\n'));
  }
  if (left.some(({ name }) => name === 'from')) return 'a From is not signed';
  covered.push(canonicalField('dkim-signature', signature.value.replace(/([;\s]b=)[^;]*/, '$1')));
  const publicKey = createPublicKey({
    key: Buffer.from(withoutBlanks(key.get('p') ?? ''), 'base64'),
    format: 'der',
    type: 'spki',
  });
  const proof = Buffer.from(withoutBlanks(tag('b')), 'base64');
  return verify('sha256', Buffer.concat(covered), publicKey, proof) ? 'pass' : 'signature did not verify';
}

interface Field {
  readonly name: string;
  /** As it stands after the colon, folds included, bytes as Latin-1. */
  readonly value: string;
}

function split(message: Buffer): { fields: Field[]; body: Buffer } {
  const fields: { name: string; value: string }[] = [];
  let at = 0;
  for (;;) {
    const end = message.indexOf('\r\n', at);
    if (end === at || end < 0) return { fields, body: message.subarray(end < 0 ? message.length : end + 2) };
    const line = message.toString('latin1', at, end);
    const last = fields.at(-1);
    if ((line.startsWith(' ') || line.startsWith('\t')) && last !== undefined) last.value += `\r\n${line}`;
    else
      fields.push({
        name: line.slice(0, line.indexOf(':')).toLowerCase(),
        value: line.slice(line.indexOf(':') + 1),
      });
    at = end + 2;
  }
}

function tagList(list: string): Map<string, string> {
  return new Map(
    list.split(';').flatMap((tag): [string, string][] => {
      const equals = tag.indexOf('=');
      return equals < 0 ? [] : [[tag.slice(0, equals).trim(), tag.slice(equals + 1).trim()]];
    }),
  );
}

function withoutBlanks(text: string): string {
  return text.split(/[ \t\r\n]/).join('');
}

function canonicalField(name: string, value: string): Buffer {
  const words = value.split(/[ \t\r\n]/).filter((word) => word !== '');
  return Buffer.from(`${name}:${words.join(' ')}`, 'latin1');
}

function canonicalBody(body: Buffer): Buffer {
  const lines: number[][] = [];
  let line: number[] = [];
  let blank = false;
  for (const byte of body) {
    if (byte === 0x0a && line.at(-1) === 0x0d) {
      lines.push(line.slice(0, -1));
      line = [];
      blank = false;
    } else if (byte === 0x20 || byte === 0x09) blank = true;
    else {
      if (blank && byte !== 0x0d) line.push(0x20);
      blank = false;
      line.push(byte);
    }
  }
  if (line.length > 0) lines.push(line);
  while (lines.length > 0 && lines.at(-1)?.length === 0) lines.pop();
  return Buffer.from(lines.flatMap((bytes) => [...bytes, 0x0d, 0x0a]));
}
