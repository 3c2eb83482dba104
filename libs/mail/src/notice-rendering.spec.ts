import { describe, expect, it } from '@jest/globals';
import { shippedLocales } from '@app/platform';
import { alarmWords } from './alarm-words.js';
import { loadNoticeMessages, noticeKinds, renderNotice } from './notice-rendering.js';
import type { NoticeData } from './notice-rendering.js';
import { checkMessage } from './preflight/check-message.js';

const messages = loadNoticeMessages();

const data: NoticeData = {
  brand: {
    name: 'Le Colporteur',
    contactAddress: 'redaction@newsroom.example',
    legalName: 'Le Colporteur SAS',
    postalAddress: '12 rue des Presses, 75002 Paris',
    siteUrl: 'https://newsroom.example',
  },
  values: {
    newsletter: 'Le monde <ce> matin',
    newsletters: ['Le monde <ce> matin'],
    count: 1,
    days: 3,
    minutes: 15,
    hours: 24,
    months: 24,
    until: '10 avril 2026',
    nextEdition: 'lundi 23 novembre',
    what: 'Le relais <lent> ne répond plus',
    more: 'Sa dernière réponse est 421.',
    at: '22 novembre 2026',
    first: 'Le monde <ce> matin attend une décision',
  },
  actionUrl: 'https://newsroom.example/confirm/abc?x=1&y=2',
};

describe.each(noticeKinds)('the notice %s', (kind) => {
  it.each(shippedLocales)('in %s says who, what and where, in both parts', async (locale) => {
    const translator = messages.translator(locale);
    const { subject, html, text } = await renderNotice(kind, data, translator);
    expect(html).toContain(`<html lang="${locale}" dir="${translator.direction}"`);
    expect(html.match(/<h1\b/g)).toHaveLength(1);
    expect(html).toContain('href="https://newsroom.example/confirm/abc?x=1&amp;y=2"');
    expect(text).toContain('\nhttps://newsroom.example/confirm/abc?x=1&y=2\n');
    for (const part of [html, text]) {
      expect(part).toContain('redaction@newsroom.example');
      expect(part).toContain('12 rue des Presses, 75002 Paris');
      expect(part).not.toMatch(/undefined|\[object|notice\./);
    }
    expect(html).not.toContain('<ce>');
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text.split('\n').every((line) => line.length <= 78 || line.startsWith('https://'))).toBe(true);
    expect(html.length).toBeLessThan(16_000);
    const { name, legalName, contactAddress } = data.brand;
    const context = { kind: 'notice', language: locale, sender: { names: [name, legalName], contactAddress } } as const;
    expect(checkMessage({ subject, html, text, context }, { locale: 'en' })).toEqual([]);
  });
});

describe('a name in Latin letters in an Arabic notice', () => {
  const name = 'The Morning Tide (UK)';
  const isolated = `\u2066${name}\u2069`;

  it.each(['confirmation', 'welcome', 'inactivity', 'goodbye'] as const)('stands apart in %s', async (kind) => {
    const values = { ...data.values, newsletter: name, newsletters: [name] };
    const { subject, html, text } = await renderNotice(kind, { ...data, values }, messages.translator('ar'));
    expect(subject).toContain(`«${isolated}»`);
    expect(html).toContain(`«${isolated}»`);
    // The plain text may break the name into two lines, each of which is isolated.
    expect(text.replaceAll(/\u2069\n\u2066/g, ' ')).toContain(`«${isolated}»`);
  });

  it('leaves commands whole that are to be copied', () => {
    const { more } = alarmWords(
      {
        code: 'transport.failing',
        object: 'main',
        detail: { transport: 'main', reason: '421' },
        raisedAt: new Date(0),
      },
      'ar',
    );
    expect(more).toContain('«\u2066colporteur transport test main\u2069»');
  });
});

describe('renderNotice', () => {
  const french = messages.translator('fr');

  it('writes the confirmation as it was agreed', async () => {
    const { subject, text } = await renderNotice('confirmation', data, french);
    expect(subject).toBe('Confirmez votre abonnement à «\u00a0Le monde <ce> matin\u00a0»');
    expect(text).toContain('Ce lien est valable 3\u00a0jours.');
    expect(text).toContain('il ne se passera rien');
  });

  it('names several newsletters in its language, and counts them in the subject', async () => {
    const values = { ...data.values, newsletters: ['A', 'B <i>', 'C'], count: 3 };
    const { subject, html, text } = await renderNotice('confirmation', { ...data, values }, french);
    expect(subject).toBe('Confirmez vos 3 abonnements');
    expect(text.replaceAll(/\s/g, ' ')).toContain('inscrite à « A », « B <i> » et « C »');
    expect(html).toContain('B &lt;i&gt;');
    for (const locale of shippedLocales) {
      const notice = await renderNotice('reminder', { ...data, values }, messages.translator(locale));
      for (const name of ['A', 'B <i>', 'C']) expect(notice.text).toContain(name);
    }
  });

  it('has no button where nothing is to do', async () => {
    const { html, text } = await renderNotice('goodbye', { brand: data.brand, values: data.values }, french);
    expect(html).not.toContain('Me réabonner');
    expect(html).not.toContain('Le bouton ne répond pas');
    expect(text).not.toContain('Me réabonner');
  });

  it('takes the accent of the brand and keeps it readable', async () => {
    const { html } = await renderNotice('confirmation', { ...data, accent: '#ffd400' }, french);
    expect(html).toContain('background-color:#ffd400;color:#16191f;');
    await expect(renderNotice('confirmation', { ...data, accent: 'red;}' }, french)).rejects.toMatchObject({
      code: 'template.invalid',
    });
  });

  it('fails loudly when a value its words need is not there', async () => {
    await expect(renderNotice('confirmation', { ...data, values: {} }, french)).rejects.toThrow(/newsletter/);
  });

  it('keeps French typography in every message', () => {
    for (const key of messages.keys) {
      const probe = french.t(key, {
        ...data.values,
        brand: 'B',
        legalName: 'L',
        postalAddress: 'P',
        address: 'A',
        label: 'x',
        newsletter: 'N',
        newsletters: 'N',
        time: '06:00',
        domain: 'D',
        provider: 'D',
        minutes: 1,
        messages: 1,
        reply: 'D',
        name: 'N',
        code: 'c',
        object: 'o',
        transport: 't',
        reason: 'r',
        count: 1,
        source: 'S',
        date: '22 novembre 2026',
        version: 2,
        template: 'notice',
        kind: 'welcome',
        subject: 'S',
      });
      expect(probe).not.toMatch(/ [:;?!»]|« |'/);
    }
  });
});
