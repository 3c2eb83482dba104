import { isDmarc, readDmarc, type DmarcRecord } from './dmarc-record.js';
import { recordsOf, type Names } from './names.js';
import { registeredDomain } from './registry-suffixes.js';
import type { Phrase } from './sender-words.js';

/** Where the record is that applies to a domain, and which domain stands for its owner, by each standard. */

/** What one name of the walk holds. */
export interface DmarcPlace {
  readonly domain: string;
  readonly outcome: 'record' | 'none' | 'several' | 'failure';
  readonly record?: DmarcRecord;
  readonly why?: Phrase;
  /** Of several, how many. */
  readonly count?: number;
}

export interface DmarcApplied {
  readonly domain: string;
  readonly record: DmarcRecord;
}

export interface DmarcDiscovery {
  readonly domain: string;
  readonly places: readonly DmarcPlace[];
  /** By the tree walk of RFC 9989 §4.10. */
  readonly current: { readonly applied: DmarcApplied | undefined; readonly organization: string };
  /** By registered domain, RFC 7489 §6.6.3. */
  readonly former: { readonly applied: DmarcApplied | undefined; readonly organization: string };
  /** Why it is not known, where a question got no answer. */
  readonly failure: Phrase | undefined;
}

/** A walk asks at most eight questions (RFC 9989 §4.10): names of eight labels and more go on with their last seven. */
const SHORTENED_LABELS = 7;

/** The names a walk asks for, first to last. */
export function walkedNames(domain: string): string[] {
  const labels = domain.split('.');
  const rest = labels.length > SHORTENED_LABELS ? labels.slice(-SHORTENED_LABELS) : labels.slice(1);
  return [domain, ...rest.map((_, place) => rest.slice(place).join('.'))];
}

export async function discoverDmarc(domain: string, names: Names): Promise<DmarcDiscovery> {
  const places: DmarcPlace[] = [];
  for (const name of walkedNames(domain)) {
    const place = await dmarcAt(name, names);
    places.push(place);
    // What is not known of one name leaves the whole unknown, and a silent server would be waited for eight times.
    if (place.outcome === 'failure' || (place.record !== undefined && place.record.psd !== 'u')) break;
  }
  const registered = registeredDomain(domain);
  const away = places.find(({ outcome }) => outcome === 'failure');
  const atRegistered =
    away ?? places.find((place) => place.domain === registered) ?? (await dmarcAt(registered, names));
  return {
    domain,
    places,
    current: { applied: appliedByWalk(places), organization: organizationOf(places) },
    former: { applied: appliedAt([places[0], atRegistered]), organization: registered },
    failure: [...places, atRegistered].find(({ outcome }) => outcome === 'failure')?.why,
  };
}

async function dmarcAt(domain: string, names: Names): Promise<DmarcPlace> {
  const answer = await names.txt(`_dmarc.${domain}`);
  if (answer.kind === 'failure') return { domain, outcome: 'failure', why: answer.why };
  const texts = recordsOf(answer).filter(isDmarc);
  const [text] = texts;
  if (text === undefined) return { domain, outcome: 'none' };
  // All of them are discarded then.
  if (texts.length > 1) return { domain, outcome: 'several', count: texts.length };
  return { domain, outcome: 'record', record: readDmarc(text) };
}

/** RFC 9989 §4.10.2, from the longest name to the shortest. */
function organizationOf(places: readonly DmarcPlace[]): string {
  const [start] = places;
  const found = places.filter(({ record }) => record !== undefined);
  for (const { domain, record } of found) {
    if (record?.psd === 'n') return domain;
    if (record?.psd === 'y' && domain !== start?.domain) return oneBelow(domain, start?.domain ?? domain);
  }
  return found.at(-1)?.domain ?? start?.domain ?? '';
}

/** The name one label below `suffix` on the way to `domain`. */
function oneBelow(suffix: string, domain: string): string {
  return domain.split('.').slice(-(suffix.split('.').length + 1)).join('.'); // prettier-ignore
}

/** RFC 9989 §4.10.1: the domain's own, its organization's, its public suffix's. */
function appliedByWalk(places: readonly DmarcPlace[]): DmarcApplied | undefined {
  const organization = organizationOf(places);
  return appliedAt([
    places[0],
    places.find(({ domain }) => domain === organization),
    places.find(({ record }) => record?.psd === 'y'),
  ]);
}

function appliedAt(places: readonly (DmarcPlace | undefined)[]): DmarcApplied | undefined {
  const found = places.find((place) => place?.record !== undefined);
  return found?.record === undefined ? undefined : { domain: found.domain, record: found.record };
}
