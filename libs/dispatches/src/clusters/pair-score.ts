import type { ClusterSettings } from './cluster-settings.js';
import type { PairEvidence } from './pair-evidence.js';

/** How much is made of countries and numbers beside names: a country is shared by many events of a day. */
const COUNTRY_PULL = 0.45;
const NUMBER_PULL = 0.5;

/** 0 … 1: how much the evidence says that two dispatches tell one event. */
export function scorePair(evidence: PairEvidence, settings: ClusterSettings): number {
  const shared = Math.min(1, evidence.words / settings.wordsFull);
  const words = 1 - (1 - shared) * (1 - settings.happening * evidence.happening);
  const names = Math.min(1, evidence.names / settings.namesFull);
  // Each anchor closes a part of the doubt the others leave.
  const doubt =
    (1 - names) * (1 - COUNTRY_PULL * evidence.countries) * (1 - NUMBER_PULL * Math.max(0, evidence.numbers));
  const anchors = 1 - doubt;
  const { weights, against } = settings;
  let score = weights.words * words + weights.anchors * anchors + weights.both * Math.sqrt(words * anchors);
  for (const objection of evidence.against) score -= against[objection];
  if (evidence.sameSource) score -= against.sameSource;
  const faded = score * Math.exp(-evidence.hours / settings.fadeHours);
  return Math.round(Math.min(1, Math.max(0, faded)) * 10_000) / 10_000;
}
