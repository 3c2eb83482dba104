import { findingRules, type FindingLevel, type FindingName } from './finding-rules.js';
import { findingText } from './finding-words.js';

export const findingParts = ['html', 'text', 'subject', 'headers', 'message', 'template', 'edition'] as const;
export type FindingPart = (typeof findingParts)[number];

/** Where to look: `line` is 1-based and of the part; of a `template`, of the partial that is named, else of itself. An excerpt is one line of at most {@link EXCERPT_LIMIT} characters. */
export interface FindingPlace {
  readonly part: FindingPart;
  readonly line?: number;
  readonly partial?: string;
  readonly excerpt?: string;
  readonly block?: string;
  readonly variant?: string;
}

/** One thing preflight has to say. */
export interface PreflightFinding {
  readonly level: FindingLevel;
  /** `preflight.alt_missing`; stable. */
  readonly code: string;
  readonly where: FindingPlace;
  readonly message: string;
  /** What to do. */
  readonly help: string;
  /** Who demands it: a standard's section, or a title with an address. */
  readonly source: string;
}

/** A finding before it is put into words. */
export interface RawFinding {
  readonly name: FindingName;
  readonly where: FindingPlace;
  /** What its words name. */
  readonly values?: Readonly<Record<string, string | number>>;
}

/** Characters: two lines on a terminal. */
const EXCERPT_LIMIT = 160;
/** Values name hosts, elements, colours; longer ones are cut. */
const VALUE_LIMIT = 200;
/** Of one kind, so that a mail with a thousand faults says what it has and ends. */
const MOST_OF_A_KIND = 25;

/** Puts findings into an operator's language: blocks first, else as they stand in the mail. */
export function worded(findings: readonly RawFinding[], locale: string): PreflightFinding[] {
  const counts = new Map<FindingName, number>();
  const kept = findings.filter(({ name }) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count <= MOST_OF_A_KIND;
  });
  const all = kept.map(({ name, where, values = {} }): PreflightFinding => {
    const { level, source } = findingRules[name];
    const texts = findingText(name, locale, bounded(values));
    return { level, code: `preflight.${name}`, where: placed(where), ...texts, source };
  });
  return [...all.filter(({ level }) => level === 'block'), ...all.filter(({ level }) => level === 'warn')];
}

export function isBlocked(findings: readonly Pick<PreflightFinding, 'level'>[]): boolean {
  return findings.some(({ level }) => level === 'block');
}

/** One line, without what a terminal or a page would obey. */
export function excerptOf(text: string): string {
  const line = text
    .slice(0, EXCERPT_LIMIT * 4)
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  const characters = Array.from(line);
  return characters.length <= EXCERPT_LIMIT ? line : `${characters.slice(0, EXCERPT_LIMIT - 1).join('')}…`;
}

function placed(where: FindingPlace): FindingPlace {
  const { excerpt, ...rest } = where;
  const shown = excerpt === undefined ? '' : excerptOf(excerpt);
  return shown === '' ? rest : { ...rest, excerpt: shown };
}

function bounded(values: Readonly<Record<string, string | number>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? excerptOf(value).slice(0, VALUE_LIMIT) : value,
    ]),
  );
}
