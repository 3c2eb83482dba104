import { describe, expect, it } from '@jest/globals';
import type { ShelfEntry } from '@app/dispatches';
import { machineChoice } from '../desk/machine-choice.js';
import { byRank, readShelfCursor, shelfCursor, type ShelfRank } from './shelf-rank.js';
import { shelfReasons } from './shelf-reasons.js';

const at = (hour: number): Date => new Date(Date.UTC(2026, 2, 10, hour));
const span = { windowFrom: at(2), cutOff: at(10), oldest: at(0) };
const machine = machineChoice({
  blocks: [
    { dispatchId: 'chosen', others: [{ dispatchId: 'twin', reasons: [{ code: 'same_event', with: 'chosen', text: 'x' }] }] },
  ],
  omitted: [
    { dispatchId: 'below', score: 12, reasons: [{ code: 'edition_full', maximum: 3, text: 'x' }] },
    { dispatchId: 'put-back', score: null, reasons: [{ code: 'excluded', reason: 'double', text: 'x' }] },
    { dispatchId: null, insertionId: 'i', score: null, reasons: [] },
  ],
}); // prettier-ignore

function why(id: string, change: Partial<ShelfEntry> = {}, exclusions: Record<string, string> = {}): string[] {
  const entry: ShelfEntry = {
    id,
    status: 'usable',
    isBackCatalogue: false,
    regions: [],
    topics: [],
    publishedAt: at(5),
    firstSeenAt: at(5),
    ...change,
  };
  const excluded = new Map(
    Object.entries(exclusions).map(([dispatchId, reason]) => [dispatchId, { dispatchId, reason, excludedBy: null }]),
  );
  return shelfReasons(entry, { span, machine, exclusions: excluded }).map(({ code }) => code);
}

describe('why a dispatch is not in an edition', () => {
  it.each([
    ['the machine said so', why('below'), ['edition_full']],
    ['it stands in another by its source', why('twin'), ['same_event']],
    ['the desk left it out', why('chosen', {}, { chosen: 'says nothing new' }), ['excluded']],
    ['killed, before everything else', why('below', { status: 'killed' }), ['killed', 'edition_full']],
    ['withheld', why('other', { status: 'withheld' }), ['withheld']],
    ['it came since', why('other', { firstSeenAt: at(11) }), ['came_since']],
    ['it belongs to the edition before', why('other', { firstSeenAt: at(2) }), ['too_old']],
    ['its own date is older than the window', why('other', { publishedAt: at(0) }), ['too_old']],
    ['a new source’s archive', why('other', { isBackCatalogue: true }), ['back_catalogue']],
    ['nobody looked', why('other'), ['not_looked_at']],
    ['chosen once, and gone without a reason', why('chosen'), ['taken_out']],
    ['an exclusion taken back is no reason any more', why('put-back'), ['not_looked_at']],
  ])('%s', (_case, found, expected) => {
    expect(found).toEqual(expected);
  });

  it('says nothing where no machine chose', () => {
    const entry = { id: 'x', status: 'usable', isBackCatalogue: false, regions: [], topics: [], publishedAt: at(1), firstSeenAt: at(1) } as const;
    expect(shelfReasons(entry, { span, machine: machineChoice(null), exclusions: new Map() })).toEqual([]);
  }); // prettier-ignore

  it('reads whatever stands in the column', () => {
    for (const stored of [null, 7, 'x', [], { blocks: 3, omitted: [{ dispatchId: 4 }] }])
      expect(machineChoice(stored).leftOut.size).toBe(0);
  });
});

describe('a place on the shelf', () => {
  const places: ShelfRank[] = [
    [true, -1, 5, 'a'],
    [false, 40, 1, 'b'],
    [false, 12, 9, 'c'],
    [false, 12, 8, 'd'],
    [false, 12, 8, 'e'],
  ];

  it('is one dispatch’s, in an order that does not depend on where they came from', () => {
    expect(places.toReversed().toSorted(byRank)).toEqual(places);
  });

  it('comes back from its cursor, and nothing else does', () => {
    expect(places.map((place) => readShelfCursor(shelfCursor(place)))).toEqual(places);
    for (const cursor of ['', 'x', 'bnVsbA', '\0', shelfCursor(places[0] ?? [false, 0, 0, '']).slice(2)])
      expect(readShelfCursor(cursor)).toBeUndefined();
  });
});
