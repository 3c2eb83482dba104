import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ShelfDispatch } from '@app/dispatches';
import {
  assemblyInput,
  DUE,
  hoursBefore,
  insertion,
  sectionRule,
  shelfDispatch,
  telling,
  USABLE,
} from './assembly.fixture.js';
import { proposeDigest } from './assembly.js';
import type { AssemblyInput, KeptBlock, Proposal, ProposedDispatch } from './proposal.js';
import { OTHER_SECTION } from './sections.js';

const dispatchBlocks = ({ blocks }: Proposal): ProposedDispatch[] =>
  blocks.filter((block) => block.kind === 'dispatch');
const idsOf = (proposal: Proposal): string[] => dispatchBlocks(proposal).map(({ dispatchId }) => dispatchId);
const chosen = (dispatches: ShelfDispatch[], change: Parameters<typeof assemblyInput>[1] = {}): string[] =>
  idsOf(proposeDigest(assemblyInput(dispatches, change)));
const whyOmitted = ({ omitted }: Proposal): string[][] =>
  omitted.map(({ dispatchId, reasons }) => [dispatchId ?? '', reasons[0]?.code ?? '']);

describe('the order of a digest', () => {
  it('puts the more urgent, the newer and what more sources tell first', () => {
    const old = { publishedAt: hoursBefore(20), firstSeenAt: hoursBefore(20) };
    const told = { ...old, otherSources: ['Une autre', 'Une troisième', 'Une quatrième'] };
    expect(
      chosen([
        shelfDispatch('old', old),
        shelfDispatch('new'),
        shelfDispatch('urgent', { urgency: 2, ...old }),
        shelfDispatch('wide', told),
      ]),
    ).toEqual(['urgent', 'wide', 'new', 'old']);
  });

  it('gives a wrong clock no bonus', () => {
    const skewed = shelfDispatch('skewed', { publishedAt: hoursBefore(-48), firstSeenAt: hoursBefore(6) });
    const [block] = dispatchBlocks(proposeDigest(assemblyInput([skewed])));
    expect(block?.score.freshness).toBe(18);
  });

  it('keeps the newsletter’s order of sections, a dispatch of none at the end', () => {
    const picks = [
      shelfDispatch('a', { regions: ['afrique'] }),
      shelfDispatch('f', { regions: ['france'], urgency: 1 }),
      shelfDispatch('e'),
      shelfDispatch('o', { regions: ['lune'], urgency: 1 }),
    ];
    expect(chosen(picks)).toEqual(['a', 'e', 'f', 'o']);
    expect(dispatchBlocks(proposeDigest(assemblyInput(picks))).at(-1)?.section).toBe(OTHER_SECTION);
  });
});

describe('one event', () => {
  const cluster = { clusterId: 'c1' };

  it('is one entry with its sources beside it, by cluster, page or headline', () => {
    const proposal = proposeDigest(
      assemblyInput([
        shelfDispatch('a', cluster),
        shelfDispatch('b', { ...cluster, link: 'https://x.example/1?utm_source=rss' }),
        shelfDispatch('c', { headline: 'Élections : le scrutin', link: 'https://www.x.example/1' }),
        shelfDispatch('d', { headline: 'elections, le Scrutin', otherSources: ['Radio'] }),
        shelfDispatch('e'),
      ]),
    );
    expect(idsOf(proposal)).toHaveLength(2);
    const [block] = dispatchBlocks(proposal).filter(({ others }) => others.length > 0);
    expect(block?.others.map(({ dispatchId }) => dispatchId)).toEqual(['b', 'c', 'd'].filter((id) => id !== block?.dispatchId).concat(block?.dispatchId === 'a' ? [] : ['a']).sort());
    expect(block?.sources).toEqual(expect.arrayContaining(['Agence a', 'Agence b', 'Agence c', 'Agence d', 'Radio']));
    expect(proposal.omitted).toEqual([]);
  }); // prettier-ignore

  it('is told by whom may be used in full, then by the fullest, then by the source of more weight', () => {
    const full = 'Une phrase assez longue pour dire ce que le titre ne dit pas, et encore un peu.';
    const bare = { ...USABLE, mail: false };
    expect(chosen([shelfDispatch('a', { ...cluster, standfirst: full, rights: bare }), shelfDispatch('b', cluster)])).toEqual(['b']);
    expect(chosen([shelfDispatch('a', cluster), shelfDispatch('b', { ...cluster, standfirst: full })])).toEqual(['b']);
    expect(chosen([shelfDispatch('a', cluster), shelfDispatch('b', { ...cluster, sourceWeight: 9 })])).toEqual(['b']);
    expect(chosen([shelfDispatch('a', { ...cluster, access: 'paid', sourceWeight: 9 }), shelfDispatch('b', cluster)])).toEqual(['b']);
  }); // prettier-ignore
});

describe('what readers know already', () => {
  const yesterday = [telling('t', { clusterId: 'c1', headline: 'Séisme : douze morts', standfirst: 'Les secours cherchent.' })]; // prettier-ignore
  const member = (id: string, change: Partial<ShelfDispatch>): ShelfDispatch => shelfDispatch(id, { clusterId: 'c1', ...change }); // prettier-ignore

  it('does not come back in the words of others, nor for what came before the telling', () => {
    const proposal = proposeDigest(
      assemblyInput(
        [
          member('same', { headline: 'Douze morts dans un séisme', standfirst: 'Les secours cherchent.' }),
          member('before', { headline: 'La reconstruction commence à Valparaiso', firstSeenAt: hoursBefore(30) }),
        ],
        { told: yesterday },
      ),
    );
    expect(proposal.blocks).toEqual([]);
    expect(whyOmitted(proposal)).toEqual([['before', 'already_told'], ['same', 'already_told']]); // prettier-ignore
    expect(proposal.omitted[0]?.reasons[0]).toMatchObject({ told: '2026-11-22', kind: 'digest' });
  });

  it('comes back with new facts, told as an update by what holds them', () => {
    const dispatches = [
      member('same', { headline: 'Douze morts dans un séisme', standfirst: 'Les secours cherchent.' }),
      member('more', { headline: 'Séisme : vingt-huit morts, l’aéroport ferme', standfirst: 'Le président décrète un deuil national.' }),
    ]; // prettier-ignore
    const proposal = proposeDigest(assemblyInput(dispatches, { told: yesterday }));
    expect(dispatchBlocks(proposal)).toMatchObject([{ dispatchId: 'more', isUpdate: true, score: { novelty: 0 } }]);
    expect(whyOmitted(proposal)).toEqual([['same', 'already_told']]);
    const number = member('number', { headline: 'Séisme : 28 morts', standfirst: 'Les secours cherchent. Les secours cherchent douze morts.' }); // prettier-ignore
    expect(chosen([number], { told: yesterday })).toEqual(['number']);
  });

  it('comes back as a newer version that its source calls an update, and not as any newer version', () => {
    const told = [telling('a', { headline: 'Le port ferme' })];
    const version = (change: Partial<ShelfDispatch>): ShelfDispatch => shelfDispatch('a', { firstSeenAt: hoursBefore(40), version: 2, ...change }); // prettier-ignore
    expect(chosen([version({ headline: 'Le port ferme à midi', isUpdate: true })], { told })).toEqual(['a']);
    expect(chosen([version({ headline: 'Le port ferme à midi' })], { told })).toEqual([]);
    expect(chosen([version({ headline: 'LE PORT FERME !', isUpdate: true })], { told })).toEqual([]);
  });

  it('may be told again after the days the newsletter remembers, but no dispatch twice', () => {
    const old = [telling('t', { clusterId: 'c1', editionDate: '2026-11-19', at: hoursBefore(96) })];
    expect(chosen([member('a', { headline: 'Titre t' })], { told: old })).toEqual(['a']);
    expect(chosen([member('t', {})], { told: old })).toEqual([]);
    expect(chosen([member('a', { headline: 'Titre t' })], { told: old, rules: { toldDays: 4 } })).toEqual([]);
  });

  it('is not every text under a headline that comes each day', () => {
    const told = [telling('x', { headline: 'La revue de presse', standfirst: 'Le budget fait la une partout.' })];
    const today = shelfDispatch('a', { headline: 'La revue de presse', standfirst: 'Un orage occupe tous les quotidiens.' });
    expect(dispatchBlocks(proposeDigest(assemblyInput([today], { told })))).toMatchObject([{ isUpdate: false }]);
  }); // prettier-ignore
});

describe('balance', () => {
  const busy = (count: number, change: Partial<ShelfDispatch> = {}): ShelfDispatch[] =>
    Array.from({ length: count }, (_, n) => shelfDispatch(`e${String(n).padStart(2, '0')}`, { urgency: 1, ...change }));

  it('does not let one region or one source silence the others, and fills the room they leave', () => {
    const quiet = shelfDispatch('f', { regions: ['france'], urgency: 8 });
    expect(chosen([...busy(20), quiet], { rules: { maxDispatches: 6 } })).toContain('f');
    const other = shelfDispatch('g', { urgency: 9, regions: ['afrique'] });
    expect(chosen([...busy(20, { sourceName: 'Une' }), other], { rules: { maxDispatches: 6 } })).toContain('g');
    expect(chosen(busy(20, { sourceName: 'Une' }), { rules: { maxDispatches: 6 } })).toHaveLength(6);
  });

  it('fills minima first, moving what has another section, and passes no maximum', () => {
    const rules = {
      sectionRules: [sectionRule('climat', { label: 'topic', min: 1 }), sectionRule('europe', { min: 1, max: 2 })],
      maxDispatches: 3,
    };
    const both = shelfDispatch('both', { topics: ['climat'], urgency: 1 });
    const climate = shelfDispatch('climate', { regions: [], topics: ['climat'], urgency: 9 });
    const proposal = proposeDigest(assemblyInput([both, climate, ...busy(4).slice(0, 4)], { rules }));
    const sections = dispatchBlocks(proposal).map(({ section }) => section);
    expect(sections).toEqual(['climat', 'europe', 'europe']);
    expect(whyOmitted(proposal)).toContainEqual(['e03', 'section_full']);
  });

  it('has no section on a weekday that is not its own', () => {
    const sport = sectionRule('sport', { label: 'topic', weekdays: [7] });
    const match = shelfDispatch('m', { regions: [], topics: ['sport'] });
    const sectionsWith = (rules: AssemblyInput['rules']['sectionRules'], editionDate = '2026-11-23') =>
      dispatchBlocks(proposeDigest(assemblyInput([match], { rules: { sectionRules: rules }, editionDate }))).map((block) => block.section); // prettier-ignore
    expect(sectionsWith([sport])).toEqual([OTHER_SECTION]);
    expect(sectionsWith([sport], '2026-11-22')).toEqual(['sport']);
    const rest = sectionRule('divers', { label: 'rest' });
    expect(sectionsWith([rest, sport])).toEqual(['divers']);
    expect(sectionsWith([{ ...rest, weekdays: [1] }, sport], '2026-11-24')).toEqual([]);
  });
});

describe('a day', () => {
  it('is slow with fewer dispatches than the newsletter wants', () => {
    const slow = (count: number) =>
      proposeDigest(assemblyInput(Array.from({ length: count }, (_, n) => shelfDispatch(String(n))), { rules: { slowDay: 'skip', slowDayMin: 3 } })).slowDay; // prettier-ignore
    expect(slow(2)).toEqual({ rule: 'skip', dispatches: 2, atLeast: 3 });
    expect(slow(3)).toBeNull();
  });

  it('leaves out what is under embargo for the first readers or without rights for the last', () => {
    const lastDueAt = hoursBefore(-12);
    const ends = (until: Date): ShelfDispatch['rights'] => ({ ...USABLE, until });
    const proposal = proposeDigest(
      assemblyInput(
        [
          shelfDispatch('a', { rights: ends(lastDueAt) }),
          shelfDispatch('b', { rights: ends(hoursBefore(-12.1)) }),
          shelfDispatch('c', { embargoedUntil: hoursBefore(-0.1) }),
          shelfDispatch('d', { embargoedUntil: DUE }),
        ],
        { lastDueAt },
      ),
    );
    expect(idsOf(proposal).sort()).toEqual(['b', 'd']);
    expect(whyOmitted(proposal)).toEqual([['a', 'rights_ended'], ['c', 'embargo']]); // prettier-ignore
  });
});

describe('insertions', () => {
  const kinds = (count: number, insertions = [insertion('x', 0), insertion('y', 1), insertion('z', 9)]): string[] =>
    proposeDigest(assemblyInput(Array.from({ length: count }, (_, n) => shelfDispatch(String(n))), { insertions })).blocks.map(({ kind }) => kind); // prettier-ignore

  it('stand after their dispatches, never first, never side by side', () => {
    expect(kinds(4)).toEqual(['dispatch', 'sponsor', 'dispatch', 'sponsor', 'dispatch', 'dispatch', 'sponsor']);
    expect(kinds(1)).toEqual(['dispatch', 'sponsor']);
    expect(kinds(0)).toEqual([]);
    const none = proposeDigest(assemblyInput([], { insertions: [insertion('x', 0)] }));
    expect(none.omitted).toMatchObject([{ insertionId: 'x', reasons: [{ code: 'no_room' }] }]);
  });
});

describe('what the desk did', () => {
  const kept = (change: Partial<KeptBlock>): KeptBlock => ({
    id: 'b', kind: 'dispatch', section: 'france', position: 0, isPinned: true, dispatchId: null, insertionId: null, ...change,
  }); // prettier-ignore
  const dispatches = [
    shelfDispatch('a', { urgency: 1 }),
    shelfDispatch('b'),
    shelfDispatch('weak', { urgency: 9, clusterId: 'c' }),
    shelfDispatch('also', { clusterId: 'c' }),
  ];

  it('stays: a pin at its position, words at theirs, a rewritten dispatch in the edition, an exclusion out of it', () => {
    const text = kept({ id: 'w', kind: 'text', position: 0 });
    const pin = kept({ id: 'p', dispatchId: 'weak', position: 2 });
    const proposal = proposeDigest(
      assemblyInput(dispatches, {
        rules: { maxDispatches: 2 },
        desk: { kept: [pin, text], excluded: [{ dispatchId: 'a', reason: 'Déjà fait' }] },
      }),
    );
    expect(proposal.blocks).toMatchObject([
      { kind: 'words', blockId: 'w' },
      { dispatchId: 'b' },
      { dispatchId: 'weak', isPinned: true, section: 'france', others: [{ dispatchId: 'also' }] },
    ]);
    expect(proposal.omitted).toMatchObject([{ dispatchId: 'a', reasons: [{ code: 'excluded', reason: 'Déjà fait' }] }]);
    const edited = kept({ dispatchId: 'weak', isPinned: false, section: 'europe' });
    expect(chosen(dispatches, { rules: { maxDispatches: 1 }, desk: { kept: [edited], excluded: [] } })).toEqual(['weak']);
  }); // prettier-ignore

  it('does not stand when it was killed since', () => {
    const proposal = proposeDigest(
      assemblyInput([], { desk: { kept: [kept({ dispatchId: 'killed' })], excluded: [] } }),
    );
    expect([proposal.blocks, whyOmitted(proposal)]).toEqual([[], [['killed', 'not_usable']]]);
  });

  it('leaves out the whole event with one of its dispatches', () => {
    const desk = { kept: [], excluded: [{ dispatchId: 'weak', reason: 'Trop léger' }] };
    expect(chosen(dispatches, { desk })).toEqual(['a', 'b']);
  });
});

/** A number of an id that says nothing about it. */
const hash = (id: string): number => Number.parseInt(id.slice(-7), 16);

describe('any assembly', () => {
  const labels = fc.subarray(['afrique', 'europe', 'france', 'lune']);
  const items = fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      urgency: fc.integer({ min: 1, max: 9 }),
      hours: fc.integer({ min: -5, max: 40 }),
      regions: labels,
      topics: fc.subarray(['climat']),
      clusterId: fc.option(fc.constantFrom('c1', 'c2', 'c3', 'c4')),
      source: fc.constantFrom('Une', 'Deux', 'Trois'),
      ended: fc.boolean(),
      headline: fc.constantFrom('Le port', 'la mer', ''),
    }),
    { selector: (item) => item.id, maxLength: 30 },
  );
  const rules = fc
    .record({
      limits: fc.array(fc.record({ min: fc.integer({ min: 0, max: 2 }), more: fc.option(fc.integer({ min: 0, max: 3 })) }), { minLength: 4, maxLength: 4 }),
      maxDispatches: fc.integer({ min: 1, max: 15 }),
      hasRest: fc.boolean(),
    })
    .map(({ limits, maxDispatches, hasRest }) => ({
      maxDispatches,
      sectionRules: ['climat', 'afrique', 'europe', hasRest ? 'reste' : 'france'].map((slug, at) => {
        const { min = 0, more = null } = limits[at] ?? {};
        const label = slug === 'climat' ? 'topic' : slug === 'reste' ? 'rest' : 'region';
        return sectionRule(slug, { label, min, max: more === null ? null : min + more });
      }),
    })); // prettier-ignore

  it('is the same in any order, within every limit, one entry an event, nothing forbidden, nothing unexplained', () => {
    fc.assert(
      fc.property(items, rules, fc.nat(), (given, rulesOfIt, seed) => {
        const dispatches = given.map(({ hours, ended, source, headline, id, ...item }) =>
          shelfDispatch(id, {
            ...item,
            headline: headline === '' ? `Titre ${id}` : `${headline} ${item.urgency}`,
            publishedAt: hoursBefore(hours),
            sourceName: source,
            rights: { ...USABLE, until: ended ? DUE : null },
          }),
        );
        const proposal = proposeDigest(assemblyInput(dispatches, { rules: rulesOfIt }));
        const shuffled = [...dispatches].sort((a, b) => (hash(a.id) ^ seed) - (hash(b.id) ^ seed));
        expect(JSON.stringify(proposeDigest(assemblyInput(shuffled, { rules: rulesOfIt })))).toBe(JSON.stringify(proposal));

        const blocks = dispatchBlocks(proposal);
        expect(blocks.length).toBeLessThanOrEqual(rulesOfIt.maxDispatches);
        const countOf = (slug: string): number => blocks.filter(({ section }) => section === slug).length;
        for (const { slug, max } of rulesOfIt.sectionRules) expect(countOf(slug)).toBeLessThanOrEqual(max ?? Infinity);
        const accounted = [
          ...blocks.flatMap(({ dispatchId, others }) => [dispatchId, ...others.map((other) => other.dispatchId)]),
          ...proposal.omitted.map(({ dispatchId }) => dispatchId ?? ''),
        ];
        expect(accounted.sort()).toEqual(dispatches.map(({ id }) => id).sort());
        expect(proposal.omitted.every(({ reasons }) => reasons.length > 0)).toBe(true);

        const byId = new Map(dispatches.map((one) => [one.id, one]));
        const shown = blocks.flatMap(({ dispatchId }) => byId.get(dispatchId) ?? []);
        expect(shown.every(({ rights }) => rights.until === null)).toBe(true);
        const keys = shown.flatMap(({ clusterId, headline }) => [headline, ...(clusterId === null ? [] : [clusterId])]);
        expect(new Set(keys).size).toBe(keys.length);

        // A minimum is missed only where the edition is full of minima, or nothing that is left could be there.
        const missed = rulesOfIt.sectionRules.filter(({ slug, min }) => countOf(slug) < min).map(({ slug }) => slug);
        if (blocks.length < rulesOfIt.maxDispatches) {
          const left = proposal.omitted.flatMap(({ dispatchId, score }) => (score === null ? [] : (byId.get(dispatchId ?? '') ?? [])));
          for (const slug of missed) expect(left.some(({ regions, topics }) => [...regions, ...topics].includes(slug))).toBe(false);
        }
      }),
    );
  }); // prettier-ignore
});
