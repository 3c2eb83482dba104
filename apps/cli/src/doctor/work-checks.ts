import type { Finding } from '@app/mail';
import type { DoctorRepository } from './doctor.repository.js';
import type { Check } from './run-checks.js';

/** A worker gives a sign of life in every sweep; of this many seconds several were left out. */
const SILENT_SECONDS = 600;
/** Somebody waits before a screen for a confirmation or a sign-in link; seconds. */
const NOTICE_LATE = 300;
const NOTICE_LOST = 3_600;

/** What is owed, and why it may not leave. */
export function workChecks(repository: DoctorRepository): Check[] {
  const check = (object: string, run: () => Promise<readonly Finding[]>): Check => ({ group: 'work', object, run });
  return [
    check('installation', async () => judgeInstallation(await repository.installation())),
    check('alarms', async () => judgeAlarms(await repository.openAlarms())),
    check('editions', () => editionFindings(repository)),
    check('deliveries', async () => judgeDeliveries(await repository.deliveries())),
    check('notices', async () => judgeNotices(await repository.oldestNotice())),
  ];
}

/** Pure. */
export function judgeInstallation(
  installation: { disarmedCause: string | null; silentSeconds: number } | undefined,
): Finding[] {
  if (installation === undefined)
    return [{ verdict: 'failure', code: 'work.no_installation', says: 'The database does not say which installation it is.', remedy: 'Run “colporteur migrate”.' }]; // prettier-ignore
  const findings: Finding[] = [];
  if (installation.disarmedCause !== null)
    findings.push({ verdict: 'failure', code: 'work.disarmed', says: `The installation is disarmed (${installation.disarmedCause}): nothing is submitted.`, remedy: 'Make sure that no other copy of it sends, then run “colporteur arm”.' }); // prettier-ignore
  if (installation.silentSeconds > SILENT_SECONDS)
    findings.push({ verdict: 'warning', code: 'work.no_worker', says: `No worker has given a sign of life for ${Math.round(installation.silentSeconds / 60)} minutes.`, remedy: 'Start one: “colporteur worker”, or “colporteur serve” on a single machine.' }); // prettier-ignore
  if (findings.length > 0) return findings;
  return [{ verdict: 'ok', code: 'work.armed', says: 'The installation is armed, and a worker runs.' }];
}

/** Pure. */
export function judgeAlarms(alarms: readonly { code: string; object: string; since: Date }[]): Finding[] {
  if (alarms.length === 0) return [{ verdict: 'ok', code: 'work.no_alarms', says: 'No alarm is open.' }];
  return alarms.map(({ code, object, since }) => ({
    verdict: 'warning',
    code: 'work.alarm',
    says: `The alarm ${code} about ${object} has been open since ${since.toISOString()}.`,
  }));
}

async function editionFindings(repository: DoctorRepository): Promise<Finding[]> {
  const late = await repository.lateEditions();
  if (late.length === 0) return [{ verdict: 'ok', code: 'work.editions', says: 'No edition is late.' }];
  return late.map(({ newsletter, date, state, reason }) => ({
    verdict: 'warning',
    code: 'work.edition_late',
    says: `The edition of ${newsletter} dated ${date} is due and still ${state}${reason === null ? '' : ` (${reason})`}.`,
    remedy: `Look at it: colporteur edition status ${newsletter} ${date}`,
  }));
}

/** Pure. */
export function judgeDeliveries(found: { waiting: number; editions: number; uncertain: number }): Finding[] {
  const findings: Finding[] = [];
  if (found.waiting > 0)
    findings.push({ verdict: 'warning', code: 'work.deliveries_waiting', says: `${found.waiting} deliveries of ${found.editions} editions are due and nobody has worked on them for minutes.`, remedy: 'See that a worker runs, and what it logs.' }); // prettier-ignore
  if (found.uncertain > 0)
    findings.push({ verdict: 'note', code: 'work.uncertain', says: `Of the last two weeks’ deliveries ${found.uncertain} are uncertain: they may have been submitted.` }); // prettier-ignore
  if (found.waiting > 0) return findings;
  return [{ verdict: 'ok', code: 'work.deliveries', says: 'No delivery waits longer than it should.' }, ...findings];
}

/** Pure. */
export function judgeNotices({ seconds, owed }: { seconds: number | null; owed: number }): Finding[] {
  const late = seconds ?? 0;
  if (late <= NOTICE_LATE) return [{ verdict: 'ok', code: 'work.notices', says: 'Confirmations and sign-in links leave at once.' }]; // prettier-ignore
  const verdict = late > NOTICE_LOST ? 'failure' : 'warning';
  return [{ verdict, code: 'work.notices_late', says: `${owed} notices wait, the oldest for ${Math.round(late / 60)} minutes: readers cannot confirm, operators cannot sign in.`, remedy: 'See that a worker runs, and what the transports say below.' }]; // prettier-ignore
}
