import { describe, expect, it } from '@jest/globals';
import { renderTemplate, shippedTemplates } from '@app/mail';
import { loadMessages, projectPath, shippedLocales } from '@app/platform';
import type { DigestData, DispatchBlock } from './digest-data.js';
import { sampleDigest } from './sample-digest.fixture.js';

const messages = loadMessages(projectPath('libs', 'editions', 'locales'));
const template = shippedTemplates().find(({ slug }) => slug === 'digest');
if (template === undefined) throw new Error('no digest is shipped');
const { mjml, plainText: text, partials } = template;

async function render(data: DigestData) {
  return renderTemplate({ mjml, text, partials, data: { ...data }, translator: messages.translator(data.locale) });
}

function dispatchesOf(data: DigestData): DispatchBlock[] {
  return data.sections.flatMap((section) => section.blocks.filter((block) => block.kind === 'dispatch'));
}

/** The sample with its first story changed. */
function withLead(data: DigestData, change: Partial<DispatchBlock>): DigestData {
  return {
    ...data,
    sections: data.sections.map((section) => ({
      ...section,
      blocks: section.blocks.map((block) =>
        block.kind === 'dispatch' && block.isLead ? { ...block, ...change } : block,
      ),
    })),
  };
}

describe.each(shippedLocales)('the digest in %s', (locale) => {
  const translator = messages.translator(locale);
  const data = sampleDigest(locale, translator);

  it('names its language and direction and mirrors its layout', async () => {
    const { html } = await render(data);
    expect(html).toContain(`<html lang="${locale}" dir="${translator.direction}"`);
    expect(html).toMatch(new RegExp(`role="article" lang="${locale}" dir="${translator.direction}"`));
    const foreign = translator.direction === 'rtl' ? 'direction:ltr' : 'direction:rtl';
    expect(html).not.toContain(foreign);
    expect(html).toContain(translator.direction === 'rtl' ? 'float:left' : 'float:right');
    if (translator.direction === 'rtl') expect(html).not.toContain('letter-spacing');
  });

  it('tells every story in both parts, in order, each with its link', async () => {
    const rendered = await render(data);
    const plain = rendered.text.replaceAll('\n', ' ');
    let inHtml = 0;
    let inText = 0;
    for (const block of dispatchesOf(data)) {
      inHtml = rendered.html.indexOf(`>${block.headline}</a></h3>`, inHtml);
      inText = plain.indexOf(block.headline, inText);
      expect([block.headline, inHtml > 0, inText > 0]).toEqual([block.headline, true, true]);
      expect(rendered.html).toContain(`href="${block.link.replaceAll('&', '&amp;')}"`);
      expect(rendered.text).toContain(`\n${block.link}\n`);
    }
    for (const { anchor } of data.essentials) {
      expect(rendered.html).toContain(`href="#${anchor}"`);
      expect(rendered.html.split(` id="${anchor}"`)).toHaveLength(2);
    }
  });

  it('keeps the tokens of the links exactly, unwrapped, in both parts', async () => {
    const { html, text: plain } = await render(data);
    const { unsubscribe, preferences, view } = data.links;
    for (const link of [unsubscribe, preferences, `${preferences}#pause`, view]) {
      expect(html.split(`href="${link}"`)).toHaveLength(2);
      expect(plain.split(`\n${link}\n`)).toHaveLength(2);
    }
    expect([unsubscribe, preferences, view].map((token) => html.split(token).length - 1)).toEqual([1, 2, 1]);
  });

  it('has a describing text on every picture, one h1, and a label on advertising', async () => {
    const { html, text: plain } = await render(data);
    const pictures = html.match(/<img\b[^>]*>/g) ?? [];
    expect(pictures).toHaveLength(2);
    for (const picture of pictures) expect(picture).toMatch(/alt="[^"]+" width="\d+" height="\d+"/);
    expect(html.match(/<h1\b/g)).toHaveLength(1);
    expect(html).toContain(translator.t('digest.sponsor_label'));
    expect(plain).toContain(`[${translator.t('digest.sponsor_label')}`);
    expect(html).not.toMatch(/<table(?![^>]*role="presentation")/);
  });

  it('shows nothing unfinished and stays small and within the columns', async () => {
    const { html, text: plain } = await render(data);
    for (const part of [html, plain]) expect(part).not.toMatch(/undefined|\[object|NaN|digest\.[a-z]/);
    expect(Buffer.byteLength(html)).toBeLessThan(60_000);
    expect(plain.split('\n').filter((line) => line.length > 78 && line.includes(' '))).toEqual([]);
  });
});

describe('the digest', () => {
  const french = messages.translator('fr');
  const data = sampleDigest('fr', french);

  it('lets a hostile dispatch say anything and do nothing', async () => {
    const hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\r\nBcc: x@y.test {{ brand }} </mj-text>';
    const { html, text: plain } = await render(
      withLead(data, { headline: hostile, standfirst: hostile, sources: hostile, link: 'javascript:alert(1)' }),
    );
    expect(html).not.toMatch(/<script|<img src=x|javascript:|<\/mj-text/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(plain).not.toMatch(/^Bcc:/m);
    expect(plain).not.toContain('javascript:');
  });

  it('stays under the limit of Gmail with twelve long stories', async () => {
    const [story] = dispatchesOf(data);
    if (story === undefined) throw new Error('the sample has no story');
    const blocks = Array.from({ length: 12 }, (_, n) => ({
      ...story,
      anchor: `s-${n}`,
      isLead: n === 0,
      standfirst: 'mot '.repeat(75),
    }));
    const [section] = data.sections;
    if (section === undefined) throw new Error('the sample has no section');
    const { html } = await render({ ...data, sections: [{ ...section, blocks }] });
    expect(Buffer.byteLength(html)).toBeLessThan(60_000);
  });

  it('leaves no empty line of labels where a story has none', async () => {
    const bare = withLead(data, {
      countries: '',
      isUpdate: false,
      standfirst: '',
      sources: '',
      picture: null,
      isPaid: false,
    });
    const { html } = await render({ ...bare, essentials: [], newsletter: { ...data.newsletter, promise: '' } });
    expect(html).not.toMatch(/<p[^>]*>\s*(&middot;)?\s*<\/p>/);
    expect(html).not.toContain(`>${french.t('digest.essentials')}<`);
  });

  it('says when a story is for subscribers and when it is an update', async () => {
    const { html, text: plain } = await render(withLead(data, { isPaid: true, isUpdate: true }));
    for (const part of [html, plain]) {
      expect(part).toContain('abonnés');
      expect(part).toContain('mise à jour');
    }
  });

  it('keeps French typography in every message', () => {
    const values = {
      newsletter: 'N',
      date: 'D',
      headline: 'H',
      headlines: 'H',
      credit: 'C',
      time: 'T',
      zone: 'Z',
      source: 'S',
      label: 'L',
      days: 'D',
      brand: 'B',
      address: 'A',
    };
    for (const key of messages.keys) expect(french.t(key, values)).not.toMatch(/ [:;?!»]|« |'/);
  });
});
