import { describe, expect, it } from '@jest/globals';
import { loadMessages, projectPath } from '@app/platform';
import { sampleBlock, sampleText } from '../digest/frozen-block.fixture.js';
import { editionNotes } from './archive-notes.js';
import { archivePath, readEditionName } from './edition-name.js';
import { shownBlocks } from './shown-blocks.js';

const frozen = new Date('2026-11-23T06:00:00Z');
const end = new Date('2026-11-30T00:00:00Z');
const rights = { mail: true, archive: true, feed: false, until: end, credit: null, territories: null };

describe('what the archive shows of a block', () => {
  const standfirst = 'Le quai est ouvert depuis midi. '.repeat(20).trim();
  const blocks = [sampleBlock(0, 'france', { standfirst, rights }), sampleText(1, 'france')];
  const shown = (output: 'archive' | 'feed', at: Date): [number, Date | null] => {
    const { blocks: left, until } = shownBlocks(blocks, output, at);
    expect(left[1]).toEqual(blocks[1]);
    return [left[0]?.kind === 'dispatch' ? left[0].content.standfirst.length : -1, until];
  };

  it('is the whole while the right lasts and an excerpt from its end on, to the millisecond', () => {
    expect(shown('archive', frozen)).toEqual([standfirst.length, end]);
    expect(shown('archive', new Date(end.getTime() - 1))).toEqual([standfirst.length, end]);
    const [excerpt, until] = shown('archive', end);
    expect([excerpt > 0 && excerpt <= 200, until]).toEqual([true, null]);
  });

  it('is an excerpt where another output alone has the right', () => {
    const [excerpt, until] = shown('feed', frozen);
    expect([excerpt > 0 && excerpt <= 200, until]).toEqual([true, null]);
  });
});

describe('the address of an edition', () => {
  it.each([
    ['2026-11-22', undefined, '/n/le-matin/archive/2026-11-22'],
    ['2026-11-22', 'digest-1', '/n/le-matin/archive/2026-11-22'],
    ['2026-11-22', 'digest-2', '/n/le-matin/archive/2026-11-22/digest-2'],
    ['2024-02-29', 'flash-12', '/n/le-matin/archive/2024-02-29/flash-12'],
  ])('%s %s is %s', (date, name, path) => {
    const read = readEditionName(date, name);
    expect(read && archivePath('le-matin', read)).toBe(path);
  });

  it.each([
    ['2026-02-29', undefined],
    ['2026-13-01', undefined],
    ['2026-1-1', undefined],
    ['0000-01-01', undefined],
    ['2026-11-22\n', undefined],
    ['2026-11-22', 'digest-0'],
    ['2026-11-22', 'digest-01'],
    ['2026-11-22', 'digest-12345'],
    ['2026-11-22', 'digest'],
    ['2026-11-22', 'constructor-1'],
  ])('%j %j is nobody’s', (date, name) => {
    expect(readEditionName(date, name)).toBeUndefined();
  });
});

describe('the notes of an edition', () => {
  const words = { translator: loadMessages(projectPath('libs', 'editions', 'locales')).translator('fr'), timeZone: 'Europe/Paris' };
  const killed = { kind: 'killed', at: '2026-11-22T08:00:05Z', section: 'europe' } as const;

  it('tell what happened, when, in the newsletter’s zone', () => {
    const [note] = editionNotes([killed], [], words);
    expect(note?.section).toBe('europe');
    expect(note?.text).toMatch(/^Une information a été retirée le 22 novembre 2026 à 9\sh/);
  });

  it('tell an order once, with its reason, and another kill beside it', () => {
    const order = { section: 'europe', orderedAt: new Date('2026-11-22T08:00:00Z'), publicReason: ' Décision de justice. ' };
    const early = { ...killed, at: '2026-11-22T07:00:00Z' };
    const notes = editionNotes([early, killed, { ...killed, kind: 'taken_down' }], [order], words);
    expect(notes.map(({ text }) => text.includes('à la suite d’une demande. Décision de justice.'))).toEqual([false, true]);
  });
}); // prettier-ignore
