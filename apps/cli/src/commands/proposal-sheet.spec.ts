import { describe, expect, it } from '@jest/globals';
import { diffSheet } from './proposal-sheet.js';

const nothing = {
  version: 3,
  isAssembled: true,
  added: [],
  removed: [],
  moved: [],
  rewritten: [],
  pinned: [],
  subject: null,
  preheader: null,
};

describe('what the desk made of a proposal, on a terminal', () => {
  it('is a line for each thing that was done', () => {
    const sheet = diffSheet({
      ...nothing,
      added: [{ block: 'b1', dispatchId: null, kind: 'text', position: 0, by: null }],
      removed: [
        { dispatchId: 'd1', position: 2, reason: 'Déjà dit', by: 'ana' },
        { dispatchId: 'd2', position: 3, reason: null, by: null },
      ],
      moved: [{ block: 'b3', dispatchId: 'd3', from: { position: 1, section: 'europe' }, to: { position: 0, section: 'europe' } }],
      rewritten: [{ block: 'b3', dispatchId: 'd3', headline: 'الميناء' }],
      subject: 'Ce matin',
    });
    expect(sheet.split('\n')).toEqual([
      '+ text b1 at 0',
      '- d1 from 2: Déjà dit',
      '- d2 from 3',
      '~ d3 from 1 europe to 0 europe',
      '✎ d3 headline: الميناء',
      '✎ subject: Ce matin',
    ]);
  }); // prettier-ignore

  it('says so where nothing was done', () => {
    expect(diffSheet(nothing)).toBe('as the machine proposed it');
  });
});
