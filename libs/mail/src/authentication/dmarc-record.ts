import { readTags, type Tag } from './tag-list.js';

/** A DMARC policy record under both standards: RFC 7489 §6.3 and RFC 9989 §4.7. */

export type DmarcPolicy = 'none' | 'quarantine' | 'reject';
export type DmarcAlignment = 'r' | 's';

export interface DmarcRecord {
  readonly text: string;
  /** undefined: not there. What is there and cannot be read stands in `invalid`. */
  readonly p: DmarcPolicy | undefined;
  readonly sp: DmarcPolicy | undefined;
  readonly np: DmarcPolicy | undefined;
  readonly adkim: DmarcAlignment;
  readonly aspf: DmarcAlignment;
  readonly psd: 'y' | 'n' | 'u';
  /** Test mode, RFC 9989's. */
  readonly t: boolean;
  readonly rua: readonly string[];
  /** `name=value` of known tags whose value cannot be read, and parts that are no tags. */
  readonly invalid: readonly string[];
  /** Tags of RFC 7489 that RFC 9989 took away, as `name=value`. */
  readonly gone: readonly string[];
  readonly unknown: readonly string[];
  readonly repeated: readonly string[];
  /** p= directly after v=, as RFC 7489 §6.3 demands. */
  readonly isPolicySecond: boolean;
}

const POLICIES: ReadonlySet<string> = new Set(['none', 'quarantine', 'reject']);
/** RFC 9989 Appendix C: removed. */
const GONE: ReadonlySet<string> = new Set(['pct', 'rf', 'ri']);
const VALUES: Readonly<Record<string, RegExp>> = {
  p: /^(?:none|quarantine|reject)$/i,
  sp: /^(?:none|quarantine|reject)$/i,
  np: /^(?:none|quarantine|reject)$/i,
  adkim: /^[rs]$/i,
  aspf: /^[rs]$/i,
  psd: /^[ynu]$/i,
  t: /^[yn]$/i,
  fo: /^[01ds](?:\s*:\s*[01ds])*$/i,
  rua: /\S/,
  ruf: /\S/,
};

/** The version's case counts, and it stands first (RFC 9989 §4.7). */
export function isDmarc(text: string): boolean {
  return /^v[ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)/.test(text);
}

export function readDmarc(text: string): DmarcRecord {
  const { tags, faults } = readRecord(text);
  const names = tags.map(({ name }) => name);
  const known = tags.filter(({ name }) => Object.hasOwn(VALUES, name));
  const valueOf = (wanted: string): string | undefined => {
    const value = known.find(({ name }) => name === wanted)?.value;
    return value !== undefined && VALUES[wanted]?.test(value) === true ? value.toLowerCase() : undefined;
  };
  const psd = valueOf('psd');
  return {
    text,
    p: policy(valueOf('p')),
    sp: policy(valueOf('sp')),
    np: policy(valueOf('np')),
    adkim: valueOf('adkim') === 's' ? 's' : 'r',
    aspf: valueOf('aspf') === 's' ? 's' : 'r',
    psd: psd === 'y' || psd === 'n' ? psd : 'u',
    t: valueOf('t') === 'y',
    rua: addresses(known.find(({ name }) => name === 'rua')?.value),
    invalid: [...faults, ...known.filter(({ name, value }) => VALUES[name]?.test(value) !== true).map(shown)],
    gone: tags.filter(({ name }) => GONE.has(name)).map(shown),
    unknown: tags.filter(({ name }, place) => place > 0 && !GONE.has(name) && !Object.hasOwn(VALUES, name)).map(shown),
    repeated: [...new Set(names.filter((name, place) => names.indexOf(name) !== place))],
    isPolicySecond: names[1] === 'p',
  };
}

/** The record without what only causes notes, and with a policy: as it may be published under both standards. */
export function tidied(record: DmarcRecord): string {
  const { tags } = readRecord(record.text);
  const sound = tags.filter(({ name, value }, place) =>
    tags.findIndex((tag) => tag.name === name) === place && VALUES[name]?.test(value) === true && name !== 'p',
  ); // prettier-ignore
  const rest = sound.map(({ name, value }) => `${name}=${value}`);
  return ['v=DMARC1', `p=${record.p ?? 'none'}`, ...rest].join('; ');
}

/** Names of tags are the same in either case (RFC 5234 §2.3). */
function readRecord(text: string): { readonly tags: readonly Tag[]; readonly faults: readonly string[] } {
  const { tags, faults } = readTags(text);
  return { tags: tags.map(({ name, value }) => ({ name: name.toLowerCase(), value })), faults };
}

function shown({ name, value }: Tag): string {
  return `${name}=${value}`.slice(0, 60);
}

function policy(value: string | undefined): DmarcPolicy | undefined {
  return value !== undefined && isPolicy(value) ? value : undefined;
}

function isPolicy(value: string): value is DmarcPolicy {
  return POLICIES.has(value);
}

/** Of a report address list; more than any record has are not looked at. */
const MAX_ADDRESSES = 20;

function addresses(list: string | undefined): readonly string[] {
  if (list === undefined) return [];
  return list.split(',').map((part) => part.trim()).filter((part) => part !== '').slice(0, MAX_ADDRESSES); // prettier-ignore
}
