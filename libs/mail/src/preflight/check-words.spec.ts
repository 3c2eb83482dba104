import { describe, expect, it } from '@jest/globals';
import { checkMessage } from './check-message.js';
import { goodHtml, goodMessage, goodText } from './preflight.fixture.js';
import type { MessageToCheck } from './message-to-check.js';

function told(change: Partial<MessageToCheck>): string[] {
  return checkMessage({ ...goodMessage, ...change }, { locale: 'en' })
    .filter(({ code }) => /untranslated|value_missing|placeholder_text/.test(code))
    .map(({ code, message }) => `${code.replace('preflight.', '')} ${message.replace(/^.*?: /, '')}`);
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

  it.each<[string, string]>([
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
