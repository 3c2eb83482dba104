import type { DmarcApplied, DmarcDiscovery } from './dmarc-discovery.js';
import { isDmarc, tidied, type DmarcPolicy, type DmarcRecord } from './dmarc-record.js';
import type { DnsRecord } from './finding.js';
import { recordsOf, type Names } from './names.js';
import { registeredDomain } from './registry-suffixes.js';
import { senderFinding, type Phrase, type SenderFinding } from './sender-words.js';

/** Whether a From domain has a DMARC record that both standards find and can read. */
export async function dmarcFindings(discovery: DmarcDiscovery, names: Names): Promise<SenderFinding[]> {
  const { domain, current, former, failure, places } = discovery;
  if (failure !== undefined)
    return [senderFinding({ verdict: 'unknown', name: 'dmarc.dns', values: { domain, why: failure } })];
  const applied = current.applied ?? former.applied;
  const verdict = applied === undefined ? 'failure' : 'warning';
  const several = places
    .filter(({ outcome }) => outcome === 'several')
    .map(({ domain: at, count = 2 }) => senderFinding({ verdict, name: 'dmarc.several', values: { record: recordName(at), count } })); // prettier-ignore
  if (applied === undefined) return several.length > 0 ? several : [missing(discovery)];
  const findings = [
    ...several,
    ...differences(discovery),
    ...policyFindings(discovery, applied),
    ...recordFindings(applied),
    ...(await reportFindings(applied, names)),
  ];
  if (findings.every((finding) => finding.verdict === 'note'))
    findings.unshift(senderFinding({ verdict: 'ok', name: 'dmarc.sound', values: { domain, record: recordName(applied.domain) } })); // prettier-ignore
  return findings;
}

function recordName(domain: string): string {
  return `_dmarc.${domain}`;
}

function missing({ domain, former: { organization } }: DmarcDiscovery): SenderFinding {
  const value = `v=DMARC1; p=none; rua=mailto:dmarc@${organization}`;
  const publish: DnsRecord = { name: recordName(organization), type: 'TXT', value };
  return senderFinding({ verdict: 'failure', name: 'dmarc.none', values: { domain }, publish });
}

/** Receivers of the two standards look in different places. */
function differences({ domain, current, former }: DmarcDiscovery): SenderFinding[] {
  if (current.applied?.domain === former.applied?.domain) return [];
  const record = current.applied?.record ?? former.applied?.record;
  const values = { domain, current: said(current.applied), former: said(former.applied) };
  const publish = record === undefined ? {} : { publish: publishAt(domain, record) };
  return [senderFinding({ verdict: 'warning', name: 'dmarc.differs', values, ...publish })];
}

function said(applied: DmarcApplied | undefined): Phrase {
  if (applied === undefined) return { phrase: 'no_record' };
  return { phrase: 'record_of', values: { domain: applied.domain, policy: applied.record.p ?? 'none' } };
}

const BELOW: Readonly<Record<DmarcPolicy, DmarcPolicy>> = { none: 'none', quarantine: 'none', reject: 'quarantine' };

function policyFindings({ domain }: DmarcDiscovery, { domain: at, record }: DmarcApplied): SenderFinding[] {
  const findings: SenderFinding[] = [];
  const values = { domain, record: recordName(at) };
  const publish = publishAt(at, record);
  if (record.p === undefined && record.rua.length === 0)
    findings.push(senderFinding({ verdict: 'failure', name: 'dmarc.no_policy.none', values, publish }));
  if (record.p === undefined && record.rua.length > 0)
    findings.push(senderFinding({ verdict: 'warning', name: 'dmarc.no_policy.unread', values, publish }));
  if (record.psd === 'y') findings.push(senderFinding({ verdict: 'warning', name: 'dmarc.public_suffix', values }));
  const applies = at === domain ? record.p : (record.sp ?? record.p);
  if (applies === 'none') findings.push(senderFinding({ verdict: 'note', name: 'dmarc.monitoring', values }));
  if (record.t && applies !== undefined && applies !== 'none')
    findings.push(senderFinding({ verdict: 'note', name: 'dmarc.testing', values: { domain, current: BELOW[applies], former: applies } })); // prettier-ignore
  return findings;
}

function recordFindings({ domain: at, record }: DmarcApplied): SenderFinding[] {
  const findings: SenderFinding[] = [];
  const publish = publishAt(at, record);
  const told = (what: readonly string[]) => ({ record: recordName(at), what: list(what) });
  const invalid = record.invalid.filter((text) => !/^p=/i.test(text));
  if (invalid.length > 0)
    findings.push(senderFinding({ verdict: 'warning', name: 'dmarc.syntax', values: told(invalid), publish }));
  if (record.repeated.length > 0)
    findings.push(senderFinding({ verdict: 'warning', name: 'dmarc.repeated', values: told(record.repeated), publish }));
  if (record.gone.length > 0)
    findings.push(senderFinding({ verdict: 'note', name: 'dmarc.gone', values: told(record.gone), publish }));
  if (record.unknown.length > 0)
    findings.push(senderFinding({ verdict: 'note', name: 'dmarc.unknown_tags', values: told(record.unknown) }));
  if (record.p !== undefined && !record.isPolicySecond)
    findings.push(senderFinding({ verdict: 'note', name: 'dmarc.order', values: told([]), publish }));
  return findings;
} // prettier-ignore

/** Where reports go, and whether whoever gets them has agreed (RFC 7489 §7.1; RFC 9990). */
async function reportFindings({ domain: at, record }: DmarcApplied, names: Names): Promise<SenderFinding[]> {
  if (record.rua.length === 0)
    return [senderFinding({ verdict: 'note', name: 'dmarc.no_reports', values: { record: recordName(at) } })];
  const findings = await Promise.all(record.rua.map((uri) => reportFinding(uri, at, names)));
  return findings.flatMap((finding) => finding ?? []);
}

async function reportFinding(uri: string, at: string, names: Names): Promise<SenderFinding | undefined> {
  const destination = /^mailto:[^@\s]+@([a-z0-9.-]+)(?:\?[^!]*)?(?:!\d+[kmgt]?)?$/i.exec(uri)?.[1]?.toLowerCase();
  if (destination === undefined)
    return senderFinding({ verdict: 'warning', name: 'dmarc.report_address', values: { record: recordName(at) } });
  if (registeredDomain(destination) === registeredDomain(at)) return undefined;
  const name = `${at}._report._dmarc.${destination}`;
  const values = { destination, domain: at };
  const answer = await names.txt(name);
  if (answer.kind === 'failure')
    return senderFinding({ verdict: 'unknown', name: 'dmarc.report_consent.dns', values: { ...values, why: answer.why } });
  if (recordsOf(answer).some(isDmarc)) return undefined;
  const publish: DnsRecord = { name, type: 'TXT', value: 'v=DMARC1' };
  return senderFinding({ verdict: 'warning', name: 'dmarc.report_consent.refused', values, publish });
} // prettier-ignore

function publishAt(domain: string, record: DmarcRecord): DnsRecord {
  return { name: recordName(domain), type: 'TXT', value: tidied(record) };
}

function list(words: readonly string[]): string {
  return words.slice(0, 5).join(', ') + (words.length > 5 ? ', …' : '');
}
