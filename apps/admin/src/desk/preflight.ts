import type { GetApiV1EditionsByIdPreflightResponses } from '../client/index.js';

export type Preflight = GetApiV1EditionsByIdPreflightResponses[200];
export type Finding = Preflight['findings'][number];

/** What blocks and nobody answered for: an override counts for the version it was given for, and for no other. */
export function openFindings({ findings, overrides, version }: Pick<Preflight, 'findings' | 'overrides' | 'version'>): Finding[] {
  const answered = new Set(overrides.filter((one) => one.version === version).flatMap(({ codes }) => codes));
  return findings.filter(({ level, code }) => level === 'block' && !answered.has(code));
} // prettier-ignore

/** The codes somebody could answer for, each once; empty where something blocks that nobody may let pass, because a reason would be given in vain. */
export function codesToOverride(open: readonly Finding[]): string[] {
  return open.every(({ mayOverride }) => mayOverride) ? [...new Set(open.map(({ code }) => code))] : [];
}
