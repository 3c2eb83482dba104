import { describe, expect, it } from '@jest/globals';
import { DUE, hoursBefore, sectionRule, shelfDispatch, USABLE } from '../assembly/assembly.fixture.js';
import { homeSection, type DeskBlock, type DeskProposal } from './desk-proposal.js';
import { proposalWarnings, type WarningInput } from './proposal-warnings.js';
import { shortened } from './shortened.js';

function block(name: string, change: Partial<DeskBlock> = {}): DeskBlock {
  const plain = { section: 'europe', content: {}, reasons: [], isPinned: false, edits: {}, addedBy: null } as const;
  return { id: name, kind: 'dispatch', dispatchId: name, ...plain, ...change };
}

function proposal(...blocks: DeskBlock[]): DeskProposal {
  return { blocks, exclusions: [], subject: null, preheader: null };
}

const TEXT = block('text', { kind: 'text', dispatchId: null });

describe('what an editor is warned of', () => {
  function warned(change: Partial<WarningInput> & Pick<WarningInput, 'proposal'>): string[] {
    const warnings = proposalWarnings({
      edition: { kind: 'digest', slot: 'all', dueAt: DUE, lastDueAt: hoursBefore(-12), freezeAt: hoursBefore(1) },
      newsletter: { language: 'fr', slowDayMin: 1 },
      dispatches: new Map(),
      now: hoursBefore(2),
      ...change,
    });
    return warnings.map((warning) => `${warning.code} ${warning.block ?? ''}`.trim());
  }

  it('is what stands in the way of each dispatch, at the first or the last wave', () => {
    const dispatches = [
      shelfDispatch('good'),
      shelfDispatch('embargo', { embargoedUntil: hoursBefore(-1) }),
      shelfDispatch('rights', { rights: { ...USABLE, until: hoursBefore(-12) } }),
      shelfDispatch('excerpt', { rights: { ...USABLE, mail: false } }),
      shelfDispatch('english', { language: 'en' }),
    ];
    const blocks = ['good', 'embargo', 'rights', 'excerpt', 'english', 'killed'].map((name) => block(name));
    const found = new Map(dispatches.map((dispatch) => [dispatch.id, dispatch]));
    expect(warned({ proposal: proposal(...blocks, TEXT), dispatches: found })).toEqual([
      'block.embargoed embargo',
      'block.rights_ended rights',
      'block.excerpt_only excerpt',
      'block.other_language english',
      'block.unusable killed',
    ]);
  });

  it('is a proposal that is empty, short or late', () => {
    expect(warned({ proposal: proposal(), now: hoursBefore(1) })).toEqual([
      'proposal.empty',
      'proposal.deadline_passed',
    ]);
    const dispatches = new Map([['good', shelfDispatch('good')]]);
    const short = { proposal: proposal(block('good')), dispatches, newsletter: { language: 'fr', slowDayMin: 2 } };
    expect(warned(short)).toEqual(['proposal.slow_day']);
  });
});

describe('an edition that leaves short', () => {
  it('keeps what was pinned, then the first, in their order, and everything that is no dispatch', () => {
    const blocks = [block('a'), TEXT, block('b'), block('c'), block('d', { isPinned: true })];
    const left = (limit: number) => shortened(proposal(...blocks), limit).blocks.map(({ id }) => id);
    expect([left(2), left(1), left(9)]).toEqual([
      ['a', 'text', 'd'],
      ['text', 'd'],
      ['a', 'text', 'b', 'c', 'd'],
    ]);
  });
});

describe('where a dispatch belongs', () => {
  it.each([
    [['europe'], [], 'europe'],
    [['asie'], ['culture'], 'culture'],
    [['asie'], [], 'monde'],
  ])('of regions %j and topics %j: %s', (regions, topics, section) => {
    const sectionRules = [sectionRule('europe'), sectionRule('culture', { label: 'topic' })];
    const dispatch = shelfDispatch('a', { regions, topics });
    expect(homeSection({ sectionRules, maxDispatches: 12 }, dispatch, '2026-11-23')).toBe(section);
    const asleep = { sectionRules: sectionRules.map((rule) => ({ ...rule, weekdays: [2] })), maxDispatches: 12 };
    expect(homeSection(asleep, dispatch, '2026-11-23')).toBe('monde');
    expect(homeSection(asleep, dispatch)).toBe(section);
  });
});
