import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DeskBlock, DeskProposal } from './desk-proposal.js';
import { diffProposal } from './diff-proposal.js';

function block(name: string, change: Partial<DeskBlock> = {}): DeskBlock {
  return {
    id: `block-${name}`,
    kind: 'dispatch',
    section: 'europe',
    dispatchId: name,
    content: {},
    reasons: [],
    isPinned: false,
    edits: {},
    addedBy: null,
    ...change,
  };
}

function proposal(names: string, change: Partial<DeskProposal> = {}): DeskProposal {
  return {
    blocks: Array.from(names).map((name) => block(name)),
    exclusions: [],
    subject: null,
    preheader: null,
    ...change,
  };
}

function assembled(names: string): unknown {
  return {
    blocks: Array.from(names).map((dispatchId) => ({ kind: 'dispatch', dispatchId, section: 'europe' })),
    omitted: [],
  };
}

describe('the difference to the machine’s proposal', () => {
  it('is none where nobody did anything', () => {
    expect(diffProposal(assembled('abc'), proposal('abc'))).toEqual({
      isAssembled: true,
      added: [],
      removed: [],
      moved: [],
      rewritten: [],
      pinned: [],
      subject: null,
      preheader: null,
    });
  });

  it('names what was added, left out and why, rewritten and pinned', () => {
    const changed = proposal('', {
      blocks: [
        block('b', { edits: { headline: 'Autrement' }, isPinned: true }),
        block('z', { addedBy: 'ana' }),
        block('t', { kind: 'text', dispatchId: null, addedBy: 'ana' }),
        block('s', { kind: 'sponsor', dispatchId: null, content: { insertionId: 'i' } }),
        block('p', { kind: 'promotion', dispatchId: null }),
      ],
      exclusions: [{ dispatchId: 'a', reason: 'Déjà dit', excludedBy: 'ana' }],
      subject: 'Ce matin',
    });
    expect(diffProposal(assembled('abc'), changed)).toMatchObject({
      added: [
        { block: 'block-z', dispatchId: 'z', kind: 'dispatch', position: 1, by: 'ana' },
        { block: 'block-t', dispatchId: null, kind: 'text', position: 2, by: 'ana' },
        { block: 'block-p', dispatchId: null, kind: 'promotion', position: 4, by: null },
      ],
      removed: [
        { dispatchId: 'a', position: 0, reason: 'Déjà dit', by: 'ana' },
        { dispatchId: 'c', position: 2, reason: null, by: null },
      ],
      moved: [],
      rewritten: [{ block: 'block-b', dispatchId: 'b', headline: 'Autrement' }],
      pinned: ['block-b'],
      subject: 'Ce matin',
    });
  });

  it('names the one that was moved, not those it passed', () => {
    expect(diffProposal(assembled('abcdef'), proposal('bcdefa')).moved).toEqual([
      { block: 'block-a', dispatchId: 'a', from: { position: 0, section: 'europe' }, to: { position: 5, section: 'europe' } },
    ]);
    const elsewhere = proposal('', { blocks: [block('a', { section: 'afrique' }), block('b')] });
    expect(diffProposal(assembled('ab'), elsewhere).moved).toMatchObject([{ dispatchId: 'a', to: { section: 'afrique' } }]);
  }); // prettier-ignore

  it.each([null, {}, 'x', { blocks: 3 }])('says when nothing was assembled: %j', (nothing) => {
    expect(diffProposal(nothing, proposal('a'))).toMatchObject({
      isAssembled: false,
      added: [{ dispatchId: 'a' }],
      moved: [],
    });
  });

  it('calls no addition what the machine chose, was left out and taken in again', () => {
    const taken = proposal('', { blocks: [block('a', { addedBy: 'ana' }), block('b', { addedBy: 'ana' })] });
    const blocks = [
      { dispatchId: 'a', section: 'europe', isPinned: false },
      { dispatchId: 'b', section: 'europe', isPinned: true },
    ];
    expect(diffProposal({ blocks }, taken).added).toMatchObject([{ dispatchId: 'b' }]);
  });

  it('leaves in order what it does not name', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(Array.from('abcdefgh'), { minLength: 8 }), (order) => {
        const { moved } = diffProposal(assembled('abcdefgh'), proposal(order.join('')));
        const named = new Set(moved.map(({ dispatchId }) => dispatchId));
        const rest = order.filter((name) => !named.has(name));
        expect(rest).toEqual(rest.toSorted());
      }),
    );
  });
});
