import type { ShelfDispatch } from '@app/dispatches';
import type { StandingInsertion } from '../newsletters/insertion.repository.js';
import type { SectionRule } from '../newsletters/newsletter.js';
import type { AssemblyInput, AssemblyRules, Telling } from './proposal.js';

/** A Monday. */
export const EDITION_DATE = '2026-11-23';
export const DUE = new Date('2026-11-23T06:00:00Z');
export const hoursBefore = (hours: number, from = DUE): Date => new Date(from.getTime() - hours * 3_600_000);

export const USABLE = { mail: true, archive: true, feed: true, until: null, credit: null, territories: null };

/** Published and seen six hours before the edition is due, in Europe, of a source of its own. */
export function shelfDispatch(id: string, change: Partial<ShelfDispatch> = {}): ShelfDispatch {
  return {
    id,
    version: 1,
    language: 'fr',
    headline: `Titre ${id}`,
    standfirst: '',
    link: null,
    isUpdate: false,
    urgency: 5,
    countries: [],
    regions: ['europe'],
    topics: [],
    publishedAt: hoursBefore(6),
    firstSeenAt: hoursBefore(6),
    embargoedUntil: null,
    access: 'free',
    sourceId: `s-${id}`,
    sourceName: `Agence ${id}`,
    sourceWeight: 5,
    otherSources: [],
    clusterId: null,
    rights: USABLE,
    excerptLength: null,
    picture: null,
    ...change,
  };
}

export function sectionRule(slug: string, change: Partial<SectionRule> = {}): SectionRule {
  return { label: 'region', slug, min: 0, max: null, weekdays: null, ...change };
}

export const THREE_REGIONS = ['afrique', 'europe', 'france'].map((slug) => sectionRule(slug));

export function assemblyInput(
  dispatches: readonly ShelfDispatch[],
  { rules, ...change }: Partial<Omit<AssemblyInput, 'rules'>> & { rules?: Partial<AssemblyRules> } = {},
): AssemblyInput {
  return {
    dispatches,
    rules: { sectionRules: THREE_REGIONS, maxDispatches: 12, toldDays: 3, slowDay: 'send', slowDayMin: 1, ...rules },
    editionDate: EDITION_DATE,
    dueAt: DUE,
    lastDueAt: DUE,
    told: [],
    insertions: [],
    desk: { kept: [], excluded: [] },
    ...change,
  };
}

/** As yesterday's digest told it. */
export function telling(dispatchId: string, change: Partial<Telling> = {}): Telling {
  return {
    dispatchId,
    version: 1,
    clusterId: null,
    headline: `Titre ${dispatchId}`,
    standfirst: '',
    link: null,
    at: hoursBefore(24.5),
    editionDate: '2026-11-22',
    editionKind: 'digest',
    ...change,
  };
}

export function insertion(id: string, afterBlocks: number): StandingInsertion {
  return {
    id,
    kind: 'sponsor',
    advertiser: 'Librairie du Quai',
    title: `Annonce ${id}`,
    text: '',
    link: 'https://librairie.example/',
    linkLabel: 'Voir',
    afterBlocks,
  };
}
