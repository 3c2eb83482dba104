import { describe, expect, it } from '@jest/globals';
import { checkMessage } from './check-message.js';
import { goodHtml, goodMessage, goodText } from './preflight.fixture.js';
import type { MessageToCheck } from './message-to-check.js';

function told(change: Partial<MessageToCheck>): string[] {
  return checkMessage({ ...goodMessage, ...change }, { locale: 'en' })
    .filter(({ code }) => /untranslated|value_missing|placeholder_text|program_word/.test(code))
    .map(
      ({ code, message }) =>
        `${code.replace('preflight.', '')} ${message.replace(/^.*?: /, '').replace(/^“(.*)” looks.*$/, '$1')}`,
    );
}
const html = (words: string, lang = 'fr'): Partial<MessageToCheck> => ({
  html: goodHtml.replaceAll('lang="fr"', `lang="${lang}"`).replace('<h1', () => `<p>${words}</p><h1`),
});

describe('what nobody wrote for a reader', () => {
  it.each([
    '*|FNAME|*', '*|MC:SUBJECT|*', '{{ reader.name }}', '{{contact.PRENOM}}', '{% if x %}', '%%first_name%%', '%%=v(@name)=%%', '[[first_name]]', '[[var:prenom]]', '%recipient.name%',
    '%FIRSTNAME%', '%subscriber:x%'.replace(':x', '.name'), '${name}', '#{name}', '[UNSUBSCRIBE]', '[firstname,fallback=there]', '&lt;%= name %&gt;', '@@prenom@@', '%(name)s',
  ])('is told of the place %s, in every part', (place) => {
    const what = place.replace('&lt;', '<').replace('&gt;', '>');
    expect(told(html(`Bonjour ${place},`))).toEqual([`untranslated ${what}`]);
    expect(told({ subject: `Bonjour ${what} !` })).toEqual([`untranslated ${what}`]);
    expect(told({ text: `${goodText}\nBonjour ${what}` })).toEqual([`untranslated ${what}`]);
  }); // prettier-ignore

  it.each(['undefined', 'null', 'NaN', 'Invalid Date', '[object Object]'])('is told of the value %s', (value) => {
    for (const words of [value, `Bonjour ${value},`, `Bonjour ${value}`, `${value} articles`])
      expect(told(html(words))).toEqual([`value_missing ${value}`]);
    expect(told({ subject: `Le port : ${value}` })).toEqual([`value_missing ${value}`]);
    for (const words of [`Hello ${value},`, `Published ${value}`, value])
      expect(told(html(words, 'en'))).toHaveLength(1);
  });

  it('is told of each of several in one run, once, and not of hundreds', () => {
    const [one, two] = ['*|FNAME|*', '%recipient.city%'];
    expect(told(html(`${one} ${two} ${one} null`))).toEqual([`untranslated ${one}`, `untranslated ${two}`, 'value_missing null']);
    expect(told(html(Array.from({ length: 500 }, (_, n) => `{{ a${n} }}`).join(' ')))).toHaveLength(20);
  }); // prettier-ignore

  it.each([
    ['MISSING_TRANSLATION', 'untranslated'],
    ['[missing: foo]', 'untranslated'],
    ['translation missing: fr.foo', 'untranslated'],
    ['edition.subject', 'untranslated'],
    ['Prix : null', 'value_missing'],
    ['Par undefined, à Paris', 'value_missing'],
    ['Le undefined behaviour du C coûte cher', 'program_word'],
    ['Le fichier prix.en_baisse circule', 'program_word'],
    ['La variable user.first_name est lue', 'program_word'],
    ['<code>{{ y }}</code>', 'program_word'],
  ])('takes “%s” for what it is where it stands', (words, name) => {
    expect(told(html(words)).map((one) => one.replace(/ .*$/, ''))).toEqual([name]);
  });

  it('tells every key and mark of a run', () => {
    const all = ['MISSING_TRANSLATION', '[missing: foo]', 'translation missing: fr.foo'];
    expect(told(html(`${all.join(' ')} edition.subject`))).toEqual([...all.map((what) => `untranslated ${what}`), 'program_word edition.subject']);
  }); // prettier-ignore

  it('knows in the text what the HTML quotes as code', () => {
    const change = {
      ...html('La place <code>{{ y }}</code> et <code>null</code>'),
      text: `${goodText}\nLa place {{ y }}`,
    };
    expect(told(change)).toEqual(['program_word {{ y }}', 'program_word {{ y }}']);
  });

  it.each<[string, string]>([
    ['La valeur « null » gêne les développeurs.', 'fr'],
    ['Le « undefined behaviour » du C coûte cher.', 'fr'],
    ['for an undefined period, the border remains undefined, officials said', 'en'],
    ['The treaty was declared null and void.', 'en'],
    ['Von null auf hundert', 'de'],
    ['20 % de 30 %, 100% Bio, 50%/50%', 'fr'],
    ['Le NaNouk, l’INVALIDE, un objet', 'fr'],
    ['[Vidéo] [1] [[1]] (sic) {note}', 'fr'],
    ['lemonde.fr, $12 et 30 $, #une', 'fr'],
    ['la non-nullité, null’importe', 'fr'],
  ])('is not blamed for “%s”', (words, lang) => {
    expect(told(html(words, lang))).toEqual([]);
  });
});
