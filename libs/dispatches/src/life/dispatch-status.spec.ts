import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MACHINE_LIFE, OPERATOR_LIFE, standingOnArrival, type ArrivalFacts, type LifeAct } from './dispatch-status.js';

const mark = (kind: 'correction' | 'embargo' | 'update') => ({ kind, text: kind });
const quiet: ArrivalFacts = {
  before: undefined, says: 'usable', isTrusted: false, marks: [], marksBefore: [], hasEmbargoInstant: false,
}; // prettier-ignore
const by = (reason: string) => ({ status: 'withheld' as const, reason });

describe('who may move a dispatch where', () => {
  it.each<['usable' | 'withheld' | 'killed', LifeAct, string | undefined, string | undefined]>([
    ['usable', 'withhold', 'withheld', 'withheld'],
    ['usable', 'release', 'usable', 'usable'],
    ['usable', 'kill', 'killed', 'killed'],
    ['withheld', 'withhold', 'withheld', 'withheld'],
    ['withheld', 'release', 'usable', 'usable'],
    ['withheld', 'kill', 'killed', 'killed'],
    ['killed', 'withhold', 'withheld', 'killed'],
    ['killed', 'release', undefined, 'killed'],
    ['killed', 'kill', 'killed', 'killed'],
  ])('%s, %s: an operator to %s, a machine to %s', (from, act, operator, machine) => {
    expect(OPERATOR_LIFE[from][act]).toBe(operator);
    expect(MACHINE_LIFE[from][act]).toBe(machine);
  });
});

describe('the standing of what arrives', () => {
  it.each<[string, Partial<ArrivalFacts>, object]>([
    ['nothing said', {}, { status: 'usable', reason: null, alarm: undefined }],
    ['killed by a trusted source', { says: 'killed', isTrusted: true }, { status: 'killed', reason: 'dispatch.by_source' }],
    ['killed by another', { says: 'killed' }, { status: 'withheld', reason: 'dispatch.source_kill', alarm: 'dispatch.source_kill' }],
    ['a draft', { says: 'withheld' }, { status: 'withheld', reason: 'dispatch.by_source', alarm: undefined }],
    ['a draft given free', { before: by('dispatch.by_source') }, { status: 'usable', reason: null }],
    ['withheld by the desk', { before: by('dispatch.by_desk') }, { status: 'withheld', reason: 'dispatch.by_desk' }],
    ['a withheld one, not killed again', { before: by('dispatch.source_kill') }, { status: 'withheld', reason: 'dispatch.source_kill' }],
    ['a mark', { marks: [mark('correction')] }, { status: 'withheld', reason: 'dispatch.title_mark', alarm: 'dispatch.title_mark' }],
    ['an update’s mark', { marks: [mark('update')] }, { status: 'withheld' }],
    ['a mark that was seen and released', { before: { status: 'usable', reason: null }, marks: [mark('update')], marksBefore: [mark('update')] }, { status: 'usable' }],
    ['a marked draft given free', { before: by('dispatch.by_source'), marks: [mark('update')], marksBefore: [mark('update')] }, { status: 'withheld', alarm: 'dispatch.title_mark' }],
    ['an embargo with its instant', { marks: [mark('embargo')], hasEmbargoInstant: true }, { status: 'usable', alarm: undefined }],
    ['an embargo and a correction', { marks: [mark('embargo'), mark('correction')], hasEmbargoInstant: true }, { status: 'withheld' }],
  ])('%s', (_case, facts, expected) => {
    expect(standingOnArrival({ ...quiet, ...facts })).toMatchObject(expected);
  }); // prettier-ignore

  const facts = fc.record({
    before: fc.option(
      fc.record({
        status: fc.constantFrom('usable', 'withheld', 'killed'),
        reason: fc.constantFrom(null, 'dispatch.by_desk', 'dispatch.by_source', 'dispatch.title_mark'),
      }),
      { nil: undefined },
    ),
    says: fc.constantFrom('usable', 'withheld', 'killed'),
    isTrusted: fc.boolean(),
    marks: fc.array(fc.constantFrom(mark('correction'), mark('embargo'), mark('update'))),
    marksBefore: fc.array(fc.constantFrom(mark('correction'), mark('embargo'))),
    hasEmbargoInstant: fc.boolean(),
  });

  it('never brings back what is killed or what the desk withheld, and kills on a trusted word only', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const after = standingOnArrival(given);
        if (given.before?.status === 'killed') expect(after.status).toBe('killed');
        else if (after.status === 'killed') expect([given.isTrusted, given.says]).toEqual([true, 'killed']);
        if (given.before?.status === 'withheld' && given.before.reason === 'dispatch.by_desk')
          expect(after.status).not.toBe('usable');
      }),
    );
  });
});
