import { styleText } from 'node:util';
import type { FindingLevel, PreflightFinding } from '@app/mail';
import { terminalText } from './print.js';

/** Which file the lines of a part are counted in; a part that is not named is counted by itself. */
export type PartFiles = Readonly<Partial<Record<PreflightFinding['where']['part'], string>>>;

const HEADINGS: readonly [level: FindingLevel, heading: string, colour: 'red' | 'yellow'][] = [
  ['block', 'BLOCK: it may not leave like this', 'red'],
  ['warn', 'WARN: somebody should look', 'yellow'],
];

/**
 * Findings as people read them: by level, each with where, what is wrong, and what to do. Coloured where somebody sees
 * colours (a terminal, and NO_COLOR is not set: https://no-color.org).
 */
export function findingSheet(findings: readonly PreflightFinding[], name: string, files: PartFiles): string {
  const counts = HEADINGS.map(([level]) => findings.filter((finding) => finding.level === level).length);
  const summary = `${terminalText(name)}: ${findings.length === 0 ? 'nothing to say' : `${String(counts[0])} block, ${String(counts[1])} warn`}`;
  const groups = HEADINGS.flatMap(([level, heading, colour]) => {
    const own = findings.filter((finding) => finding.level === level);
    return own.length === 0 ? [] : [painted(colour, heading), ...own.map((finding) => entry(finding, files))];
  });
  return [...groups, summary].join('\n\n');
} // prettier-ignore

function entry({ code, where, message, help, source }: PreflightFinding, files: PartFiles): string {
  const lines = [
    `  ${placeOf(where, files)}`,
    `    ${message}`,
    ...(where.excerpt === undefined || message.includes(where.excerpt) ? [] : [`    | ${where.excerpt}`]),
    `    → ${help}`,
    `    ${code} (${source})`,
  ];
  return lines.map(terminalText).join('\n');
} // prettier-ignore

/** `letter.eml:12`, which editors open; else the part, with the line of its own. */
function placeOf(where: PreflightFinding['where'], files: PartFiles): string {
  const { part, line, block, variant } = where;
  const file = files[part];
  const place = line === undefined ? part : file === undefined ? `${part}, line ${line}` : `${file}:${line} (${part})`;
  return [place, ...(block === undefined ? [] : [block]), ...(variant === undefined ? [] : [variant])].join(', ');
}

function painted(colour: 'red' | 'yellow', text: string): string {
  return styleText([colour, 'bold'], text, { stream: process.stdout });
}
