import { describe, expect, it } from '@jest/globals';
import { checkClientSupport, checkMessage, readerMarks, renderTemplate, shippedTemplates } from '@app/mail';
import { loadMessages, projectPath, shippedLocales } from '@app/platform';
import { sampleDigest } from './sample-digest.fixture.js';

const template = shippedTemplates().find(({ slug }) => slug === 'digest');
if (template === undefined) throw new Error('no digest is shipped');
const { mjml, plainText: text, partials } = template;

describe('preflight of the shipped digest', () => {
  it.each(shippedLocales)('has nothing to say of it in %s', async (locale) => {
    const translator = loadMessages(projectPath('libs', 'editions', 'locales')).translator(locale);
    const data = sampleDigest(locale, translator);
    const source = { mjml, text, partials, data: { ...data }, translator };
    const { brand } = data;
    const sender = { names: [brand.name, brand.legalName], contactAddress: brand.contactAddress };
    const context = { kind: 'newsletter', language: locale, marks: readerMarks, sender } as const;
    const message = { ...(await renderTemplate(source)), subject: data.subject, context };
    expect(checkMessage(message, { locale: 'en' })).toEqual([]);
    expect(checkClientSupport(message, 'en')).toEqual([]);
  });
});
