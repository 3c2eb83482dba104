import { isIPv4, isIPv6 } from 'node:net';
import { domainSpecFault, macroFault } from './spf-macros.js';

/** An SPF record read by its grammar (RFC 7208 §4.6, §5, §6, §12). */

export type SpfQualifier = '+' | '-' | '~' | '?';
export type SpfMechanism = 'all' | 'include' | 'a' | 'mx' | 'ptr' | 'ip4' | 'ip6' | 'exists';

export interface SpfDirective {
  readonly qualifier: SpfQualifier;
  readonly mechanism: SpfMechanism;
  /** The domain-spec, or of ip4 and ip6 the address; undefined: the domain of the record. */
  readonly target: string | undefined;
  readonly prefix4: number;
  readonly prefix6: number;
  /** As it stands in the record. */
  readonly text: string;
}

export interface SpfRecord {
  readonly text: string;
  readonly directives: readonly SpfDirective[];
  readonly redirect: string | undefined;
  readonly unknownModifiers: readonly string[];
}

export type SpfReading =
  { readonly kind: 'record'; readonly record: SpfRecord } | { readonly kind: 'fault'; readonly fault: string };

/** Longer than any name with its prefix; what is longer is not tried. */
const MAX_TERM_LENGTH = 1_000;

const MECHANISMS: ReadonlySet<string> = new Set(['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists']);

/** The version is read without regard to case, and nothing but a space may follow it (RFC 7208 §4.5). */
export function isSpf(text: string): boolean {
  return /^v=spf1(?: |$)/i.test(text);
}

export function readSpf(text: string): SpfReading {
  const directives: SpfDirective[] = [];
  const modifiers = new Map<string, string>();
  const unknownModifiers: string[] = [];
  for (const term of text.slice('v=spf1'.length).split(' ')) {
    if (term === '') continue;
    if (term.length > MAX_TERM_LENGTH) return { kind: 'fault', fault: 'a term is longer than any name can be' };
    const modifier = /^([a-z][a-z0-9._-]*)=(.*)$/is.exec(term);
    if (modifier !== null) {
      const [, name = '', value = ''] = modifier;
      const fault = readModifier(name.toLowerCase(), value, { modifiers, unknownModifiers });
      if (fault !== undefined) return { kind: 'fault', fault };
      continue;
    }
    const directive = readDirective(term);
    if (typeof directive === 'string') return { kind: 'fault', fault: directive };
    directives.push(directive);
  }
  return { kind: 'record', record: { text, directives, redirect: modifiers.get('redirect'), unknownModifiers } };
}

function readModifier(
  name: string,
  value: string,
  found: { modifiers: Map<string, string>; unknownModifiers: string[] },
): string | undefined {
  if (name !== 'redirect' && name !== 'exp') {
    found.unknownModifiers.push(shown(name));
    return macroFault(value);
  }
  if (found.modifiers.has(name)) return `${name}= stands there more than once`;
  found.modifiers.set(name, value);
  const fault = domainSpecFault(value);
  return fault === undefined ? undefined : `${name}=: ${fault}`;
}

function readDirective(text: string): SpfDirective | string {
  const [, head = '', single, double] = /^(.*?)(?:\/(\d{1,3}))?(?:\/\/(\d{1,3}))?$/s.exec(text) ?? [];
  const parts = /^([+\-?~]?)([a-z0-9]+)(?::(.*))?$/is.exec(head);
  if (parts === null) return `“${shown(text)}” is no mechanism`;
  const [, qualifier = '', name = '', target] = parts;
  const mechanism = name.toLowerCase();
  if (!isMechanism(mechanism)) return `“${shown(text)}”: there is no mechanism “${shown(name)}”`;
  const fault = prefixFault(mechanism, single, double) ?? targetFault(mechanism, target);
  if (fault !== undefined) return `“${shown(text)}”: ${fault}`;
  return {
    qualifier: isQualifier(qualifier) ? qualifier : '+',
    mechanism,
    target,
    prefix4: Number(single ?? 32),
    prefix6: Number((mechanism === 'ip6' ? single : double) ?? 128),
    text,
  };
}

/** Longest prefix after one slash and after two; -1: none may stand there. */
const PREFIXES: Partial<Record<SpfMechanism, readonly [number, number]>> = {
  ip4: [32, -1],
  ip6: [128, -1],
  a: [32, 128],
  mx: [32, 128],
};

/** `single` follows one slash, `double` two (RFC 7208 §5.6: no leading zero). */
function prefixFault(mechanism: SpfMechanism, single?: string, double?: string): string | undefined {
  const takes = PREFIXES[mechanism] ?? [-1, -1];
  const fits = [single, double].every((length, place) => {
    if (length === undefined) return true;
    return /^(?:0|[1-9]\d*)$/.test(length) && Number(length) <= (takes[place] ?? -1);
  });
  return fits ? undefined : 'a prefix length that cannot stand here';
}

function targetFault(mechanism: SpfMechanism, target: string | undefined): string | undefined {
  switch (mechanism) {
    case 'all':
      return target === undefined ? undefined : 'nothing may follow “all”';
    case 'ip4':
      return target !== undefined && isIPv4(target) ? undefined : 'no IPv4 address';
    case 'ip6':
      return target !== undefined && isIPv6(target) && !target.includes('%') ? undefined : 'no IPv6 address';
    case 'include':
    case 'exists':
      return target === undefined ? 'a domain is missing' : domainSpecFault(target);
    case 'ptr':
    case 'a':
    case 'mx':
      return target === undefined ? undefined : domainSpecFault(target);
  }
}

function isMechanism(name: string): name is SpfMechanism {
  return MECHANISMS.has(name);
}

function isQualifier(text: string): text is SpfQualifier {
  return text === '+' || text === '-' || text === '~' || text === '?';
}

/** Of somebody else's text as much as helps to find it. */
function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
