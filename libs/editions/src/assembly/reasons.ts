/**
 * Why something was chosen or left out: a stable code with its numbers for programs, and the sentence made of them for
 * people. Nothing in it depends on a language of the machine or on a clock.
 */
export interface Reason {
  readonly code: ReasonCode;
  readonly text: string;
  readonly [detail: string]: string | number;
}

export type ReasonCode = ChoiceCode | OmissionCode;

export type ChoiceCode =
  | 'urgency'
  | 'freshness'
  | 'breadth'
  | 'source_weight'
  | 'new'
  | 'update'
  | 'minimum'
  | 'beyond_share'
  | 'pinned'
  | 'edited'
  | 'paid'
  | 'standing'
  | 'by_desk';

export type OmissionCode =
  | 'already_told'
  | 'edition_full'
  | 'embargo'
  | 'excluded'
  | 'no_room'
  | 'no_section'
  | 'not_usable'
  | 'rights_ended'
  | 'same_event'
  | 'section_full'
  | 'section_share'
  | 'source_share';

const points = (count: number): string => `${count} ${Math.abs(count) === 1 ? 'point' : 'points'}`;

export const because = {
  urgency: (urgency: number, given: number): Reason => ({
    code: 'urgency',
    urgency,
    points: given,
    text: `urgency ${urgency} of 9: ${points(given)}`,
  }),
  freshness: (hours: number, given: number): Reason => ({
    code: 'freshness',
    hours,
    points: given,
    text: `${hours} h old when the edition is due: ${points(given)}`,
  }),
  breadth: (sources: number, given: number): Reason => ({
    code: 'breadth',
    sources,
    points: given,
    text: `told by ${sources} ${sources === 1 ? 'source' : 'sources'}: ${points(given)}`,
  }),
  sourceWeight: (weight: number, given: number): Reason => ({
    code: 'source_weight',
    weight,
    points: given,
    text: `source of weight ${weight} of 10: ${points(given)}`,
  }),
  isNew: (given: number): Reason => ({ code: 'new', points: given, text: `not told before: ${points(given)}` }),
  update: (editionDate: string, kind: string): Reason => ({
    code: 'update',
    told: editionDate,
    kind,
    text: `told in the ${kind} of ${editionDate}, with new facts since: an update`,
  }),
  minimum: (section: string, minimum: number): Reason => ({
    code: 'minimum',
    section,
    minimum,
    text: `one of the ${minimum} at least that ${section} has`,
  }),
  beyondShare: (section: string): Reason => ({
    code: 'beyond_share',
    section,
    text: `room was left that no other section or source could fill`,
  }),
  pinned: (): Reason => ({ code: 'pinned', text: 'put there by the desk' }),
  edited: (): Reason => ({ code: 'edited', text: 'rewritten by the desk' }),
  paid: (): Reason => ({ code: 'paid', text: 'readers pay at its link, and the edition says so' }),
  standing: (after: number): Reason => ({
    code: 'standing',
    after,
    text: `stands in every edition of its days, after ${after} dispatches`,
  }),
  byDesk: (): Reason => ({ code: 'by_desk', text: 'written by the desk' }),

  alreadyTold: (editionDate: string, kind: string): Reason => ({
    code: 'already_told',
    told: editionDate,
    kind,
    text: `told in the ${kind} of ${editionDate}, and nothing new since`,
  }),
  editionFull: (maximum: number): Reason => ({
    code: 'edition_full',
    maximum,
    text: `the edition has its ${maximum} dispatches, all of them ahead of it`,
  }),
  embargo: (until: Date): Reason => ({
    code: 'embargo',
    until: until.toISOString(),
    text: `under embargo until ${until.toISOString()}, when the edition is due already`,
  }),
  excluded: (reason: string): Reason => ({ code: 'excluded', reason, text: `left out by the desk: ${reason}` }),
  excludedWith: (dispatchId: string): Reason => ({
    code: 'excluded',
    with: dispatchId,
    text: `the desk left out a dispatch of the same event`,
  }),
  noRoom: (): Reason => ({ code: 'no_room', text: 'too few dispatches to stand apart from other insertions' }),
  notUsable: (): Reason => ({ code: 'not_usable', text: 'put there by the desk, and killed or withheld since' }),
  noSection: (): Reason => ({ code: 'no_section', text: 'no section of this weekday takes it' }),
  rightsEnded: (until: Date): Reason => ({
    code: 'rights_ended',
    until: until.toISOString(),
    text: `its rights end at ${until.toISOString()}, before the last readers get the edition`,
  }),
  sameEvent: (dispatchId: string): Reason => ({
    code: 'same_event',
    with: dispatchId,
    text: 'tells of the same event: its source is named there',
  }),
  sectionFull: (section: string, maximum: number): Reason => ({
    code: 'section_full',
    section,
    maximum,
    text: `${section} has its ${maximum} at most`,
  }),
  sectionShare: (section: string, share: number): Reason => ({
    code: 'section_share',
    section,
    share,
    text: `${section} has its share of ${share}, and other sections filled the edition`,
  }),
  sourceShare: (source: string, share: number): Reason => ({
    code: 'source_share',
    source,
    share,
    text: `${source} has its share of ${share}, and other sources filled the edition`,
  }),
} as const;
