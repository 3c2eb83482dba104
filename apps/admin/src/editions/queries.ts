import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import {
  getApiV1DispatchesByIdConsequences,
  getApiV1Editions,
  getApiV1EditionsById,
  getApiV1EditionsByIdActs,
  getApiV1EditionsByIdComparison,
  getApiV1EditionsByIdPreview,
  getApiV1EditionsByIdProgress,
  getApiV1EditionsByIdProposal,
  getApiV1EditionsByIdReport,
  getApiV1EditionsByIdRevisions,
  getApiV1EditionsByIdUncertain,
} from '../client/index.js';
import type {
  GetApiV1EditionsByIdComparisonResponses,
  GetApiV1EditionsByIdReportResponses,
  GetApiV1EditionsByIdResponses,
  GetApiV1EditionsByIdUncertainResponses,
  GetApiV1EditionsResponses,
} from '../client/index.js';
import type { ArchiveView } from './view.js';

export type Listed = GetApiV1EditionsResponses[200]['editions'][number];
export type Edition = GetApiV1EditionsByIdResponses[200];
export type Report = GetApiV1EditionsByIdReportResponses[200];
export type Comparison = GetApiV1EditionsByIdComparisonResponses[200];
export type Uncertain = GetApiV1EditionsByIdUncertainResponses[200]['uncertain'][number];

/** Milliseconds between two looks at an edition that is being sent: a report counts every row. */
const reportLook = 15_000;

export function editionsQuery(view: ArchiveView) {
  return queryOptions({
    queryKey: ['editions', 'list', view],
    queryFn: ({ signal }) => dataOf(getApiV1Editions({ query: view, signal })),
    placeholderData: keepPreviousData,
  });
}

export function editionQuery(id: string) {
  return queryOptions({
    queryKey: ['editions', id],
    queryFn: ({ signal }) => dataOf(getApiV1EditionsById({ path: { id }, signal })),
  });
}

export function reportQuery(id: string) {
  return queryOptions({
    queryKey: ['editions', id, 'report'],
    queryFn: ({ signal }) => dataOf(getApiV1EditionsByIdReport({ path: { id }, signal })),
    refetchInterval: ({ state }) => (state.data?.state === 'sending' ? reportLook : false),
  });
}

export function storyQuery(id: string) {
  return queryOptions({
    queryKey: ['editions', id, 'story'],
    queryFn: async ({ signal }) => {
      const [{ revisions }, { acts }] = await Promise.all([
        dataOf(getApiV1EditionsByIdRevisions({ path: { id }, signal })),
        dataOf(getApiV1EditionsByIdActs({ path: { id }, query: { limit: 200 }, signal })),
      ]);
      return { revisions, acts };
    },
  });
}

export function mailQuery(id: string) {
  return queryOptions({
    queryKey: ['editions', id, 'mail'],
    queryFn: ({ signal }) => dataOf(getApiV1EditionsByIdPreview({ path: { id }, signal })),
  });
}

export function uncertainQuery(id: string) {
  return queryOptions({
    queryKey: ['editions', id, 'uncertain'],
    queryFn: async ({ signal }) => (await dataOf(getApiV1EditionsByIdUncertain({ path: { id }, signal }))).uncertain,
  });
}

export function comparisonQuery(id: string, other: string | undefined) {
  return queryOptions({
    queryKey: ['editions', id, 'comparison', other ?? null],
    queryFn: ({ signal }) =>
      dataOf(
        getApiV1EditionsByIdComparison({
          path: { id },
          signal,
          ...(other === undefined ? {} : { query: { with: other } }),
        }),
      ),
  });
}

/** What left already and what is still to leave: asked just before somebody steers. */
export async function leftAndOpen(id: string, signal: AbortSignal): Promise<{ left: number; open: number }> {
  const { counts } = await dataOf(getApiV1EditionsByIdProgress({ path: { id }, signal }));
  return {
    left: counts.submitted + counts.uncertain,
    open: counts.planned + counts.claimed + counts.submitting + counts.deferred,
  };
}

/** Readers who were sent this edition with the dispatch in it. */
export async function holdersOf(editionId: string, dispatchId: string, signal: AbortSignal) {
  const { editions, isExact } = await dataOf(getApiV1DispatchesByIdConsequences({ path: { id: dispatchId }, signal }));
  return { isExact, received: editions.find((one) => one.editionId === editionId)?.received ?? 0 };
}

/** The dispatches of an edition by their frozen headlines: a comparison of it with itself names them all. */
export function dispatchesQuery(id: string) {
  return queryOptions({
    queryKey: ['editions', id, 'dispatches'],
    queryFn: async ({ signal }) => {
      const { blocks } = await dataOf(getApiV1EditionsByIdComparison({ path: { id }, query: { with: id }, signal }));
      return blocks.flatMap(({ dispatchId, title }) => (dispatchId === null ? [] : [{ dispatchId, title }]));
    },
  });
}

/** The names of an edition's sections, as its readers see them, by slug. */
export function sectionsQuery(id: string) {
  return queryOptions({
    queryKey: ['editions', id, 'sections'],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, string>> => {
      const { sections } = await dataOf(getApiV1EditionsByIdProposal({ path: { id }, signal }));
      return new Map(sections.map(({ slug, name }) => [slug, name]));
    },
  });
}
