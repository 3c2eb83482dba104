import { describe, expect, it } from '@jest/globals';
import { sampleBlock, sampleText } from '../digest/frozen-block.fixture.js';
import { comparedBlocks } from './compared-blocks.js';

const block = (position: number, id: string, section = 'france', version = 1) =>
  sampleBlock(position, section, { id, version, headline: `Sujet ${id}` });

const told = (before: Parameters<typeof comparedBlocks>[0], after: Parameters<typeof comparedBlocks>[0]) =>
  comparedBlocks(before, after).map(({ title, change, isReworded }) => `${title} ${change}${isReworded ? '*' : ''}`);

describe('two editions', () => {
  it('say what came and went, in the order of the later one', () => {
    const before = [block(1, 'a'), block(2, 'b'), block(3, 'c')];
    const after = [block(1, 'd'), block(2, 'a'), block(3, 'c', 'france', 2)];
    expect(told(before, after)).toEqual(['Sujet d came', 'Sujet a stayed', 'Sujet c stayed*', 'Sujet b went']);
  });

  it('call moved the one that went past the others, not the others', () => {
    const before = [block(1, 'a'), block(2, 'b'), block(3, 'c'), block(4, 'd')];
    const after = [block(1, 'd'), block(2, 'a'), block(3, 'b'), block(4, 'c')];
    expect(told(before, after)).toEqual(['Sujet d moved', 'Sujet a stayed', 'Sujet b stayed', 'Sujet c stayed']);
    const elsewhere = comparedBlocks([block(1, 'a')], [block(1, 'a', 'europe')]);
    expect(elsewhere).toMatchObject([{ change: 'moved', before: { section: 'france' }, after: { section: 'europe' } }]);
  });

  it('know texts by their titles, also two of one title', () => {
    const texts = [sampleText(1, 'france'), sampleText(2, 'france')];
    expect(told(texts, texts)).toEqual(['Un mot stayed', 'Un mot stayed']);
    expect(told(texts, [])).toEqual(['Un mot went', 'Un mot went']);
    expect(comparedBlocks([], [])).toEqual([]);
  });
});
