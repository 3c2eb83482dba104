import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clusterDecision } from './cluster-book.js';
import { clusterDispatches, replay } from './cluster-dispatches.js';
import { ClusterIndex } from './cluster-index.js';
import type { ClusterItem } from './cluster-item.js';
import { DEFAULT_CLUSTER_SETTINGS, clusterSettings, settingsHash } from './cluster-settings.js';
import { DEVELOPMENT_SET } from './development-set.fixture.js';
import { evaluate, evaluatePairs, wordOverlapBaseline } from './evaluate.js';
import { featuresOf } from './features.js';
import { syntheticDay } from './synthetic-day.js';

const settings = DEFAULT_CLUSTER_SETTINGS;

/** Ids in one cluster with the given one. */
function together(items: readonly ClusterItem[], id: string): string[] {
  const found = clusterDispatches(items, settings).clusters.find(({ members }) => members.some((one) => one.id === id));
  return found?.members.map((member) => member.id) ?? [];
}

function item(id: string, headline: string, overrides: Partial<ClusterItem> = {}): ClusterItem {
  const publishedAt = new Date('2026-05-12T08:00:00Z');
  return { id, language: 'fr', headline, standfirst: '', publishedAt, source: id, ...overrides };
}

describe('clustering a set', () => {
  it('gives the same clusters and the same log whatever order the set came in', () => {
    const expected = JSON.stringify(clusterDispatches(DEVELOPMENT_SET, settings));
    fc.assert(
      fc.property(fc.shuffledSubarray([...DEVELOPMENT_SET], { minLength: DEVELOPMENT_SET.length }), (shuffled) => {
        expect(JSON.stringify(clusterDispatches(shuffled, settings))).toBe(expected);
      }),
      { numRuns: 10 },
    );
  });

  it('puts every dispatch into exactly one cluster, and languages never together', () => {
    const { clusters, decisions } = clusterDispatches(DEVELOPMENT_SET, settings);
    const ids = clusters.flatMap(({ members }) => members.map(({ id }) => id));
    expect([...ids].sort()).toEqual(DEVELOPMENT_SET.map(({ id }) => id).sort());
    expect(decisions).toHaveLength(DEVELOPMENT_SET.length);
    for (const { members } of clusters) expect(new Set(members.map(({ language }) => language)).size).toBe(1);
    const twice = [item('a', 'Séisme au Chili'), item('b', 'Séisme au Chili', { language: 'en' })];
    expect(clusterDispatches(twice, settings).clusters).toHaveLength(2);
    expect(clusterDispatches([item('a', 'Séisme au Chili', { language: 'fr-FR' }), item('b', 'Séisme au Chili', { language: 'fr' })], settings).clusters).toHaveLength(1);
  }); // prettier-ignore

  it('is mostly right on the set it was made with, where word overlap is not', () => {
    const { precision, recall, f1 } = evaluate(DEVELOPMENT_SET, settings);
    expect(precision).toBeGreaterThanOrEqual(0.84);
    expect(recall).toBeGreaterThanOrEqual(0.75);
    expect(f1).toBeGreaterThan(wordOverlapBaseline(DEVELOPMENT_SET).f1 + 0.15);
  });

  it('takes any text without an error', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    const any = fc.record({ headline: text, standfirst: text, body: text, language: fc.constantFrom('fr', 'en', 'ar', 'zh', 'xx', '') }); // prettier-ignore
    fc.assert(
      fc.property(fc.array(any, { maxLength: 6 }), (texts) => {
        const items = texts.map((given, at) => ({ ...item(`${at}`, ''), ...given }));
        const { clusters } = clusterDispatches(items, settings);
        expect(clusters.flatMap(({ members }) => members)).toHaveLength(items.length);
      }),
    );
  });

  it('refuses an id that was placed already', () => {
    const index = new ClusterIndex('fr', settings);
    index.add(item('a', 'Séisme au Chili'));
    expect(() => index.add(item('a', 'Séisme au Chili'))).toThrow('clustered twice: a');
  });
});

describe('what belongs together', () => {
  const AT = Date.parse('2026-05-12T08:00:00Z');
  const after = (hours: number): Date => new Date(AT + hours * 3_600_000);
  const flash = item('flash', 'Explosion dans une mine de charbon à Karaganda, au Kazakhstan', {
    standfirst: 'Au moins 12 mineurs sont morts, selon les autorités.',
  });

  it.each([
    ['a toll that rose', item('b', 'Kazakhstan : le bilan de la mine de Karaganda passe à 15 morts', { publishedAt: after(6) }), true],
    ['other words', item('b', 'Drame minier à Karaganda : une déflagration tue une douzaine d’ouvriers', { publishedAt: after(2) }), true],
    ['the same words of another place', item('b', 'Explosion dans une mine de charbon à Zonguldak, en Turquie', { standfirst: 'Au moins 12 mineurs sont morts, selon les autorités.', publishedAt: after(1) }), false],
    ['another event of the place', item('b', 'Karaganda inaugure son tramway, le premier du Kazakhstan', { publishedAt: after(1) }), false],
    ['the same text a week later', { ...flash, id: 'b', publishedAt: after(24 * 7) }, false],
    ['a roundup that names it', item('b', 'Explosion à Karaganda, grève à Lisbonne : l’essentiel de l’actualité', { publishedAt: after(3) }), false],
  ])('%s', (_, other, belongs) => {
    expect(together([flash, other], 'flash').includes('b')).toBe(belongs);
  }); // prettier-ignore

  it('does not chain one story into the next', () => {
    // Each shares its words with the one before; the last has nothing to do with the first.
    const chain = ['Tarvo Lindahl élu à Oulu', 'Lindahl élu à Oulu promet un port', 'À Oulu, un port promis aux brise-glaces', 'Le port promis aux brise-glaces coûte trop cher', 'Les brise-glaces coûtent trop cher à la marine', 'La marine vend ses vieux radars'].map((headline, at) => item(`${at}`, headline, { publishedAt: after(at) })); // prettier-ignore
    expect(together(chain, '0')).not.toContain('4');
    expect(together(chain, '0')).not.toContain('5');
  });

  it('makes two clusters one when a later dispatch belongs to both', () => {
    const [lisbon, vote, both] = [
      item('lisbon', 'Lisbonne : les éboueurs suspendent la collecte pour dix jours', { standfirst: 'Le syndicat Varela réclame des gants neufs.' }),
      item('vote', 'Le syndicat Varela appelle au débrayage, les poubelles débordent', { publishedAt: after(3) }),
      item('both', 'Éboueurs de Lisbonne : le syndicat Varela prolonge le débrayage, les poubelles débordent', { publishedAt: after(5), standfirst: 'La collecte est suspendue depuis dix jours.' }),
    ]; // prettier-ignore
    const loose = clusterSettings.parse({ join: 0.6, merge: 0.6, mergeMean: 0.1 });
    expect(clusterDispatches([lisbon, vote], loose).clusters).toHaveLength(2);
    const { clusters, decisions } = clusterDispatches([lisbon, vote, both], loose);
    expect(clusters.map(({ members }) => members.map(({ id }) => id))).toEqual([['lisbon', 'vote', 'both']]);
    expect(decisions.at(-1)?.merged).toHaveLength(1);
  });
});

describe('the log', () => {
  const { clusters, decisions } = clusterDispatches(DEVELOPMENT_SET, settings);

  it('says what decided', () => {
    const joined = decisions.filter(({ kind }) => kind === 'joined');
    expect(joined.length).toBeGreaterThan(10);
    for (const { score, comparisons } of joined) {
      expect(score).toBeGreaterThanOrEqual(settings.join);
      const because = comparisons[0]?.evidence.because;
      expect([because?.words, because?.names, because?.countries, because?.numbers].flat()).not.toHaveLength(0);
    }
  });

  it('comes out of a replay as it went in, also after a journey through JSON', () => {
    const read = clusterDecision.array().parse(JSON.parse(JSON.stringify(decisions)));
    const again = replay(read, settings);
    expect(again.decisions).toEqual(decisions);
    expect(again.clusters).toEqual(clusters);
  });

  it('can be decided again under other settings', () => {
    const joined = (given: object): number =>
      replay(decisions, clusterSettings.parse(given)).decisions.filter(({ kind }) => kind === 'joined').length;
    expect(joined({ join: 0.9 })).toBeLessThan(joined({}));
    expect(joined({ join: 0.9 })).toBeGreaterThan(0);
    expect(joined({ weights: { words: 0, anchors: 0, both: 0 } })).toBe(0);
    expect(joined({ against: { routine: 0 } })).toBeGreaterThan(joined({}));
  });

  it('names its settings by what they are, not by how they are written', () => {
    expect(settingsHash(clusterSettings.parse({ windowHours: 72, join: 0.44 }))).toBe(settingsHash(settings));
    expect(settingsHash(clusterSettings.parse({ join: 0.45 }))).not.toBe(settingsHash(settings));
    expect(settingsHash(settings)).toMatch(/^[0-9a-f]{16}$/);
    expect(() => clusterSettings.parse({ joyn: 0.4 })).toThrow();
  });
});

describe('the figures', () => {
  const labelled = ['a', 'a', 'a', 'b'].map((event, at) => ({ ...item(`${at}`, ''), event }));

  it('count pairs', () => {
    const all = evaluatePairs(labelled, () => true);
    expect(all).toMatchObject({ pairs: 3, joined: 6, right: 3, precision: 0.5, recall: 1 });
    expect(evaluatePairs(labelled, () => false)).toMatchObject({ joined: 0, precision: 1, recall: 0, f1: 0 });
    expect(all.perLanguage['fr']).toMatchObject({ pairs: 3, joined: 6 });
  });
});

describe('time', () => {
  it('of one more dispatch hardly grows with how many there are', () => {
    const cost = (held: number): number => {
      const day = syntheticDay(held + 60).map(featuresOf);
      const index = new ClusterIndex('fr', settings);
      for (const one of day) index.count(one);
      for (const one of day.slice(0, held)) index.add(one);
      const times = day.slice(held).map((one) => {
        const begun = performance.now();
        index.add(one);
        return performance.now() - begun;
      });
      return times.sort((a, b) => a - b)[30] ?? Infinity;
    };
    const [few, many] = [cost(250), cost(2_000)];
    // Eight times as many; a scan of them all would cost eight times as much. The median of sixty, for a busy machine.
    expect(many).toBeLessThan(Math.max(6 * few, 10));
    expect(many).toBeLessThan(10);
  });
});
