import { knownZone } from '@app/platform';
import { MAX_LEAD_MINUTES } from './newsletter-limits.js';
import { wholeSection } from './newsletter-settings.js';
import type { SectionRule } from './newsletter.js';
import type { SettingsChange } from './settings-schema.js';

/** What settings say together that cannot be meant. */
export interface SettingsProblem {
  /** Where: `['sections', 2, 'min']`. */
  readonly path: readonly (string | number)[];
  readonly given: unknown;
  readonly expected: string;
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/**
 * Every contradiction among settings that are in form. A rule about two settings is applied where both are there, so
 * that a file which leaves one out is judged with what is stored.
 */
export function settingsProblems(settings: SettingsChange): SettingsProblem[] {
  return [
    ...sectionProblems(settings),
    ...slotProblems(settings.slots ?? []),
    ...breakProblems(settings.breaks ?? []),
    ...countProblems(settings),
    ...twiceIn(settings.offers?.deliveryTimes ?? [], ['offers', 'deliveryTimes'], 'each hour once'),
    ...twiceIn(settings.allowedOrigins ?? [], ['allowedOrigins'], 'each site once'),
  ];
}

/** SPF, DKIM and DMARC are set up for the brand's domain; From must align with it. */
export function senderProblems(senderAddress: string, senderDomain: string): SettingsProblem[] {
  const host = senderAddress.slice(senderAddress.lastIndexOf('@') + 1).toLowerCase();
  if (host === senderDomain || host.endsWith(`.${senderDomain}`)) return [];
  return [{ path: ['senderAddress'], given: senderAddress, expected: `an address at ${senderDomain}` }];
}

function sectionProblems({ sections = [], maxDispatches }: SettingsChange): SettingsProblem[] {
  const rules = sections.map(wholeSection);
  const slugs = rules.map(({ slug }) => slug);
  const rests = rules.flatMap(({ label }, at) => (label === 'rest' ? [at] : []));
  return [
    ...twiceIn(slugs, ['sections'], 'each section once'),
    ...rests.slice(1).map((at) => problem(['sections', at, 'label'], 'rest', 'only one section for the rest')),
    ...rules.flatMap(({ min, max }, at) =>
      max !== null && min > max ? [problem(['sections', at, 'min'], min, `no more than its max of ${max}`)] : [],
    ),
    ...(maxDispatches === undefined ? [] : minimaProblems(rules, maxDispatches)),
  ];
}

/** On the weekday that asks for most. */
function minimaProblems(rules: readonly SectionRule[], maxDispatches: number): SettingsProblem[] {
  const sums = WEEKDAYS.map((day) =>
    rules.reduce((sum, { min, weekdays }) => sum + (weekdays?.includes(day) === false ? 0 : min), 0),
  );
  const most = Math.max(...sums);
  if (most <= maxDispatches) return [];
  return [problem(['sections'], most, `minima that together are no more than maxDispatches, ${maxDispatches}`)];
}

function slotProblems(slots: NonNullable<SettingsChange['slots']>): SettingsProblem[] {
  if (slots.length === 0) return [];
  const zones = slots.flatMap((slot, at) => slot.zones.map((zone) => ({ zone: knownZone(zone) ?? zone, at })));
  const names = zones.map(({ zone }) => zone);
  const others = names.filter((zone) => zone === '*').length;
  return [
    ...twiceIn(slots.map(({ name }) => name), ['slots'], 'each name once'),
    ...(others === 1 ? [] : [problem(['slots'], `${others} with "*"`, 'exactly one slot with "*", for all other zones')]),
    ...zones.flatMap(({ zone, at }, index) =>
      zone !== '*' && names.indexOf(zone) < index ? [problem(['slots', at, 'zones'], zone, 'each zone in one slot')] : [],
    ),
  ];
} // prettier-ignore

function breakProblems(breaks: NonNullable<SettingsChange['breaks']>): SettingsProblem[] {
  const backward = breaks.flatMap(({ firstDay, lastDay }, at) =>
    lastDay < firstDay ? [problem(['breaks', at, 'lastDay'], lastDay, `${firstDay} or later`)] : [],
  );
  if (backward.length > 0) return backward;
  const inOrder = breaks.map((one, at) => ({ ...one, at })).sort((a, b) => (a.firstDay < b.firstDay ? -1 : 1));
  return inOrder.slice(1).flatMap(({ firstDay, at }, index) => {
    const before = inOrder[index];
    if (before === undefined || firstDay > before.lastDay) return [];
    return [problem(['breaks', at, 'firstDay'], firstDay, `a day after ${before.lastDay}, when another break ends`)];
  });
}

function countProblems(settings: SettingsChange): SettingsProblem[] {
  const { freezeLeadMinutes: freeze, proposalLeadMinutes: proposal, slowDayMin, maxDispatches } = settings;
  const problems: SettingsProblem[] = [];
  if (freeze !== undefined && proposal !== undefined && freeze + proposal > MAX_LEAD_MINUTES)
    problems.push(
      problem(
        ['proposalLeadMinutes'],
        proposal,
        `with freezeLeadMinutes (${freeze}) ${MAX_LEAD_MINUTES} at most, a day`,
      ),
    );
  if (slowDayMin !== undefined && maxDispatches !== undefined && slowDayMin > maxDispatches)
    problems.push(problem(['slowDayMin'], slowDayMin, `no more than maxDispatches, ${maxDispatches}`));
  return problems;
}

function twiceIn(all: readonly string[], path: readonly string[], expected: string): SettingsProblem[] {
  return all.flatMap((one, at) => (all.indexOf(one) < at ? [problem([...path, at], one, expected)] : []));
}

function problem(path: readonly (string | number)[], given: unknown, expected: string): SettingsProblem {
  return { path, given, expected };
}
