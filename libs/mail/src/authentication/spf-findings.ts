import { isIPv4 } from 'node:net';
import type { DnsRecord, Finding } from './finding.js';
import type { Names } from './names.js';
import { englishPhrase } from './sender-words.js';
import { isSpf, readSpf, type SpfDirective, type SpfRecord } from './spf-record.js';
import { checkSpf, weighSpf, type SpfWeight } from './spf-check.js';
import { MAX_LOOKUPS, MAX_VOIDS, type SpfFault } from './spf-walk.js';

/** A relay as far as its address tells where mail comes from. */
export interface SendingRelay {
  readonly name: string;
  readonly host: string;
  /** Public addresses of the host; none where it stands on a private network. */
  readonly addresses: readonly string[];
}

export interface SpfSubject {
  readonly names: Names;
  /** The domain of return paths. */
  readonly domain: string;
  /** What we greet with. */
  readonly helo: string;
  readonly relays: readonly SendingRelay[];
}

/** From here on the next service that is included may be one too many. */
const NEAR_LOOKUPS = 8;

/** Whether the domain's SPF record is sound, and lets the relays send (RFC 7208). */
export async function spfFindings(subject: SpfSubject): Promise<Finding[]> {
  const { names, domain, helo } = subject;
  const answer = await names.txt(domain);
  if (answer.kind === 'failure')
    return [
      {
        verdict: 'unknown',
        code: 'spf.dns',
        says: `The SPF record of ${domain} could not be asked for: ${englishPhrase(answer.why)}.`,
      },
    ];
  const weight = await weighSpf({ names, domain, helo });
  if (weight.texts.length === 0) return [missing(subject)];
  const faults = weight.faults.map((fault) => faultFinding(fault, weight, subject));
  const weak = weight.record === undefined ? [] : weaknesses(weight.record, weight, subject);
  const findings = [...faults, ...weak];
  if (!faults.some(({ verdict }) => verdict === 'failure')) findings.push(...(await relayFindings(subject, weight)));
  if (findings.every(({ verdict }) => verdict === 'ok' || verdict === 'note'))
    findings.unshift({ verdict: 'ok', code: 'spf.sound', says: `The SPF record of ${domain} is sound; it needs ${weight.lookups} of ${MAX_LOOKUPS} look-ups.` }); // prettier-ignore
  return findings;
}

function missing(subject: SpfSubject): Finding {
  return {
    verdict: 'failure',
    code: 'spf.none',
    says: `${subject.domain} has no SPF record, so no receiver can tell that your relay may send for it.`,
    remedy: 'Publish one. If your relay hands mail on to others, add the include that its operator names.',
    publish: recordWith([], subject),
  };
}

function faultFinding(fault: SpfFault, weight: SpfWeight, subject: SpfSubject): Finding {
  const says = `SPF: ${fault.says}.`;
  if (fault.code === 'spf.dns') return { verdict: 'unknown', code: fault.code, says };
  const isOwn = fault.domain === subject.domain;
  const base = { verdict: 'failure', code: fault.code, says } as const;
  if (!isOwn)
    return { ...base, remedy: `Receivers give up on the whole record (permerror). Take ${fault.domain} out, or tell whoever runs it.` }; // prettier-ignore
  switch (fault.code) {
    case 'spf.several':
      return { ...base, remedy: 'Put them together into one and delete the others.', publish: recordWith(weight.texts, subject) }; // prettier-ignore
    case 'spf.syntax':
      return { ...base, remedy: 'Publish it again without what cannot be read.', publish: recordWith(weight.texts, subject) }; // prettier-ignore
    case 'spf.include':
    case 'spf.loop':
      return { ...base, remedy: 'Take that term out of the record: receivers give up on all of it (permerror).' };
    case 'spf.lookups':
      return { ...base, remedy: `Write the addresses of your own servers as ip4: and ip6:, take out services you no longer send with, and give editions a return-path domain of their own (BOUNCE_DOMAIN). Receivers stop at ${MAX_LOOKUPS}.` }; // prettier-ignore
    case 'spf.voids':
      return { ...base, remedy: `Take out the names that exist no more; receivers stop after ${MAX_VOIDS}.` };
    case 'spf.mx_hosts':
      return { ...base, remedy: 'Name the sending addresses by ip4: and ip6: instead of “mx”.' };
  }
}

function weaknesses(record: SpfRecord, weight: SpfWeight, subject: SpfSubject): Finding[] {
  const findings: Finding[] = [];
  const publish = recordWith([record.text], subject);
  const all = record.directives.find(({ mechanism }) => mechanism === 'all');
  if (all?.qualifier === '+')
    findings.push({ verdict: 'failure', code: 'spf.pass_all', says: `The SPF record of ${subject.domain} lets everybody on the internet send in your name (“${all.text}”).`, remedy: 'End it with ~all.', publish }); // prettier-ignore
  if (all?.qualifier === '?')
    findings.push({ verdict: 'warning', code: 'spf.neutral_all', says: `The SPF record of ${subject.domain} ends with “?all”, which says nothing about forgers.`, remedy: 'End it with ~all.', publish }); // prettier-ignore
  if (all === undefined && record.redirect === undefined)
    findings.push({ verdict: 'warning', code: 'spf.no_all', says: `The SPF record of ${subject.domain} has no end: without “all” it says nothing about forgers.`, remedy: 'End it with ~all.', publish }); // prettier-ignore
  if (record.directives.some(({ mechanism }) => mechanism === 'ptr'))
    findings.push({ verdict: 'warning', code: 'spf.ptr', says: `The SPF record of ${subject.domain} uses “ptr”, which receivers are asked to ignore and some fail on (RFC 7208 §5.5).`, remedy: 'Name the addresses by ip4: and ip6: instead.', publish }); // prettier-ignore
  const end = record.directives.findIndex(({ mechanism }) => mechanism === 'all');
  const late = end < 0 ? [] : record.directives.slice(end + 1).map(({ text }) => text.slice(0, 60));
  if (late.length > 0)
    findings.push({ verdict: 'warning', code: 'spf.after_all', says: `In the SPF record of ${subject.domain} nobody reads what stands behind “all”: ${late.slice(0, 5).join(' ')}.`, remedy: 'Put “all” at the end.', publish }); // prettier-ignore
  if (record.unknownModifiers.length > 0)
    findings.push({ verdict: 'note', code: 'spf.modifier', says: `The SPF record of ${subject.domain} has modifiers that nobody knows and all ignore: ${record.unknownModifiers.slice(0, 5).join(', ')}.` }); // prettier-ignore
  if (weight.lookups >= NEAR_LOOKUPS && weight.lookups <= MAX_LOOKUPS)
    findings.push({ verdict: 'note', code: 'spf.near_lookups', says: `SPF needs ${weight.lookups} of the ${MAX_LOOKUPS} look-ups it may: one more service may be one too many.` }); // prettier-ignore
  return findings;
}

async function relayFindings(subject: SpfSubject, weight: SpfWeight): Promise<Finding[]> {
  const { names, domain, helo, relays } = subject;
  const findings = await Promise.all(
    relays.map(async (relay): Promise<Finding> => {
      if (relay.addresses.length === 0)
      return { verdict: 'note', code: 'spf.relay_private', says: `The relay ${relay.name} (${relay.host}) has no public address, so from where its mail reaches the internet cannot be known here.`, remedy: `Make sure that the address it leaves from is in the SPF record of ${domain}.` }; // prettier-ignore
      const answers = await Promise.all(
        relay.addresses.map(async (ip) => ({ ip, ...(await checkSpf({ names, domain, ip, helo })) })),
      );
      const away = answers.find(({ result }) => result === 'temperror');
      if (away !== undefined)
      return { verdict: 'unknown', code: 'spf.dns', says: `Whether ${relay.host} (${away.ip}) may send for ${domain} could not be found out: ${away.faults[0]?.says ?? 'no answer'}.` }; // prettier-ignore
      const refused = answers.filter(({ result }) => result !== 'pass');
      if (refused.length === 0)
        return {
          verdict: 'ok',
          code: 'spf.relay_passes',
          says: `Mail from the relay ${relay.name} (${relay.host}) passes SPF for ${domain}.`,
        };
      const addresses = refused.map(({ ip, result }) => `${ip}: ${result}`).join(', ');
      return {
      verdict: 'warning',
      code: 'spf.relay_fails',
      says: `The address of the relay ${relay.name} (${relay.host}) does not pass SPF for ${domain} (${addresses}).`,
      remedy: 'If it sends from this address, publish the record below. If it hands mail on from others, publish the include its operator names.',
      publish: recordWith(weight.texts, subject, refused.map(({ ip }) => ip)),
    }; // prettier-ignore
    }),
  );
  return findings;
}

/** What the relays' addresses are where there is no record, and a place to fill in where none is known. */
const UNKNOWN_SENDER = 'ip4:ADDRESS-YOUR-RELAY-SENDS-FROM';

/** One record with what the given ones say that is sound, and the addresses that are missing; it ends with an `all`. */
function recordWith(texts: readonly string[], subject: SpfSubject, missing?: readonly string[]): DnsRecord {
  const directives = texts.flatMap(readableDirectives);
  const redirect = texts
    .map(readSpf)
    .flatMap((read) => (read.kind === 'record' ? (read.record.redirect ?? []) : []))[0];
  const addresses = missing ?? (texts.length === 0 ? subject.relays.flatMap((relay) => relay.addresses) : []);
  const kept = directives.filter(({ mechanism }) => mechanism !== 'all' && mechanism !== 'ptr').map(({ text }) => text);
  const added = addresses.map((ip) => `${isIPv4(ip) ? 'ip4' : 'ip6'}:${ip}`);
  const middle = [...new Set([...kept, ...added])];
  if (middle.length === 0 && redirect === undefined) middle.push(UNKNOWN_SENDER);
  const ends = directives.filter(({ mechanism }) => mechanism === 'all').map(({ qualifier }) => qualifier);
  const hasAll = ends.length > 0 || redirect === undefined;
  const end = hasAll ? (ends.includes('-') ? '-all' : '~all') : `redirect=${redirect}`;
  return { name: subject.domain, type: 'TXT', value: ['v=spf1', ...middle, end].join(' ') };
}

function readableDirectives(text: string): readonly SpfDirective[] {
  if (!isSpf(text)) return [];
  return text.split(' ').slice(1).flatMap((term) => {
    const reading = readSpf(`v=spf1 ${term}`);
    return reading.kind === 'record' ? reading.record.directives : [];
  }); // prettier-ignore
}
