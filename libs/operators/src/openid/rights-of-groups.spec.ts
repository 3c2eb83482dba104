import { describe, expect, it } from '@jest/globals';
import { rightsOfOneNewsletter, type GroupMeaning } from '@app/platform';
import { rights, rightsHeldEverywhere } from '../rights.js';
import { rightsOfGroups } from './rights-of-groups.js';

const grant = { rights: ['edit'], newsletter: 'paris', isForFamily: false };
const meanings = new Map<string, GroupMeaning>([
  ['chiefs', { role: 'admin', grants: [] }],
  ['desk', { role: 'editor', grants: [] }],
  ['paris', { role: undefined, grants: [grant] }],
]);

describe('what groups give', () => {
  it.each([
    [['desk', 'chiefs'], { role: 'admin', grants: [] }],
    [['paris'], { role: 'viewer', grants: [grant] }],
    [['paris', 'desk', 'paris', 'visitors'], { role: 'editor', grants: [grant] }],
    [['visitors', '__proto__', 'constructor'], undefined],
    [[], undefined],
  ])('%j', (groups, given) => {
    expect(rightsOfGroups(groups, meanings)).toEqual(given);
  });

  it('for one newsletter is any right that can be held for one', () => {
    expect([...rightsOfOneNewsletter]).toEqual(rights.filter((right) => !rightsHeldEverywhere.includes(right)));
  });
});
