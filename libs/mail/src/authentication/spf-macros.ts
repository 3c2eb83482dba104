import ipaddr from 'ipaddr.js';

/**
 * SPF's macros (RFC 7208 §7): how a record names something that depends on who is sending from where. All scanning is
 * one pass over the text.
 */

/** What a macro may name outside `exp`; `c`, `r` and `t` belong to explanations alone (RFC 7208 §7.2). */
const LETTERS = 'slodiphv';
const DELIMITERS = '.-+,/_=';

export interface MacroValues {
  /** `local@domain`. */
  readonly sender: string;
  readonly ip: string;
  readonly helo: string;
  /** The domain whose record is being read. */
  readonly domain: string;
}

interface Macro {
  readonly letter: string;
  /** undefined: all parts. */
  readonly digits: number | undefined;
  readonly reversed: boolean;
  readonly delimiters: string;
}

type Part = string | Macro;

/** Whether a text is a domain-spec; otherwise what is wrong with it. */
export function domainSpecFault(text: string): string | undefined {
  const parts = partsOf(text);
  if (typeof parts === 'string') return parts;
  const last = parts.at(-1);
  if (last === undefined) return 'a domain is missing';
  if (typeof last !== 'string') return undefined;
  // domain-end = ( "." toplabel [ "." ] ) / macro-expand
  const top = /\.([a-z0-9-]+)\.?$/i.exec(last)?.[1];
  return top !== undefined && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(top) && !/^\d+$/.test(top)
    ? undefined
    : `“${text}” is no domain`;
}

/** Whether a text is a macro-string, as the value of a modifier nobody knows must be; otherwise what is wrong with it. */
export function macroFault(text: string): string | undefined {
  const parts = partsOf(text);
  return typeof parts === 'string' ? parts : undefined;
}

export function hasMacro(text: string): boolean {
  return text.includes('%');
}

/** The name a domain-spec stands for; its left labels go where it is longer than a name may be (RFC 7208 §7.3). */
export function expandMacros(text: string, values: MacroValues): string {
  const parts = partsOf(text);
  if (typeof parts === 'string') return '';
  let name = parts.map((part) => (typeof part === 'string' ? part : expanded(part, values))).join('');
  name = name.replace(/\.$/, '');
  while (name.length > 253 && name.includes('.')) name = name.slice(name.indexOf('.') + 1);
  return name;
}

/** The parts, or what is wrong. */
function partsOf(text: string): Part[] | string {
  const parts: Part[] = [];
  let literal = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character < '!' || character > '~') return 'there is a character outside visible ASCII';
    if (character !== '%') {
      literal += character;
      continue;
    }
    at += 1;
    const escaped = { '%': '%', _: ' ', '-': '%20' }[text.charAt(at)];
    if (escaped !== undefined) {
      literal += escaped;
      continue;
    }
    const end = text.indexOf('}', at);
    const macro = text.charAt(at) === '{' && end > at ? macroOf(text.slice(at + 1, end)) : undefined;
    if (macro === undefined) return `“${text.slice(at - 1, at + 20)}” is no macro`;
    if (literal !== '') parts.push(literal);
    literal = '';
    parts.push(macro);
    at = end;
  }
  return literal === '' ? parts : [...parts, literal];
}

function macroOf(text: string): Macro | undefined {
  const found = /^([a-z])(\d{0,3})(r?)([.\-+,/_=]*)$/i.exec(text);
  if (found === null) return undefined;
  const [, letter = '', digits = '', reversed = '', delimiters = ''] = found;
  if (!LETTERS.includes(letter.toLowerCase()) || /^0+$/.test(digits)) return undefined;
  return {
    letter: letter.toLowerCase(),
    digits: digits === '' ? undefined : Number(digits),
    reversed: reversed !== '',
    delimiters: delimiters === '' ? '.' : delimiters,
  };
}

function expanded(macro: Macro, values: MacroValues): string {
  const parts: string[] = [];
  let part = '';
  for (const character of valueOf(macro.letter, values)) {
    if (DELIMITERS.includes(character) && macro.delimiters.includes(character)) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  parts.push(part);
  if (macro.reversed) parts.reverse();
  return parts.slice(macro.digits === undefined ? 0 : -macro.digits).join('.');
}

function valueOf(letter: string, values: MacroValues): string {
  const at = values.sender.lastIndexOf('@');
  switch (letter) {
    case 's':
      return values.sender;
    case 'l':
      return values.sender.slice(0, Math.max(0, at)) || 'postmaster';
    case 'o':
      return values.sender.slice(at + 1);
    case 'd':
      return values.domain;
    case 'i':
      return dotted(values.ip);
    case 'h':
      return values.helo;
    case 'v':
      return values.ip.includes(':') ? 'ip6' : 'in-addr';
    default:
      // `p`: a validated name is discouraged, and "unknown" is what stands for none (RFC 7208 §7.3).
      return 'unknown';
  }
}

/** An IPv6 address as its 32 hex digits with dots between them. */
function dotted(ip: string): string {
  const parsed = ipaddr.parse(ip);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return Array.from(parsed.toByteArray(), (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .split('')
    .join('.');
}
