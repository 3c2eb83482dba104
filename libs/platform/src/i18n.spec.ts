import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMessages, shippedLocales } from './i18n.js';
import { zoneLabels } from './zone-labels.js';

function localeFolder(files: Partial<Record<string, Record<string, unknown>>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'colporteur-i18n-'));
  for (const locale of shippedLocales) {
    writeFileSync(join(folder, `${locale}.json`), JSON.stringify(files[locale] ?? files['all'] ?? {}));
  }
  return folder;
}

const greeting = {
  fr: { hello: 'Bonjour {name}', stories: '{count, plural, one {# sujet} other {# sujets}}' },
  en: { hello: 'Hello {name}', stories: '{count, plural, one {# story} other {# stories}}' },
  es: { hello: 'Hola {name}', stories: '{count, plural, one {# tema} other {# temas}}' },
  ar: {
    hello: 'مرحبا {name}',
    stories: '{count, plural, one {موضوع واحد} two {موضوعان} few {# مواضيع} other {# موضوعًا}}',
  },
};
const messages = loadMessages(localeFolder(greeting));
const earlyMorning = new Date('2026-11-22T05:40:00Z');

describe('loadMessages', () => {
  it('names the key and the file when a locale is incomplete', () => {
    const folder = localeFolder({ ...greeting, es: { hello: 'Hola {name}' } });
    expect(() => loadMessages(folder)).toThrow(/"stories" is missing in es\.json/);
  });

  it('names the key when a locale asks for another value than its siblings', () => {
    const folder = localeFolder({ ...greeting, ar: { ...greeting.ar, hello: 'مرحبا {nom}' } });
    expect(() => loadMessages(folder)).toThrow(/"hello" asks for different values: fr \{name\}.* ar \{nom\}/);
  });

  it('sees values inside the branches of a plural', () => {
    const nested = '{count, plural, one {# de {name}} other {#}}';
    expect(() => loadMessages(localeFolder({ all: { a: nested } }))).not.toThrow();
    const folder = localeFolder({ all: { a: nested }, en: { a: '{count, plural, one {#} other {#}}' } });
    expect(() => loadMessages(folder)).toThrow(/"a" asks for different values/);
  });

  it('refuses a message that does not parse and a value that is no text', () => {
    expect(() => loadMessages(localeFolder({ all: { a: '{count, plural, one {x}' } }))).toThrow(
      /"a" is not a valid ICU/,
    );
    expect(() => loadMessages(localeFolder({ all: { a: 3 } }))).toThrow(/"a" is not a string/);
  });

  it('refuses a folder that lacks a locale file', () => {
    expect(() => loadMessages(mkdtempSync(join(tmpdir(), 'colporteur-i18n-')))).toThrow(/fr\.json/);
  });
});

describe('translator', () => {
  it.each([
    ['fr', 'fr', 'Bonjour Zoé'],
    ['fr-CA', 'fr-CA', 'Bonjour Zoé'],
    ['fr_FR', 'fr-FR', 'Bonjour Zoé'],
    ['es-419', 'es-419', 'Hola Zoé'],
    ['pt-BR', 'en', 'Hello Zoé'],
    ['', 'en', 'Hello Zoé'],
    ['x'.repeat(70_000), 'en', 'Hello Zoé'],
    ['"><script>', 'en', 'Hello Zoé'],
  ])('%.20s speaks %s', (requested, locale, text) => {
    const translator = messages.translator(requested);
    expect(translator.locale).toBe(locale);
    expect(translator.t('hello', { name: 'Zoé' })).toBe(text);
  });

  it('knows which way a language is written', () => {
    expect(shippedLocales.map((locale) => messages.translator(locale).direction)).toEqual(['ltr', 'ltr', 'ltr', 'rtl']);
  });

  it('counts by the rules of the language', () => {
    expect(messages.translator('fr').t('stories', { count: 0 })).toBe('0 sujet');
    expect(messages.translator('en').t('stories', { count: 0 })).toBe('0 stories');
    expect(messages.translator('ar').t('stories', { count: 2 })).toBe('موضوعان');
    expect(messages.translator('ar').t('stories', { count: 5 })).toBe('5 مواضيع');
  });

  it('throws on an unknown key and on a missing value, and says which keys exist', () => {
    const translator = messages.translator('fr');
    expect(() => translator.t('nothing')).toThrow(/"nothing"/);
    expect(() => translator.t('hello')).toThrow(/name/);
    expect([translator.has('hello'), translator.has('nothing')]).toEqual([true, false]);
  });

  it('takes markup in a value as text', () => {
    expect(messages.translator('fr').t('hello', { name: '<b>{x}</b>' })).toBe('Bonjour <b>{x}</b>');
  });

  it.each([
    ['fr', 'dimanche 22 novembre 2026', '6\u00a0h\u00a040', 'heure de Paris'],
    ['en', 'Sunday, 22 November 2026', '06:40', 'Paris time'],
    ['es', 'domingo, 22 de noviembre de 2026', '6:40', 'hora de París'],
    ['ar', 'الأحد، 22 نوفمبر 2026', '6:40\u00a0ص', 'بتوقيت باريس'],
  ])('%s dates', (locale, date, time, zone) => {
    const translator = messages.translator(locale);
    expect(translator.formatDate(earlyMorning, 'Europe/Paris')).toBe(date);
    expect(translator.formatTime(earlyMorning, 'Europe/Paris')).toBe(time);
    expect(translator.zoneLabel('Europe/Paris')).toBe(zone);
  });

  it('dates by the zone, in the Gregorian calendar, in each style', () => {
    const fr = messages.translator('fr');
    expect(fr.formatDate(new Date('2026-11-22T23:30:00Z'), 'Europe/Paris', 'day')).toBe('lundi 23 novembre');
    expect(fr.formatDate(earlyMorning, 'UTC', 'long')).toBe('22 novembre 2026');
    expect(fr.formatDate(earlyMorning, 'UTC', 'short')).toBe('22/11/2026');
    expect(messages.translator('ar-SA').formatDate(earlyMorning, 'UTC', 'long')).toContain('٢٠٢٦');
  });

  it('names a zone nobody wrote out', () => {
    expect(messages.translator('fr').zoneLabel('Asia/Kabul')).toBe('heure de l’Afghanistan');
  });

  it('writes labels only for zones that exist', () => {
    for (const zone of Object.keys(zoneLabels)) {
      expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
    }
  });

  it('joins lists as the language does', () => {
    expect(messages.translator('fr').formatList(['Kenya', 'Mali', 'Niger'])).toBe('Kenya, Mali et Niger');
    expect(messages.translator('en').formatList(['Kenya'])).toBe('Kenya');
    expect(messages.translator('ar').formatList(['كينيا', 'مالي'])).toBe('كينيا ومالي');
  });
});
