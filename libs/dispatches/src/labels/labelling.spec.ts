import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { growth } from '../../../../test/support/growth.js';
import { LabelBook } from './label-book.js';
import { readLabelFile } from './label-file.js';
import { labelsOf, type LabelFileInput } from './label.js';
import { labelDispatch, type LabelInput } from './labelling.js';
import { SHIPPED_LABELS } from './shipped-labels.js';

const EMPTY: LabelInput = {
  headline: '',
  standfirst: '',
  bodyText: '',
  language: 'fr',
  categories: [],
  sourceSlug: null,
};
const shipped = new LabelBook(SHIPPED_LABELS);
const label = (input: Partial<LabelInput>, book = shipped) => labelDispatch({ ...EMPTY, ...input }, book);
const bookOf = (file: LabelFileInput) => new LabelBook(labelsOf(readLabelFile(JSON.stringify(file))));
const names = { fr: 'x' };

describe('a local paper, its communes as regions by rules alone', () => {
  const commune = (slug: string, ...any: string[]) => ({ slug, names, rules: { any } });
  const communes = bookOf({
    regions: [
      commune('brest', 'Brest', 'Recouvrance'),
      commune('plougastel', 'Plougastel', 'Plougastel-Daoulas'),
      commune('landerneau', 'Landerneau'),
      { slug: 'guipavas', names, rules: { any: ['Guipavas'], none: ['aéroport de Guipavas'], sources: ['mairie-guipavas'] } },
      commune('orange', 'Orange'),
    ],
  }); // prettier-ignore
  const regions = (headline: string, more: Partial<LabelInput> = {}) => label({ headline, ...more }, communes).regions;

  it('reads whole words, whatever their accents, and capitals where the phrase has them', () => {
    expect(regions('Plougastel-Daoulas fête la fraise')).toEqual(['plougastel']);
    expect(regions('LANDERNEAU : LE PONT ROUVRE')).toEqual(['landerneau']);
    expect(regions('À l’Orange Vélodrome')).toEqual(['orange']);
    expect(regions('Le jus d’orange augmente')).toEqual([]);
    expect(regions('Les Landernéens s’inquiètent')).toEqual([]);
    expect(regions('Rendez-vous à Plougastel. Daoulas attendra')).toEqual(['plougastel']);
  });

  it('puts the headline before the body and leaves out what is only named in passing', () => {
    const bodyText = 'Le maire de Brest est venu. Brest soutient le projet.';
    expect(regions('Landerneau inaugure sa piscine', { bodyText })).toEqual(['landerneau', 'brest']);
    const often = 'Plougastel et encore Plougastel. '.repeat(5);
    expect(regions('Plougastel inaugure', { bodyText: `${often} On est venu de Landerneau.` })).toEqual(['plougastel']);
  });

  it('follows a source, and never against a word that forbids', () => {
    expect(regions('Le conseil vote', { sourceSlug: 'mairie-guipavas' })).toEqual(['guipavas']);
    expect(regions('L’aéroport de Guipavas fermé', { sourceSlug: 'mairie-guipavas' })).toEqual([]);
    expect(regions('Le conseil vote', { sourceSlug: 'ouest' })).toEqual([]);
  });

  it('says why', () => {
    const { reasons } = label({ headline: 'Plougastel-Daoulas', bodyText: 'Plougastel, plougastel' }, communes);
    expect(reasons).toEqual([{ label: 'plougastel', kind: 'region', because: 'Plougastel-Daoulas, Plougastel' }]);
  });
});

describe('rules', () => {
  it('want all of the words that must all be there', () => {
    const book = bookOf({
      topics: [{ slug: 'breizh', names, rules: { all: ['langue', 'bretonne'], any: ['école'] } }],
    });
    expect(label({ headline: 'La langue bretonne à l’école' }, book).topics).toEqual(['breizh']);
    expect(label({ headline: 'La langue à l’école' }, book).topics).toEqual([]);
    const alone = bookOf({ topics: [{ slug: 'breizh', names, rules: { all: ['langue', 'bretonne'] } }] });
    expect(label({ headline: 'La langue', bodyText: 'bretonne' }, alone).topics).toEqual(['breizh']);
  });

  it('have words for one language, or for every one', () => {
    const any = { fr: ['pain'], '*': ['baguette'] };
    const book = bookOf({ topics: [{ slug: 'pain', names, rules: { any } }] });
    expect(label({ headline: 'Le pain' }, book).topics).toEqual(['pain']);
    expect(label({ headline: 'No pain, no gain', language: 'en' }, book).topics).toEqual([]);
    expect(label({ headline: 'The baguette', language: 'en-GB' }, book).topics).toEqual(['pain']);
    expect(label({ headline: 'Das Baguette', language: 'sv' }, book).topics).toEqual(['pain']);
  });

  it('count up to a least score', () => {
    const book = bookOf({ topics: [{ slug: 'eau', names, rules: { any: ['eau'], minScore: 6 } }] });
    expect(label({ headline: 'L’eau manque' }, book).topics).toEqual(['eau']);
    expect(label({ bodyText: 'L’eau, l’eau' }, book).topics).toEqual([]);
    expect(label({ bodyText: 'L’eau, l’eau, l’eau' }, book).topics).toEqual(['eau']);
  });

  it('take what the source gives as categories', () => {
    const categories = (...given: string[]) => label({ categories: given }).topics;
    expect(categories('SPORT')).toEqual(['sports']);
    expect(categories('Actualités > Santé')).toEqual(['sante']);
    expect(categories('medtop:11000000')).toEqual(['politique']);
    expect(categories('http://cv.iptc.org/newscodes/mediatopic/04000000')).toEqual(['economie']);
    expect(categories('subj:15054000')).toEqual(['sports']);
    expect(categories('15000000', 'medtop:20000822', 'Sportif du dimanche')).toEqual([]);
    expect(label({ categories: ['Sport'] }).reasons).toEqual([
      { label: 'sports', kind: 'topic', because: 'given by the source: Sport' },
    ]);
  });

  it('leave to the source what it gave outright', () => {
    const given = { countries: ['PL'], topics: ['dossier'] };
    expect(label({ headline: 'Élections au Mali', given })).toEqual({
      countries: ['PL'],
      regions: ['europe'],
      topics: ['dossier'],
      reasons: [
        { label: 'PL', kind: 'country', because: 'given by the source' },
        { label: 'europe', kind: 'region', because: 'PL given by the source' },
        { label: 'dossier', kind: 'topic', because: 'given by the source' },
      ],
    });
    expect(label({ headline: 'Au Mali', given: { countries: [], regions: null } }).regions).toEqual(['afrique']);
  });
});

describe('any script', () => {
  it.each([
    ['اقتصاد', 'ar', 'نمو الاقتصاد', true],
    ['اقتصاد', 'ar', 'وللاقتصاد حديث', true],
    ['صحة', 'ar', 'وزارة الصحه', true],
    ['الصحة', 'ar', 'صحة', false],
    ['经济', 'zh', '中国经济增长', true],
    ['经济', 'zh', '经常接济', false],
    ['экономика', 'ru', 'ЭКОНОМИКА России', true],
    ['cœur', 'fr', 'au COEUR de la ville', true],
    ['Łódź', 'pl', 'Lodz jutro', true],
    ['U.S.', 'en', 'the U.S. said', true],
    ['sécurité sociale', 'fr', 'la sécurité, sociale ou non', false],
  ])('%s (%s) in « %s »: %s', (phrase, language, headline, isFound) => {
    const book = bookOf({ topics: [{ slug: 'it', names, rules: { any: [phrase] } }] });
    expect(label({ headline, language }, book).topics).toEqual(isFound ? ['it'] : []);
  });
});

describe('the shipped labels', () => {
  it.each([
    ['fr', 'Législatives : le Premier ministre sortant battu dès le premier tour', 'politique'],
    ['fr', 'L’inflation recule, la banque centrale hésite', 'economie'],
    ['fr', 'Rugby : le XV de France s’incline sur le fil', 'sports'],
    ['fr', 'Un vaccin prometteur contre le paludisme', 'sante'],
    ['fr', 'Cyberattaque contre un opérateur de fibre optique', 'technologies'],
    ['en', 'Wildfires force thousands from their homes', 'environnement'],
    ['en', 'Novelist wins Booker Prize at third attempt', 'culture'],
    ['en', 'Astronomers find a comet older than the Sun', 'sciences'],
    ['es', 'El banco central sube los tipos de interés', 'economie'],
    ['es', 'La tenista gana su tercer Wimbledon', 'sports'],
    ['ar', 'المنتخب يفوز في نصف النهائي', 'sports'],
    ['ar', 'ارتفاع أسعار النفط والأسهم', 'economie'],
    ['fr', 'Le temps qu’il fera demain', undefined],
  ])('%s: %s → %s', (language, headline, topic) => {
    expect(label({ language, headline }).topics[0]).toBe(topic);
  });

  it('file every country in one region', () => {
    const regions = SHIPPED_LABELS.filter(({ kind }) => kind === 'region');
    const filed = regions.flatMap(({ countries }) => countries);
    expect(new Set(filed).size).toBe(filed.length);
    expect(filed.length).toBeGreaterThan(240);
  });
});

it('never throws, and repeats itself', () => {
  const words = fc.constantFrom(
    'Guinée',
    'la',
    'République',
    'Saint-',
    'وال',
    'U.S. ',
    '经济',
    '\u0301',
    '\ud800',
    ' ',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words).map((list) => list.join('')),
  );
  fc.assert(
    fc.property(text, text, fc.constantFrom('fr', 'en', 'es', 'ar', 'zh', '', '\0'), (headline, bodyText, language) => {
      const input = { headline, bodyText, language, categories: [headline] };
      expect(label(input)).toEqual(label(input));
    }),
  );
});

it.each(['République ', 'Saint-', 'a', 'وبالل', 'États-', '.', 'Congo '])(
  'reads “%s” repeated in linear time',
  (unit) => {
    const read = (bodyText: string): void => {
      label({ bodyText });
    };
    // Four times the text; quadratic work would take sixteen times as long.
    expect(growth(read, { small: unit.repeat(25_000 / unit.length), large: unit.repeat(100_000 / unit.length), floorMs: 5, enough: 9 })).toBeLessThan(9); // prettier-ignore
  },
);
