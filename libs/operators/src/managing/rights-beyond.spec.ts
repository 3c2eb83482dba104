import { describe, expect, it } from '@jest/globals';
import { heldRights } from '../rights.js';
import { rightsBeyond } from './rights-beyond.js';

const NOBODY = heldRights('viewer');
const forMorning = heldRights('viewer', [{ rights: ['edit', 'send'], newsletterId: 'morning', familyId: null }]);
const forFamily = heldRights('viewer', [{ rights: ['edit'], newsletterId: null, familyId: 'briefing' }]);

describe('what is given beyond the giver’s own rights', () => {
  it('is nothing for an administrator, and everything new for one who has nothing', () => {
    expect(rightsBeyond(heldRights('admin'), NOBODY, heldRights('admin'))).toEqual([]);
    expect(rightsBeyond(NOBODY, NOBODY, heldRights('designer'))).toEqual(['design']);
  });

  it('is told from what was held before, which may stay', () => {
    expect(rightsBeyond(NOBODY, forMorning, forMorning)).toEqual([]);
    expect(rightsBeyond(NOBODY, forMorning, heldRights('viewer'))).toEqual([]);
  });

  it('knows the place: one newsletter’s right is not another’s, nor a family’s, nor everybody’s', () => {
    expect(rightsBeyond(forMorning, NOBODY, forMorning)).toEqual([]);
    expect(rightsBeyond(forMorning, NOBODY, forFamily)).toEqual(['edit']);
    expect(rightsBeyond(forFamily, NOBODY, forFamily)).toEqual([]);
    expect(rightsBeyond(forFamily, NOBODY, heldRights('editor'))).toEqual([
      'edit',
      'approve',
      'override',
      'send',
      'flash',
      'kill',
    ]);
  });
});
