import type { PublishedKey } from './dkim-findings.js';
import type { DmarcDiscovery } from './dmarc-discovery.js';
import type { Finding } from './finding.js';
import { isFreeMail } from './free-mail.js';

export interface AlignmentSubject {
  /** Of the From domain. */
  readonly from: DmarcDiscovery;
  readonly returnPath: DmarcDiscovery;
  /** All of the installation's keys. */
  readonly keys: readonly PublishedKey[];
}

/**
 * Whether what is authenticated is the domain that the reader sees: the domain of the return path by SPF, that of the
 * key by DKIM (RFC 7489 §3.1, RFC 9989 §4.4). Mailbox providers ask bulk senders for both, one of them aligned at least.
 */
export function alignmentFindings({ from, returnPath, keys }: AlignmentSubject): Finding[] {
  const domain = from.domain;
  if (isFreeMail(domain))
    return [{ verdict: 'failure', code: 'from.free_mail', says: `Nobody but ${domain} itself may send mail from ${domain}.`, remedy: 'Give the newsletter a sender address under a domain of your own.' }]; // prettier-ignore
  const spf = spfAlignment(from, returnPath);
  const dkim = keys.some((key) => key.state === 'active' && isAligned(from, key.domain));
  return [spfFinding(spf, from, returnPath), dkimFinding(dkim, from), together(spf, dkim, domain)].flatMap(
    (finding) => finding ?? [],
  );
}

type Alignment = 'both' | 'current' | 'former' | 'neither';

function spfAlignment(from: DmarcDiscovery, returnPath: DmarcDiscovery): Alignment {
  const aligned = (way: 'current' | 'former'): boolean =>
    from.domain === returnPath.domain ||
    (from[way].applied?.record.aspf !== 's' && from[way].organization === returnPath[way].organization);
  // Without a record nothing is judged yet; what counts is what will be once the advised one is there.
  if (from.current.applied === undefined) return aligned('former') ? 'both' : 'neither';
  if (aligned('current')) return aligned('former') ? 'both' : 'current';
  return aligned('former') ? 'former' : 'neither';
}

/** A key of the same domain always is; one of another only where alignment is relaxed and the owner is the same. */
function isAligned(from: DmarcDiscovery, keyDomain: string): boolean {
  if (keyDomain === from.domain) return true;
  if (from.current.applied?.record.adkim === 's') return false;
  const isAbove = from.domain.endsWith(`.${keyDomain}`);
  return isAbove && (keyDomain === from.current.organization || keyDomain.endsWith(`.${from.current.organization}`));
}

function spfFinding(spf: Alignment, from: DmarcDiscovery, returnPath: DmarcDiscovery): Finding {
  const pair = `the return path’s domain ${returnPath.domain} and the sender’s ${from.domain}`;
  if (spf === 'both') return { verdict: 'ok', code: 'alignment.spf', says: `SPF is aligned: ${pair} have one owner.` };
  const remedy = `Set BOUNCE_DOMAIN to a name such as bounce.${from.domain}, with its MX and SPF records.`;
  if (from.current.applied?.record.aspf === 's')
    return { verdict: 'warning', code: 'alignment.spf', says: `SPF is not aligned: ${from.domain} asks for strict alignment (aspf=s), and the return path is ${returnPath.domain}.`, remedy: 'Let aspf= be r, or let DKIM alone count.' }; // prettier-ignore
  if (spf === 'neither')
    return { verdict: 'warning', code: 'alignment.spf', says: `SPF is not aligned: ${pair} have different owners.`, remedy }; // prettier-ignore
  const [yes, no] = spf === 'current' ? ['RFC 9989', 'RFC 7489'] : ['RFC 7489', 'RFC 9989'];
  const organizations = `${from.current.organization} and ${returnPath.current.organization}`;
  return { verdict: 'warning', code: 'alignment.spf', says: `SPF is aligned by ${yes} and not by ${no}: ${pair} (by the tree walk ${organizations}).`, remedy: `Publish a DMARC record at _dmarc.${from.former.organization}, above both.` }; // prettier-ignore
}

function dkimFinding(dkim: boolean, from: DmarcDiscovery): Finding {
  if (dkim)
    return { verdict: 'ok', code: 'alignment.dkim', says: `DKIM is aligned: a key of ours signs for ${from.domain}.` };
  return { verdict: 'warning', code: 'alignment.dkim', says: `No key of ours signs for ${from.domain}; whether the relay does cannot be seen from here.`, remedy: `Run “colporteur dkim create ${from.domain}”, or make sure that the relay signs with d=${from.domain}.` }; // prettier-ignore
}

function together(spf: Alignment, dkim: boolean, domain: string): Finding | undefined {
  if (dkim || spf !== 'neither') return undefined;
  return { verdict: 'failure', code: 'alignment.none', says: `Neither SPF nor DKIM is known to be aligned with ${domain}, so its mail fails DMARC.`, remedy: 'Do one of the two above; providers ask bulk senders for both.' }; // prettier-ignore
}
