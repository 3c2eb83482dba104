import { describe, expect, it } from '@jest/globals';
import type { DispatchPlace } from '@app/editions';
import { consequencesOf } from './foresee-consequences.service.js';

const PLACE: DispatchPlace = {
  editionId: 'one', newsletterId: 'n', newsletterName: 'Monde', newsletterSlug: 'monde', editionDate: '2026-03-10', kind: 'digest',
  sequence: 1, state: 'sending', dueAt: new Date('2026-03-10T06:00:00Z'), isProposed: false, revisions: [1], isCurrent: true,
  section: 'europe', isCut: false, isInArchive: true,
}; // prettier-ignore
const REACH = { editionId: 'one', openWaves: 3, owed: 41_220, received: 112_400 };

describe('what a takedown reaches', () => {
  it('adds up what is still owed and what left, over all editions', () => {
    const other = { ...PLACE, editionId: 'two', state: 'sent' as const, isInArchive: false };
    const reach = [REACH, { editionId: 'two', openWaves: 0, owed: 0, received: 5 }];
    expect(consequencesOf([PLACE, other], reach)).toMatchObject({
      isExact: true, waves: 3, readers: 41_220, received: 112_405, upcoming: 0, archivePages: 1,
    }); // prettier-ignore
  });

  it('owes nobody what a later revision is already without, and is exact no more', () => {
    const replaced = { ...PLACE, isCurrent: false, isInArchive: false, revisions: [1] };
    expect(consequencesOf([replaced], [REACH])).toMatchObject({ isExact: false, waves: 0, readers: 0, received: 112_400 });
  });

  it('says about where readers chose what they get', () => {
    expect(consequencesOf([{ ...PLACE, isCut: true }], [REACH]).isExact).toBe(false);
  });

  it('counts proposals, and frozen editions before their readers are written down', () => {
    const proposed = { ...PLACE, state: 'proposed' as const, isProposed: true, revisions: [], isCurrent: false, isInArchive: false };
    const frozen = { ...PLACE, editionId: 'two', state: 'frozen' as const, isInArchive: false };
    const found = consequencesOf([proposed, frozen], []);
    expect(found).toMatchObject({ isExact: true, waves: 0, readers: 0, received: 0, upcoming: 2, archivePages: 0 });
    expect(consequencesOf([], [])).toMatchObject({ isExact: true, upcoming: 0 });
  });
}); // prettier-ignore
