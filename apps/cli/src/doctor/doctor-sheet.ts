import type { Verdict } from '@app/mail';
import { terminalText } from '../commands/print.js';
import type { DoctorReport, ReportedFinding } from './doctor-report.js';

/** ANSI colours: green, cyan, yellow, red, magenta. */
const COLOURS: Readonly<Record<Verdict, number>> = { ok: 32, note: 36, warning: 33, failure: 31, unknown: 35 };
const WIDTH = Math.max(...Object.keys(COLOURS).map((verdict) => verdict.length));
const INDENT = ' '.repeat(WIDTH + 4);

/** For a person: by group, what is wrong, what to do, and the record to publish. */
export function doctorSheet(report: DoctorReport, colour: boolean): string {
  const lines: string[] = [];
  for (const group of new Set(report.findings.map((finding) => finding.group))) {
    lines.push(lines.length === 0 ? group : `\n${group}`);
    for (const finding of report.findings.filter((one) => one.group === group)) lines.push(...findingLines(finding, colour)); // prettier-ignore
  }
  const { failure, warning, note, unknown } = report.counts;
  lines.push('', `${failure} failures, ${warning} warnings, ${note} notes, ${unknown} unknown; ${report.seconds} s`);
  return lines.join('\n');
}

function findingLines({ verdict, object, says, remedy, publish }: ReportedFinding, colour: boolean): string[] {
  const word = verdict.padEnd(WIDTH);
  const lines = [`${object}: ${says}`];
  if (remedy !== null) lines.push(`→ ${remedy}`);
  if (publish !== null) lines.push(`publish: ${publish.name}. ${publish.type} ${zoneText(publish)}`);
  const marked = colour ? `\u001b[${COLOURS[verdict]}m${word}\u001b[0m` : word;
  return lines.map(
    (line, place) => (place === 0 ? `  ${marked}  ` : INDENT) + terminalText(line).replaceAll('\n', `\n${INDENT}`),
  );
}

/** Of TXT, quoted strings of at most 255 octets (RFC 1035 §3.3). */
function zoneText({ type, value }: { type: string; value: string }): string {
  if (type !== 'TXT') return value;
  const strings = Array.from({ length: Math.ceil(value.length / 255) }, (_, place) => value.slice(place * 255, (place + 1) * 255)); // prettier-ignore
  return strings.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(' ');
}
