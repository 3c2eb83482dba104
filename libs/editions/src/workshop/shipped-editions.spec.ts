import { describe, expect, it } from '@jest/globals';
import { checkClientSupport, checkMessage, formatTemplate, readerMarks, shippedTemplates } from '@app/mail';
import type { EditionKind } from '@app/platform';
import { HtmlValidate } from 'html-validate';
import { sampleLanguages, sampleNames } from './samples.js';
import { sampleNewsletter } from './sample-newsletter.js';
import { shippedEdition } from './shipped-edition.fixture.js';

const kinds: readonly EditionKind[] = ['digest', 'flash', 'letter', 'correction'];

/** What the validator says of every MJML mail: tables lay out, styles stand on elements, Outlook reads its conditions. */
const RECORDED = ['attribute-boolean-style', 'deprecated', 'no-deprecated-attr', 'no-inline-style'] as const;

const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: Object.fromEntries(RECORDED.map((rule) => [rule, 'off'])),
});

describe.each(kinds)('the shipped %s', (kind) => {
  it.each(sampleLanguages)('in %s is whole in both parts', async (language) => {
    const { subject, html, text, removed } = await shippedEdition(kind, language);
    expect(removed).toBeUndefined();
    expect(html).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"`);
    expect(html).not.toContain(language === 'ar' ? 'direction:ltr' : 'direction:rtl');
    expect(html.match(/<h1\b/g)).toHaveLength(1);
    for (const part of [html, text]) {
      expect(part).not.toMatch(/undefined|\[object|NaN|digest\.[a-z]|\{\{|\{%/);
      for (const token of ['@@unsubscribe@@', '@@preferences@@', '@@view@@']) expect(part).toContain(token);
      expect(part).toContain('redaction@newsroom.example');
    }
    const sizes = [...html.matchAll(/(?:font:[^;"]*?|font-size:)(\d+)px/g)].map(([, size]) => Number(size));
    // MJML hides the preheader in letters of one pixel, and sets its columns to none.
    expect(Math.min(...sizes.filter((size) => size > 1))).toBe(14);
    expect(text.split('\n').filter((line) => line.length > 78 && line.includes(' '))).toEqual([]);
    const { brand, name, contactAddress } = sampleNewsletter(language);
    const sender = { names: [brand.name, brand.legalName, name], contactAddress };
    const context = { kind: 'newsletter', language, marks: readerMarks, sender } as const;
    const message = { subject, html, text, context };
    expect([...checkMessage(message, { locale: 'en' }), ...checkClientSupport(message, 'en')]).toEqual([]);
  });

  it('says nothing new to a validator of HTML', async () => {
    const { html } = await shippedEdition(kind, 'fr');
    const { results } = await validator.validateString(html);
    const said = results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`));
    expect([...new Set(said)]).toEqual([]);
  });
});

describe('the shipped templates', () => {
  it('hold every sample, and a digest of the ordinary kind stays far below where Gmail clips', async () => {
    for (const sample of sampleNames) {
      const { html } = await shippedEdition('digest', 'fr', sample);
      if (sample !== 'sixty-stories') expect([sample, Buffer.byteLength(html) < 60_000]).toEqual([sample, true]);
    }
  });

  it('are in the order that the formatter makes', () => {
    for (const { slug, mjml } of shippedTemplates()) expect([slug, formatTemplate(mjml)]).toEqual([slug, mjml]);
  });
});
