import { errorText, redactedLine } from '@app/platform';
import { addressesOf, type Finding, type Names } from '@app/mail';
import { judgeCertificate, readCertificate } from './certificate.js';
import { judgeClock } from './clock-checks.js';
import type { Check } from './run-checks.js';

/** For one answer, in milliseconds. */
const ANSWER_MS = 8_000;
/** HTTP's Date has whole seconds, and proxies keep an answer a moment. */
const HTTP_RESOLUTION_MS = 1_000;

/** Whether the address that stands in every mail leads to us. */
export function websiteChecks(publicUrl: string, names: Names): Check[] {
  const url = new URL(publicUrl);
  const object = url.host;
  const checks: Check[] = [{ group: 'website', object, run: () => answerFindings(publicUrl, names) }];
  if (url.protocol === 'https:') checks.push({ group: 'website', object, run: () => certificateFindings(url) });
  return checks;
}

async function answerFindings(publicUrl: string, names: Names): Promise<Finding[]> {
  const { hostname } = new URL(publicUrl);
  const { failure } = await addressesOf(hostname, names);
  if (failure !== undefined)
    return [{ verdict: 'failure', code: 'website.no_address', says: `${hostname} in PUBLIC_URL cannot be found: ${failure}.`, remedy: 'Publish an A or AAAA record: every link in every mail begins with it.', publish: { name: hostname, type: 'A', value: 'ADDRESS-OF-YOUR-SERVER' } }]; // prettier-ignore
  const began = Date.now();
  let answer: Response;
  try {
    answer = await fetch(`${publicUrl}/health/live`, { redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS) });
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return [{ verdict: 'failure', code: 'website.unreachable', says: `${publicUrl} does not answer from here: ${redactedLine(errorText(cause), 200)}.`, remedy: 'Check the reverse proxy and the api. Readers cannot unsubscribe while it is away.' }]; // prettier-ignore
  }
  const ours = (began + Date.now()) / 2;
  await answer.body?.cancel();
  const findings: Finding[] = [];
  if (answer.ok) findings.push({ verdict: 'ok', code: 'website.answers', says: `${publicUrl} answers.` });
  else
    findings.push({ verdict: 'failure', code: 'website.not_ours', says: `${publicUrl}/health/live answers ${answer.status} instead of 200, so links in mails may not lead to us.`, remedy: 'Let the reverse proxy pass every path on to the api.' }); // prettier-ignore
  const date = Date.parse(answer.headers.get('date') ?? '');
  if (!Number.isNaN(date)) findings.push(judgeClock({ name: hostname, at: date + 500, resolutionMs: HTTP_RESOLUTION_MS }, ours)); // prettier-ignore
  return findings;
}

async function certificateFindings(url: URL): Promise<Finding[]> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? 443 : Number(url.port);
  try {
    const certificate = await readCertificate({ host, port, way: 'tls' }, ANSWER_MS);
    if (certificate !== undefined) return [judgeCertificate(certificate, { name: host, verdict: 'failure', now: new Date() })]; // prettier-ignore
  } catch (error) {
    return [{ verdict: 'unknown', code: 'tls.unreachable', says: `The certificate of ${host} could not be looked at: ${redactedLine(errorText(error), 200)}.` }]; // prettier-ignore
  }
  return [];
}
