import { describe, expect, it } from '@jest/globals';
import { loadMessages, projectPath, shippedLocales } from '@app/platform';
import type { ShippedLocale } from '@app/platform';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pages } from './pages.js';
import { readerErrorCodes } from './reader-errors.js';

const folder = projectPath('apps', 'api', 'locales');
const messages = loadMessages(folder);
const pages = new Pages(projectPath('apps', 'api', 'pages'), messages);

describe('the error page', () => {
  it.each(shippedLocales.flatMap((locale) => readerErrorCodes.map((code) => ({ locale, code }))))(
    'has a title, a text and its code for $code in $locale',
    ({ locale, code }) => {
      const html = pages.message({ locale, status: 400, code });
      const translator = messages.translator(locale);
      expect(html).toContain(translator.t(`error.${code}.title`));
      expect(html).toContain(translator.t(`error.${code}`));
      expect(html).toContain(`400 ${code}`);
    },
  );

  it('owns up to a code it does not know', () => {
    const html = pages.message({ locale: 'fr', status: 500, code: 'database.away' });
    expect(html).toContain('Une panne s’est produite chez nous');
    expect(html).toContain('database.away');
  });

  it('speaks to a reader whose language is not shipped', () => {
    expect(pages.message({ locale: 'br', status: 404, code: 'not_found' })).toContain('<html lang="en" dir="ltr">');
  });
});

describe('the locale files', () => {
  const texts = (locale: ShippedLocale): readonly string[] =>
    Object.values(JSON.parse(readFileSync(join(folder, `${locale}.json`), 'utf8')) as Record<string, string>);

  it('keep French typography', () => {
    const faults = texts('fr').filter((text) => /[^\u00a0][:;!?»](?=\s|$)|«[^\u00a0]|'/.test(text));
    expect(faults).toEqual([]);
  });

  it('hold no straight apostrophe, which ICU takes for a quotation', () => {
    expect(shippedLocales.flatMap(texts).filter((text) => text.includes("'"))).toEqual([]);
  });
});
