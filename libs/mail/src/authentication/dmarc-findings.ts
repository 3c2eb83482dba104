import type { DmarcApplied, DmarcDiscovery } from './dmarc-discovery.js';
import { isDmarc, tidied, type DmarcPolicy, type DmarcRecord } from './dmarc-record.js';
import type { DnsRecord, Finding } from './finding.js';
import { recordsOf, type Names } from './names.js';
import { registeredDomain } from './registry-suffixes.js';

/** Whether a From domain has a DMARC record that both standards find and can read. */
export async function dmarcFindings(discovery: DmarcDiscovery, names: Names): Promise<Finding[]> {
  const { domain, current, former, failure, places } = discovery;
  if (failure !== undefined)
    return [
      {
        verdict: 'unknown',
        code: 'dmarc.dns',
        says: `The DMARC records of ${domain} could not all be asked for: ${failure}.`,
      },
    ];
  const applied = current.applied ?? former.applied;
  const several = places.filter(({ outcome }) => outcome === 'several').map((place): Finding => ({
    verdict: applied === undefined ? 'failure' : 'warning',
    code: 'dmarc.several',
    says: `_dmarc.${place.domain} has ${place.detail ?? 'several'} DMARC records, so receivers discard all of them.`,
    remedy: 'Delete all but one.',
  })); // prettier-ignore
  if (applied === undefined) return several.length > 0 ? several : [missing(discovery)];
  const findings = [
    ...several,
    ...differences(discovery),
    ...policyFindings(discovery, applied),
    ...recordFindings(applied),
    ...(await reportFindings(applied, names)),
  ];
  if (findings.every(({ verdict }) => verdict === 'note'))
    findings.unshift({
      verdict: 'ok',
      code: 'dmarc.sound',
      says: `The DMARC record of ${domain} is found (_dmarc.${applied.domain}) and sound.`,
    });
  return findings;
}

function missing({ domain, former }: DmarcDiscovery): Finding {
  return {
    verdict: 'failure',
    code: 'dmarc.none',
    says: `${domain} has no DMARC record, neither itself nor above it; large mailbox providers turn bulk mail without one away.`,
    remedy: `Publish one that asks for nothing yet. The address must be one that is read; leave rua= out where there is none.`,
    publish: {
      name: `_dmarc.${former.organization}`,
      type: 'TXT',
      value: `v=DMARC1; p=none; rua=mailto:dmarc@${former.organization}`,
    },
  };
}

/** Receivers of the two standards look in different places. */
function differences({ domain, current, former }: DmarcDiscovery): Finding[] {
  if (current.applied?.domain === former.applied?.domain) return [];
  const said = (applied: DmarcApplied | undefined): string => applied === undefined ? 'no record' : `the record of ${applied.domain} (p=${applied.record.p ?? 'none'})`; // prettier-ignore
  const record = current.applied?.record ?? former.applied?.record;
  return [{
    verdict: 'warning',
    code: 'dmarc.differs',
    says: `For ${domain}, receivers by RFC 9989 (2026) apply ${said(current.applied)}, those still by RFC 7489 ${said(former.applied)}.`,
    remedy: `Publish a record at _dmarc.${domain} itself, which both find first.`,
    ...(record === undefined ? {} : { publish: { name: `_dmarc.${domain}`, type: 'TXT', value: tidied(record) } as const }),
  }]; // prettier-ignore
}

const BELOW: Readonly<Record<DmarcPolicy, DmarcPolicy>> = { none: 'none', quarantine: 'none', reject: 'quarantine' };

function policyFindings({ domain }: DmarcDiscovery, { domain: at, record }: DmarcApplied): Finding[] {
  const findings: Finding[] = [];
  const publish = publishAt(at, record);
  if (record.p === undefined && record.rua.length === 0)
    findings.push({ verdict: 'failure', code: 'dmarc.no_policy', says: `The DMARC record _dmarc.${at} has no policy (p=), so receivers act as if there were none.`, remedy: 'Publish it with p=none to begin with.', publish }); // prettier-ignore
  if (record.p === undefined && record.rua.length > 0)
    findings.push({ verdict: 'warning', code: 'dmarc.no_policy', says: `The DMARC record _dmarc.${at} has no policy that can be read; receivers take it for p=none.`, remedy: 'Say so.', publish }); // prettier-ignore
  if (record.psd === 'y')
    findings.push({ verdict: 'warning', code: 'dmarc.public_suffix', says: `_dmarc.${at} says that others register below it (psd=y), so ${domain} no longer counts as its own.`, remedy: 'Take psd=y out unless this is a registry.' }); // prettier-ignore
  const applies = at === domain ? record.p : (record.sp ?? record.p);
  if (applies === 'none')
    findings.push({ verdict: 'note', code: 'dmarc.monitoring', says: `DMARC asks nothing of receivers for ${domain} (p=none): fine to begin with.`, remedy: 'Once the reports show no mail of yours that fails, go on to p=quarantine.' }); // prettier-ignore
  if (record.t && applies !== undefined && applies !== 'none')
    findings.push({ verdict: 'note', code: 'dmarc.testing', says: `DMARC is in test mode (t=y): by RFC 9989 receivers apply p=${BELOW[applies]} for ${domain}, those still by RFC 7489 p=${applies}.` }); // prettier-ignore
  return findings;
}

function recordFindings({ domain: at, record }: DmarcApplied): Finding[] {
  const findings: Finding[] = [];
  const publish = publishAt(at, record);
  const invalid = record.invalid.filter((text) => !/^p=/i.test(text));
  if (invalid.length > 0)
    findings.push({ verdict: 'warning', code: 'dmarc.syntax', says: `In _dmarc.${at} this cannot be read: ${list(invalid)}.`, remedy: 'Publish it without.', publish }); // prettier-ignore
  if (record.repeated.length > 0)
    findings.push({ verdict: 'warning', code: 'dmarc.repeated', says: `In _dmarc.${at} these stand more than once: ${list(record.repeated)}.`, remedy: 'Leave one of each.', publish }); // prettier-ignore
  if (record.gone.length > 0)
    findings.push({ verdict: 'note', code: 'dmarc.gone', says: `_dmarc.${at} has tags that RFC 9989 took away: ${list(record.gone)}; receivers still by RFC 7489 obey them, all others do not.`, publish }); // prettier-ignore
  if (record.unknown.length > 0)
    findings.push({ verdict: 'note', code: 'dmarc.unknown_tags', says: `_dmarc.${at} has tags that nobody knows: ${list(record.unknown)}.` }); // prettier-ignore
  if (record.p !== undefined && !record.isPolicySecond)
    findings.push({ verdict: 'note', code: 'dmarc.order', says: `In _dmarc.${at} p= does not follow v= at once, as RFC 7489 demands and some receivers insist on.`, publish }); // prettier-ignore
  return findings;
}

/** Where reports go, and whether whoever gets them has agreed (RFC 7489 §7.1; RFC 9990). */
async function reportFindings({ domain: at, record }: DmarcApplied, names: Names): Promise<Finding[]> {
  if (record.rua.length === 0)
    return [{ verdict: 'note', code: 'dmarc.no_reports', says: `_dmarc.${at} names nobody who gets reports (rua=), so you will not hear of mail that fails.` }]; // prettier-ignore
  const findings = await Promise.all(record.rua.map((uri) => reportFinding(uri, at, names)));
  return findings.flatMap((finding) => finding ?? []);
}

async function reportFinding(uri: string, at: string, names: Names): Promise<Finding | undefined> {
  const destination = /^mailto:[^@\s]+@([a-z0-9.-]+)(?:\?[^!]*)?(?:!\d+[kmgt]?)?$/i.exec(uri)?.[1]?.toLowerCase();
  if (destination === undefined)
    return { verdict: 'warning', code: 'dmarc.report_address', says: `_dmarc.${at} asks for reports to something that is no mailto: address.`, remedy: 'Write rua=mailto:somebody@your-domain.' }; // prettier-ignore
  if (registeredDomain(destination) === registeredDomain(at)) return undefined;
  const name = `${at}._report._dmarc.${destination}`;
  const answer = await names.txt(name);
  if (answer.kind === 'failure')
    return { verdict: 'unknown', code: 'dmarc.report_consent', says: `Whether ${destination} takes reports about ${at} could not be asked for: ${answer.why}.` }; // prettier-ignore
  if (recordsOf(answer).some(isDmarc)) return undefined;
  return {
    verdict: 'warning',
    code: 'dmarc.report_consent',
    says: `${destination} has not agreed to get reports about ${at}, so nobody sends them any.`,
    remedy: `Whoever runs ${destination} publishes the record below.`,
    publish: { name, type: 'TXT', value: 'v=DMARC1' },
  };
}

function publishAt(domain: string, record: DmarcRecord): DnsRecord {
  return { name: `_dmarc.${domain}`, type: 'TXT', value: tidied(record) };
}

function list(words: readonly string[]): string {
  return words.slice(0, 5).join(', ') + (words.length > 5 ? ', …' : '');
}
