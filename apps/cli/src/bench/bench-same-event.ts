import { readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  DEFAULT_CLUSTER_SETTINGS,
  evaluate,
  wordOverlapBaseline,
  type LabelledItem,
  type PairwiseFigures,
} from '@app/dispatches';
import { projectPath } from '@app/platform';
import type { Measure } from './measure.js';

const labelled = z.array(
  z.object({
    id: z.string(),
    language: z.string(),
    event: z.string(),
    source: z.string(),
    publishedAt: z.coerce.date(),
    headline: z.string(),
    standfirst: z.string(),
  }),
);

/** Pairwise, on the labelled set: what clustering puts together rightly, beside the best that word overlap could do. */
export function benchSameEvent(): Measure[] {
  const file = projectPath('apps', 'cli', 'bench', 'same-event.json');
  const items: LabelledItem[] = labelled.parse(JSON.parse(readFileSync(file, 'utf8')));
  const ours = evaluate(items, DEFAULT_CLUSTER_SETTINGS);
  const overlap = wordOverlapBaseline(items);
  return [...new Set(items.map(({ language }) => language))]
    .sort()
    .flatMap((language) => [
      ...lines(`${language}, clustering`, ours.perLanguage[language]),
      ...lines(`${language}, word overlap at its best threshold`, overlap.perLanguage[language]),
    ]);
}

function lines(who: string, figures: PairwiseFigures | undefined): Measure[] {
  if (figures === undefined) return [];
  const { precision, recall, f1, pairs } = figures;
  return [
    { what: `same event, ${who}: precision of ${figures.joined} pairs joined`, value: precision, unit: '' },
    { what: `same event, ${who}: recall of ${pairs} pairs`, value: recall, unit: '' },
    { what: `same event, ${who}: F1`, value: f1, unit: '' },
  ];
}
