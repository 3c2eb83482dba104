import type { ShelfDispatch } from '@app/dispatches';

/**
 * Chooses a digest's dispatches. One pure, deterministic function: the same input gives the same blocks in the same
 * order, and each choice and omission says why.
 */
export interface AssemblyInput {
  readonly dispatches: readonly ShelfDispatch[];
  /** Region slugs in the newsletter's order. */
  readonly sections: readonly string[];
  readonly maxDispatches: number;
  /** The instant the edition is due: freshness and rights are judged here. */
  readonly dueAt: Date;
}

export interface ProposedBlock {
  readonly section: string;
  readonly dispatchId: string;
  readonly reasons: readonly string[];
}

export interface Proposal {
  readonly blocks: readonly ProposedBlock[];
  readonly omitted: readonly { readonly dispatchId: string; readonly reason: OmissionReason }[];
}

export type OmissionReason = 'same_link' | 'same_headline' | 'section_full' | 'edition_full' | 'rights_ended';

/** Section for a dispatch that no region of the newsletter claims. */
export const OTHER_SECTION = 'monde';

/** Points per step of urgency (IPTC ninjs 1…9): one step outweighs half a day of age. */
const URGENCY_POINTS = 12;
/** A dispatch loses a point an hour. */
const FRESHNESS_HOURS = 24;

interface Candidate {
  readonly dispatch: ShelfDispatch;
  readonly section: string;
  readonly score: number;
}

export function proposeDigest(input: AssemblyInput): Proposal {
  const omitted: { dispatchId: string; reason: OmissionReason }[] = [];
  const usable = input.dispatches.filter((dispatch) => {
    const ended = dispatch.rights.until !== null && dispatch.rights.until <= input.dueAt;
    if (ended) omitted.push({ dispatchId: dispatch.id, reason: 'rights_ended' });
    return !ended;
  });
  const ranked = usable.map((dispatch) => candidate(dispatch, input)).sort(best);
  const chosen = choose(ranked, input, omitted);
  return { blocks: inSections(chosen, input.sections), omitted };
}

function candidate(dispatch: ShelfDispatch, input: AssemblyInput): Candidate {
  const ageHours = Math.max(0, (input.dueAt.getTime() - dispatch.publishedAt.getTime()) / 3_600_000);
  const score = (9 - dispatch.urgency) * URGENCY_POINTS + Math.max(0, FRESHNESS_HOURS - ageHours);
  const section = dispatch.regions.find((region) => input.sections.includes(region)) ?? OTHER_SECTION;
  return { dispatch, section, score };
}

/** Higher score first; then the newer one; then by id, so that no order is left to chance. */
function best(a: Candidate, b: Candidate): number {
  return (
    b.score - a.score ||
    b.dispatch.publishedAt.getTime() - a.dispatch.publishedAt.getTime() ||
    (a.dispatch.id < b.dispatch.id ? -1 : 1)
  );
}

function choose(
  ranked: readonly Candidate[],
  input: AssemblyInput,
  omitted: { dispatchId: string; reason: OmissionReason }[],
): Candidate[] {
  const chosen: Candidate[] = [];
  const links = new Set<string>();
  const headlines = new Set<string>();
  const perSection = new Map<string, number>();
  // No region takes more than its share and a half, so that one busy region does not silence the others.
  const sectionLimit = Math.max(2, Math.ceil((input.maxDispatches / Math.max(1, input.sections.length)) * 1.5));
  for (const item of ranked) {
    const { dispatch, section } = item;
    const headline = comparable(dispatch.headline);
    const inSection = perSection.get(section) ?? 0;
    const reason = firstReason([
      [dispatch.link !== null && links.has(dispatch.link), 'same_link'],
      [headlines.has(headline), 'same_headline'],
      [chosen.length >= input.maxDispatches, 'edition_full'],
      [inSection >= sectionLimit, 'section_full'],
    ]);
    if (reason !== undefined) {
      omitted.push({ dispatchId: dispatch.id, reason });
      continue;
    }
    if (dispatch.link !== null) links.add(dispatch.link);
    headlines.add(headline);
    perSection.set(section, inSection + 1);
    chosen.push(item);
  }
  return chosen;
}

function firstReason(cases: readonly (readonly [boolean, OmissionReason])[]): OmissionReason | undefined {
  return cases.find(([applies]) => applies)?.[1];
}

/** The section with the best dispatch opens the edition; the others follow in the newsletter's order. */
function inSections(chosen: readonly Candidate[], sections: readonly string[]): ProposedBlock[] {
  const opening = chosen[0]?.section;
  const order = [...new Set([...(opening === undefined ? [] : [opening]), ...sections, OTHER_SECTION])];
  return order.flatMap((section) => chosen.filter((item) => item.section === section).map(toBlock));
}

function toBlock({ dispatch, section, score }: Candidate): ProposedBlock {
  return {
    section,
    dispatchId: dispatch.id,
    reasons: [
      `urgency ${dispatch.urgency}`,
      `published ${dispatch.publishedAt.toISOString()}`,
      `score ${score.toFixed(1)}`,
    ],
  };
}

/** Case, accents, punctuation and spacing do not make two headlines different. */
function comparable(headline: string): string {
  return headline
    .normalize('NFKD')
    .replace(/[\p{M}\p{P}\p{S}\s]+/gu, '')
    .toLowerCase();
}
