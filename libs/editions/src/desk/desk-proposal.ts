import type { BlockKind } from '@app/platform';
import { OTHER_SECTION, SectionPlan, type Labelled } from '../assembly/sections.js';
import type { Newsletter, SectionRule } from '../newsletters/newsletter.js';

/** A proposal as a desk has it before it: what the machine chose, and what people made of it. Positions are indexes. */
export interface DeskProposal {
  readonly blocks: readonly DeskBlock[];
  readonly exclusions: readonly Exclusion[];
  /** null: the machine's. */
  readonly subject: string | null;
  readonly preheader: string | null;
}

export interface DeskBlock {
  readonly id: string;
  readonly kind: BlockKind;
  /** Slug; '' for what stands under none. */
  readonly section: string;
  /** Set for kind `dispatch` alone. */
  readonly dispatchId: string | null;
  /** What is written in a block that is no dispatch; marks of the assembly in one that is. */
  readonly content: Readonly<Record<string, unknown>>;
  /** The machine's, in its own words. */
  readonly reasons: readonly unknown[];
  readonly isPinned: boolean;
  /** The desk's words, which win over the dispatch's. */
  readonly edits: { readonly headline?: string; readonly standfirst?: string };
  /** null: the machine. */
  readonly addedBy: string | null;
}

/** Left out by the desk. */
export interface Exclusion {
  readonly dispatchId: string;
  readonly reason: string;
  readonly excludedBy: string | null;
}

/**
 * Where a dispatch stands by its labels, as the assembly has it; a section that is off on the day claims nothing.
 *
 * @param editionDate `YYYY-MM-DD`; left out: as if every section were on
 */
export function homeSection(
  { sectionRules, maxDispatches }: Pick<Newsletter, 'sectionRules' | 'maxDispatches'>,
  dispatch: Labelled,
  editionDate?: string,
): string {
  const daily = sectionRules.map((rule) => ({ ...rule, weekdays: null }));
  const plan =
    editionDate === undefined
      ? new SectionPlan(daily, ANY_DATE, maxDispatches)
      : new SectionPlan(sectionRules, editionDate, maxDispatches);
  return plan.claimsOf(dispatch)[0] ?? OTHER_SECTION;
}

/** Its weekday decides nothing where every section is on. */
const ANY_DATE = '2026-01-01';

/** Slugs a block can be put under, in the newsletter's order. */
export function sectionsOf(rules: readonly SectionRule[]): string[] {
  const slugs = rules.map(({ slug }) => slug);
  return rules.some(({ label }) => label === 'rest') ? slugs : [...slugs, OTHER_SECTION];
}
