import { describe, expect, it } from '@jest/globals';
import type { AssembledDay, Newsletter, ProposedDispatch } from '@app/editions';
import { assemblyJson, assemblyText } from './assembly-report.js';

const at = (time: string): Date => new Date(`2026-11-23T${time}:00Z`);
const newsletter = { slug: 'matin', sectionRules: [], maxDispatches: 12, windowHours: 36 } as unknown as Newsletter;
const block: ProposedDispatch = {
  kind: 'dispatch',
  section: 'europe',
  dispatchId: 'a',
  headline: `Le port rouvre ${'et rouvre '.repeat(20)}`,
  sources: ['Agence', 'Radio'],
  isUpdate: true,
  isPaid: false,
  isPinned: false,
  score: { urgency: 48, freshness: 18.5, breadth: 6, sourceWeight: 10, novelty: 0, total: 82.5 },
  others: [],
  reasons: [{ code: 'update', text: 'told yesterday, with new facts since' }],
};
const left = { dispatchId: 'b', insertionId: null, headline: 'Autre chose', source: 'Radio', score: 12 };
const day: AssembledDay = {
  proposal: {
    blocks: [block],
    omitted: [{ ...left, reasons: [{ code: 'edition_full', text: 'the edition is full' }] }],
    slowDay: { rule: 'hold', dispatches: 1, atLeast: 3 },
  },
  from: at('00:00'),
  cutOff: at('05:30'),
  editionDate: '2026-11-23',
  edition: undefined,
  times: { dueAt: at('06:00'), lastDueAt: at('09:00'), freezeAt: at('05:30') },
  slot: 'all',
  written: false,
};

describe('an assembly at a terminal', () => {
  it('says what was chosen, cut to a line, and how much was left out', () => {
    const text = assemblyText(newsletter, day, { isExplained: false });
    expect(text).toContain('not claimed; nothing was written');
    expect(text).toMatch(/^1 {2,}europe {2,}82\.5 {2,}\(update\) Le port rouvre .*… {2,}Agence, Radio$/m);
    expect(text).toContain('1 of at least 3 dispatches: hold');
    expect(text).toMatch(/left out: 1 edition_full$/);
    expect(text).not.toContain('the edition is full');
  });

  it('explains when it is asked to', () => {
    const text = assemblyText(newsletter, day, { isExplained: true });
    expect(text).toContain('      told yesterday, with new facts since');
    expect(text).toMatch(/^12\.0 {2,}Autre chose {2,}the edition is full$/m);
  });

  it('has nothing of the moment it was asked for in its JSON', () => {
    expect(assemblyJson(newsletter, day)).toMatchObject({
      edition: { id: null, newsletter: 'matin', date: '2026-11-23', state: null, dueAt: at('06:00') },
      written: false,
      window: { from: at('00:00'), to: at('05:30') },
      blocks: [{ position: 0, dispatchId: 'a', reasons: [{ code: 'update' }] }],
      omitted: [{ dispatchId: 'b', reasons: [{ code: 'edition_full' }] }],
    });
  });
});
