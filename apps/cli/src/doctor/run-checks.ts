import { errorText, redactedLine } from '@app/platform';
import type { Finding } from '@app/mail';
import { groups, reported, type Group, type ReportedFinding } from './doctor-report.js';

/** One look at one thing. What it throws becomes `unknown`, and ends no other check. */
export interface Check {
  readonly group: Group;
  readonly object: string;
  readonly run: () => Promise<readonly Finding[]>;
}

/** Of somebody else's words, so many characters. */
const WHY_LENGTH = 300;

/** All of them side by side, for `limitMs` at most. In the order of the groups, and of the checks within one. */
export async function runChecks(checks: readonly Check[], limitMs: number): Promise<ReportedFinding[]> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    limit = setTimeout(() => { resolve('late'); }, limitMs); // prettier-ignore
  });
  try {
    const found = await Promise.all(checks.map((check) => examined(check, late, limitMs)));
    return inOrder(found.flat());
  } finally {
    clearTimeout(limit);
  }
}

async function examined(check: Check, late: Promise<'late'>, limitMs: number): Promise<ReportedFinding[]> {
  const { group, object } = check;
  const unknown = (says: string): ReportedFinding[] => [reported(group, object, { verdict: 'unknown', code: `${group}.unchecked`, says })]; // prettier-ignore
  try {
    const found = await Promise.race([check.run(), late]);
    if (found === 'late') return unknown(`This took longer than ${limitMs / 1000} s and was given up.`);
    return found.map((finding) => reported(group, object, finding));
  } catch (error) {
    return unknown(`This could not be looked at: ${redactedLine(errorText(error), WHY_LENGTH)}.`);
  }
}

/** By group; where several things of a group are unknown for one reason, they are told together. */
export function inOrder(findings: readonly ReportedFinding[]): ReportedFinding[] {
  const told = new Map<string, ReportedFinding>();
  for (const finding of findings) {
    const key = finding.verdict === 'unknown' ? `${finding.group} ${finding.code} ${finding.says}` : String(told.size);
    const alike = told.get(key);
    const objects = alike === undefined ? [] : alike.object.split(', ');
    if (alike === undefined) told.set(key, finding);
    else if (!objects.includes(finding.object))
      told.set(key, { ...alike, object: `${alike.object}, ${finding.object}` });
  }
  return groups.flatMap((group) => [...told.values()].filter((finding) => finding.group === group));
}
