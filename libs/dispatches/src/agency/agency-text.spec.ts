import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { growth } from '../../../../test/support/growth.js';
import { parseAgencyText } from './agency-text.js';
import { DispatchInputError } from './dispatch-input-error.js';

/** Written for this test, in the shape in which an agency page is pasted. */
const FRENCH = `La présidente lettone (à g.) et son homologue norvégien à leur arrivée au port de Riga (photo d'illustration).

En Lettonie, le port de Riga accueille ce mardi une rencontre inattendue entre la présidente et son homologue norvégien, après deux ans de silence. Au programme : les câbles sous-marins et la pêche. Oslo y voit l’occasion de renouer.

Publicité Lire la suite

De notre correspondante à Riga, Anna de Vries

Deux ans que les deux pays ne s’étaient plus parlé à ce niveau. La Lettonie et la Norvège ont « beaucoup à se dire », assure une source à Riga. La Publicité faite autour de la visite surprend.

« Les câbles »

La question des câbles sous-marins, coupés à l’automne au large de la Lettonie, sera au centre des discussions lettones et norvégiennes. Une enquête est ouverte.

Et la pêche ?

À Tallinn, le gouvernement estonien suit de près les échanges, sans y prendre part pour le moment.

►À lire aussi : Norvège: les pêcheurs réclament un «accord équitable» en mer

NewsletterRecevez chaque matin l'essentiel de nos pages dans votre boite mail Je m'abonne`;

const ENGLISH = `Fishermen end harbour blockade in Norway

BERGEN (AP) — Fishermen lifted their blockade of three Norwegian harbours on Monday after the government in Oslo promised new quotas. The deal still has to be voted.

By Jane Doe and John Roe

The boats left at dawn. "We were heard," said one of the skippers, who had sailed from the north.

A long winter

Prices had fallen for two years in Norway, and in Denmark as well.

Read more: Danish fleet stays ashore
Advertisement

Share
Facebook
X`;

describe('a French agency text', () => {
  const parsed = parseAgencyText(FRENCH);

  it('is taken apart', () => {
    expect(parsed).toMatchObject({
      language: 'fr',
      headlineIsDerived: true,
      photoCaption:
        "La présidente lettone (à g.) et son homologue norvégien à leur arrivée au port de Riga (photo d'illustration).",
      byline: 'De notre correspondante à Riga, Anna de Vries',
      author: 'Anna de Vries',
      dateline: 'Riga',
      related: [{ title: 'Norvège: les pêcheurs réclament un «accord équitable» en mer' }],
      countries: ['LV', 'NO', 'EE'],
      regions: ['europe'],
    });
    expect(parsed.standfirst).toMatch(/^En Lettonie, .* de renouer\.$/);
    expect(parsed.blocks.map(({ kind, text }) => [kind, text.slice(0, 20)])).toEqual([
      ['paragraph', 'Deux ans que les deu'],
      ['heading', '« Les câbles »'],
      ['paragraph', 'La question des câbl'],
      ['heading', 'Et la pêche ?'],
      ['paragraph', 'À Tallinn, le gouver'],
    ]);
  });

  it('gets a headline from its first sentence, cut at a word', () => {
    expect(parsed.headline).toBe(
      'En Lettonie, le port de Riga accueille ce mardi une rencontre inattendue entre la présidente et son homologue…',
    );
    expect(parsed.headline.length).toBeLessThanOrEqual(110);
  });

  it('keeps typography and the word Publicité in a sentence', () => {
    const body = parsed.blocks.map(({ text }) => text).join('\n');
    expect(body).toContain('« beaucoup à se dire », assure');
    expect(body).toContain('s’étaient');
    expect(body).toContain('La Publicité faite autour');
    expect(JSON.stringify(parsed)).not.toMatch(/Lire la suite|abonne|Newsletter/);
  });

  it('says why it was labelled', () => {
    expect(parsed.labelReasons[0]).toEqual({
      label: 'LV',
      kind: 'country',
      because: expect.stringContaining('Riga ×'),
    });
    expect(parsed.labelReasons.at(-1)).toMatchObject({ label: 'europe', kind: 'region' });
  });

  it.each(['\n', '\r\n', '\r', '\u2028'])('reads %j as a line end', (lineEnd) => {
    expect(parseAgencyText(FRENCH.replaceAll('\n', lineEnd))).toEqual(parsed);
  });

  it('needs no blank lines', () => {
    expect(parseAgencyText(FRENCH.replaceAll('\n\n', '\n'))).toEqual(parsed);
  });
});

describe('an English agency text', () => {
  it('is taken apart', () => {
    expect(parseAgencyText(ENGLISH)).toMatchObject({
      language: 'en',
      headline: 'Fishermen end harbour blockade in Norway',
      headlineIsDerived: false,
      standfirst: expect.stringMatching(/^BERGEN \(AP\) — /),
      byline: 'By Jane Doe and John Roe',
      author: 'Jane Doe and John Roe',
      dateline: 'BERGEN',
      blocks: [
        { kind: 'paragraph', text: expect.stringContaining('"We were heard,"') },
        { kind: 'heading', text: 'A long winter' },
        { kind: 'paragraph' },
      ],
      related: [{ title: 'Danish fleet stays ashore' }],
      countries: ['NO', 'DK'],
      regions: ['europe'],
    });
    expect(parseAgencyText(ENGLISH)).not.toHaveProperty('photoCaption');
  });
});

const SEED = resolve(import.meta.dirname, '../../../../shared/data/seed-article.fr.txt');

const seed = existsSync(SEED) ? readFileSync(SEED, 'utf8') : undefined;

// The article may not be copied into the repository, so a checkout without its neighbour proves the rest only.
if (seed !== undefined)
  describe('the real example beside the repository', () => {
    it('is taken apart', () => {
      const parsed = parseAgencyText(seed);
      expect(parsed).toMatchObject({
        language: 'fr',
        headlineIsDerived: true,
        byline: 'De notre correspondant à Moscou, Julian Colling',
        author: 'Julian Colling',
        dateline: 'Moscou',
        countries: ['BY', 'RU', 'UA'],
      });
      expect(parsed.regions[0]).toBe('europe');
      expect(seed.startsWith(parsed.photoCaption ?? '?')).toBe(true);
      expect(parsed.standfirst).toMatch(/^En Biélorussie, .* Minsk\.$/);
      expect(parsed.headline.length).toBeLessThanOrEqual(110);
      expect(parsed.blocks.map(({ kind }) => kind)).toEqual([
        'paragraph',
        'heading',
        'paragraph',
        'heading',
        'paragraph',
      ]);
      expect(parsed.blocks.every(({ kind, text }) => (kind === 'heading') === text.length < 30)).toBe(true);
      expect(seed).toContain(`►À lire aussi : ${parsed.related[0]?.title ?? '?'}\n`);
      for (const text of [parsed.photoCaption, parsed.standfirst, ...parsed.blocks.map((block) => block.text)]) {
        expect(seed).toContain(text);
      }
      expect(JSON.stringify(parsed)).not.toMatch(/Publicité|Lire la suite|abonne|Newsletter/);
    });
  });

describe('furniture', () => {
  const withLine = (line: string) =>
    parseAgencyText(`Un titre\n\nUn chapô.\n\n${line}\n\nUn paragraphe.`).blocks.map(({ text }) => text);

  it.each([
    'Publicité',
    'PUBLICITÉ',
    'Lire la suite',
    'Publicité Lire la suite',
    '— Publicité —',
    'Partager',
    'Partager sur Facebook Twitter WhatsApp',
    'Facebook X LinkedIn',
    'Je m’abonne',
    'Newsletter Chaque matin, l’essentiel. Je m’abonne !',
    'Recevez nos titres dans votre boîte mail. S’abonner',
    'Get the news in your inbox. Sign up now',
    'Suivez toute l’actualité en téléchargeant l’application',
  ])('strips « %s »', (line) => {
    expect(withLine(line)).toEqual(['Un paragraphe.']);
  });

  it.each([
    'Publicité : le grand retour des affiches',
    'La publicité',
    'Lire la suite des événements demandera du temps.',
    'Facebook',
    'Le quotidien lance une newsletter : « Je m’abonne », dit-elle.',
    'Elle partage',
  ])('keeps « %s »', (line) => {
    expect(withLine(line)).toContain(line);
  });

  it('keeps « Publicité » in a headline', () => {
    expect(parseAgencyText('Publicité mensongère : trois ans de prison\n\nLe verdict est tombé.').headline).toBe(
      'Publicité mensongère : trois ans de prison',
    );
  });
});

describe('related titles', () => {
  const related = (lines: string) =>
    parseAgencyText(`Un titre\n\nUn chapô.\n\nUn texte.\n\n${lines}`).related.map(({ title }) => title);

  it.each([
    ['À lire aussi : Un autre sujet', ['Un autre sujet']],
    ['À lire aussi\n► Un premier\n► Un second', ['Un premier', 'Un second']],
    ['À LIRE AUSSI\n\nUn autre sujet', ['Un autre sujet']],
    ['Lire aussi Un autre sujet', ['Un autre sujet']],
    ['→ Lire aussi : « Un autre »', ['« Un autre »']],
    ['Read more', []],
    ['Lea también: Otro tema', ['Otro tema']],
    ['Lire aussi les livres de la rentrée.', []],
  ])('%j', (lines, expected) => {
    expect(related(lines)).toEqual(expected);
  });
});

describe('bylines', () => {
  const read = (line: string) => {
    const { byline, author, dateline } = parseAgencyText(`Un titre\n\nUn chapô.\n\n${line}\n\nUn texte qui suit.`);
    return { byline, author, dateline };
  };

  it.each([
    ['De notre envoyée spéciale à Kiev, Anaïs N’Diaye', 'Anaïs N’Diaye', 'Kiev'],
    ['De nos envoyés spéciaux à Goma, Paul Roy et Léa Petit', 'Paul Roy et Léa Petit', 'Goma'],
    ['De notre correspondant permanent en Israël', undefined, 'Israël'],
    ['De notre correspondante, Marie Dupont', 'Marie Dupont', undefined],
    ['Par Marie Dupont', 'Marie Dupont', undefined],
    ['Par Marie Dupont (avec AFP)', 'Marie Dupont', undefined],
    ['Par Marie Dupont, à Bruxelles', 'Marie Dupont', 'Bruxelles'],
    ['Propos recueillis par Jean-Luc de la Tour', 'Jean-Luc de la Tour', undefined],
    ['By JANE DOE in Moscow', 'JANE DOE', 'Moscow'],
    ['From our correspondent in Moscow, Jane Doe', 'Jane Doe', 'Moscow'],
    ['De nuestro corresponsal en Moscú, Juan Pérez', 'Juan Pérez', 'Moscú'],
    ['من مراسلنا في موسكو، سامي حداد', 'سامي حداد', 'موسكو'],
  ])('%s', (byline, author, dateline) => {
    expect(read(byline)).toEqual({ byline, author, dateline });
  });

  it.each(['Par temps de pluie', 'By Christmas', 'By Monday the army had taken the city.', 'Par ailleurs'])(
    'not « %s »',
    (line) => {
      expect(read(line).byline).toBeUndefined();
    },
  );
});

describe('shapes', () => {
  it('joins hard-wrapped lines', () => {
    const wrapped =
      'Un titre\n\nLe conseil municipal a voté mardi soir le budget de la\nville après une longue séance, par vingt voix contre onze, dans\nune salle comble.\n\nFin.';
    expect(parseAgencyText(wrapped).standfirst).toBe(
      'Le conseil municipal a voté mardi soir le budget de la ville après une longue séance, par vingt voix contre onze, dans une salle comble.',
    );
  });

  it('does not stop a derived headline at an abbreviation', () => {
    expect(parseAgencyText('M. Durand a démissionné. Il part.\n\nUn texte.').headline).toBe('M. Durand a démissionné');
  });

  it('takes a lone sentence as body and headline', () => {
    expect(parseAgencyText('Le ministre a démissionné.')).toMatchObject({
      headline: 'Le ministre a démissionné',
      headlineIsDerived: true,
      blocks: [{ kind: 'paragraph', text: 'Le ministre a démissionné.' }],
    });
  });

  it('finds caption and credit after the headline', () => {
    const parsed = parseAgencyText('Un titre\n\nLe port de Riga (archives).\n\n© Une agence\n\nUn chapô.\n\nUn texte.');
    expect(parsed).toMatchObject({
      headline: 'Un titre',
      photoCaption: 'Le port de Riga (archives). © Une agence',
      standfirst: 'Un chapô.',
    });
  });
});

describe('any text', () => {
  it.each(['', ' \n\t\u00a0\u2003', '\u0000\ufeff', 'Publicité', 'Publicité\n\nLire la suite'])(
    'refuses %j',
    (text) => {
      expect(() => parseAgencyText(text)).toThrow(expect.objectContaining({ code: 'dispatch.text_empty' }));
      expect(() => parseAgencyText(text)).toThrow(DispatchInputError);
    },
  );

  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '\n',
      '\n\n',
      '\r\n',
      '.',
      '…',
      ' ',
      '\u00a0',
      '►',
      '« ',
      ' »',
      '\ud800',
      'Par ',
      'De notre correspondant à ',
      'À lire aussi',
      'Publicité',
      '(à g.)',
      '© X',
      'Newsletter',
      'Je m’abonne',
      'Moscou',
      'M. ',
      'mot ',
    ),
  );

  it('gives a headline or the one error', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        try {
          const parsed = parseAgencyText(text);
          expect(parsed.headline).not.toBe('');
          expect(parsed.headline.length).toBeLessThanOrEqual(200);
          expect(parsed.blocks.every((block) => block.text.trim() === block.text && block.text !== '')).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(DispatchInputError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    'a',
    ' ',
    '\n',
    'a\n',
    'a\n\n',
    '. ',
    '.',
    '(',
    '« ',
    '►',
    '- ',
    'À lire aussi : ',
    'À lire aussi\n',
    'Par A B\n',
    'De notre ',
    'Publicité ',
    'Publicité\n',
    "s'abonner ",
    'République démocratique du ',
    'للل',
    'A. ',
    '\u00a0.',
  ])('reads %j, over and over, in linear time', (unit) => {
    // Four times the text takes four times the time; sixteen times would be quadratic.
    expect(growth(attempt, { small: unit.repeat(20_000 / unit.length), large: unit.repeat(80_000 / unit.length), floorMs: 40, enough: 8 })).toBeLessThan(8); // prettier-ignore
  });
});

function attempt(text: string): void {
  try {
    parseAgencyText(text);
  } catch (error) {
    expect(error).toBeInstanceOf(DispatchInputError);
  }
}
