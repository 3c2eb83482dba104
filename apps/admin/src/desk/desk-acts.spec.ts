import { describe, expect, it } from '@jest/globals';
import { inverseOf } from './inverse-acts.js';
import { changedBy } from './local-acts.js';
import type { Change } from './local-acts.js';
import type { Act, Block, Proposal, Shelved } from './queries.js';
import { groupsOf, moveTo, sectionTarget, stepTarget } from './sections.js';

function story(id: string, section: string, change: Partial<Block> = {}): Block {
  const dispatch = { id: `d-${id}`, headline: `Titre ${id}`, standfirst: 'Chapô', publishedAt: '2026-11-23T05:00:00Z' } as NonNullable<Block['dispatch']>;
  return { id, kind: 'dispatch', section, dispatchId: `d-${id}`, dispatch, former: null, headline: `Titre ${id}`, edits: {}, content: {}, reasons: [], score: null, others: [], isUpdate: false, isPinned: false, addedBy: null, addedByName: null, position: 0, ...change };
} // prettier-ignore

const text = story('t', '', { kind: 'text', dispatchId: null, dispatch: null, content: { title: 'Mot', markdown: 'Bonjour', signature: 'Ana' }, headline: 'Mot', isPinned: true }); // prettier-ignore

const proposal = {
  sections: ['afrique', 'europe', 'france'].map((slug) => ({ slug, name: slug })),
  blocks: [story('a', 'afrique'), story('b', 'afrique', { isPinned: true }), text, story('c', 'europe', { edits: { headline: 'À nous' }, headline: 'À nous' })].map((block, position) => ({ ...block, position })),
  exclusions: [],
  subject: null,
  preheader: 'Le nôtre',
} as unknown as Proposal; // prettier-ignore

const shelved = { 'd-z': { id: 'd-z', headline: 'Du rayon', standfirst: '', section: 'europe', status: 'usable', urgency: 4, access: 'free', picture: null } as unknown as Shelved }; // prettier-ignore

const order = ({ blocks }: Proposal): string => blocks.map(({ id }) => id).join('');
const stands = ({ blocks, subject, preheader }: Proposal) => ({
  blocks: blocks.map(({ id, section, isPinned, edits, content, position, headline }) => ({ id, section, isPinned, edits, content, position, headline })),
  subject,
  preheader,
}); // prettier-ignore

describe('an act taken back', () => {
  it.each<[string, readonly Act[]]>([
    ['pin', [{ act: 'pin', block: 'a' }]],
    ['unpin', [{ act: 'unpin', block: 'b' }]],
    ['move within', [{ act: 'move', block: 'a', position: 1 }]],
    ['move to another section', [{ act: 'move', block: 'a', position: 3, section: 'europe' }]],
    ['rewrite', [{ act: 'rewrite', block: 'c', headline: '', standfirst: 'Autre' }]],
    ['exclude, with the desk’s words', [{ act: 'exclude', block: 'c', reason: 'double' }]],
    ['exclude what nobody pinned', [{ act: 'exclude', block: 'a', reason: 'double' }]],
    ['include', [{ act: 'include', dispatch: 'd-z', as: 'z' }]],
    ['add a text', [{ act: 'add_text', as: 'n', title: '', markdown: 'Bonsoir', signature: 'Ana', position: 0 }]],
    ['change a text', [{ act: 'edit_text', block: 't', markdown: 'Bonsoir' }]],
    ['remove a text', [{ act: 'remove', block: 't' }]],
    ['subject', [{ act: 'set_head', subject: 'Objet', preheader: '' }]],
    ['several at once', [{ act: 'move', block: 'c', position: 0 }, { act: 'unpin', block: 'b' }, { act: 'exclude', block: 'a', reason: 'x' }]],
  ])('%s leaves everything as it was', (_name, acts) => {
    const change: Change = { acts, shelved };
    const after = changedBy(proposal, change);
    expect(stands(after)).not.toEqual(stands(proposal));
    const back = inverseOf(proposal, change, 'repris');
    expect(stands(changedBy(after, back ?? { acts: [] }))).toEqual(stands(proposal));
  }); // prettier-ignore

  it('is nothing where nothing was there to act on', () => {
    expect(inverseOf(proposal, { acts: [{ act: 'pin', block: 'gone' }] }, 'repris')).toBeNull();
    expect(stands(changedBy(proposal, { acts: [{ act: 'move', block: 'gone', position: 0 }] }))).toEqual(
      stands(proposal),
    );
  });
});

describe('a step up or down', () => {
  const groups = groupsOf(proposal);
  const stepped = (id: string, step: -1 | 1): string => {
    const block = proposal.blocks.find((one) => one.id === id);
    const target = block === undefined ? null : stepTarget(groups, block, step);
    const act = block === undefined || target === null ? null : moveTo(proposal, block, target);
    return act === null ? 'stays' : order(changedBy(proposal, { acts: [act] }));
  };

  it('groups as the mail does, with a place for every section', () => {
    expect(groups.map(({ slug, blocks }) => `${slug}:${blocks.map(({ id }) => id).join('')}`)).toEqual(['afrique:abt', 'europe:c', 'france:']);
  });

  it.each([
    ['a', 1, 'batc'],
    ['b', -1, 'batc'],
    ['b', 1, 'atbc'],
    ['t', 1, 'abct'],
    ['t', -1, 'atbc'],
    ['a', -1, 'stays'],
    // Under the section above, behind what stands there.
    ['c', -1, 'abtc'],
  ] as const)('%s by %s', (id, step, expected) => {
    expect(stepped(id, step)).toBe(expected);
  });

  it('goes into the section beside, also an empty one', () => {
    const c = proposal.blocks[3];
    if (c === undefined) throw new Error('the fixture has four blocks');
    const target = sectionTarget(groups, c, 1);
    expect(target).toEqual({ next: null, section: 'france' });
    expect(moveTo(proposal, c, { next: null, section: 'france' })).toEqual({ act: 'move', block: 'c', section: 'france' });
    expect(moveTo(proposal, c, { next: null, section: 'europe' })).toBeNull();
  });
}); // prettier-ignore
