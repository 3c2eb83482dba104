import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contrast } from '../rendering/colours.js';
import { readColour, writeColour } from './css-colour.js';
import { forceDark, forcedColour } from './forced-dark.js';
import { inScheme, withoutPictures } from './shown-scheme.js';

const page = (body: string, css = ''): string =>
  `<!doctype html><html><head><style>${css}</style></head><body>${body}</body></html>`;

describe('a colour as CSS writes it', () => {
  it.each([
    ['#ABC', '#aabbcc'],
    ['#a8321f', '#a8321f'],
    ['rgb(168, 50, 31)', '#a8321f'],
    ['rgb(100% 0% 0%)', '#ff0000'],
    ['hsl(120, 100%, 25%)', '#008000'],
    ['RebeccaPurple', '#663399'],
    ['rgba(0,0,0,.5)', 'rgba(0,0,0,0.5)'],
    ['#00000080', 'rgba(0,0,0,0.502)'],
  ])('%s', (text, written) => {
    const colour = readColour(text);
    expect(colour && writeColour(colour)).toBe(written);
  });

  it.each(['inherit', 'currentcolor', '#12345', 'rgb(1,2)', 'rgb(a,b,c)', 'constructor', '', 'var(--x)'])(
    '%s is none',
    (text) => {
      expect(readColour(text)).toBeUndefined();
    },
  );
});

describe('a colour in the forced dark', () => {
  it.each([
    // Chromium: L 100 → 10, L 0 → 100.
    ['#ffffff', 'ground', 'gmail', '#1b1b1b'],
    ['#000000', 'ink', 'gmail', '#ffffff'],
    // roosterjs: white becomes the ground it starts from, black becomes white.
    ['#ffffff', 'ground', 'outlook', '#333333'],
    ['#000000', 'ink', 'outlook', '#ffffff'],
  ] as const)('%s as %s in %s is %s', (colour, role, how, shown) => {
    expect(forcedColour(colour, role, how)).toBe(shown);
  });

  it('stays in Gmail where it is fit for the dark already, and never in Outlook', () => {
    expect(forcedColour('#16191f', 'ground', 'gmail')).toBe('#16191f');
    expect(forcedColour('#ece7de', 'ink', 'gmail')).toBe('#ece7de');
    expect(forcedColour('#16191f', 'ground', 'outlook')).not.toBe('#16191f');
  });

  it('keeps what is no fixed colour', () => {
    for (const word of ['inherit', 'none', 'transparent', 'solid', '#12'])
      expect(forcedColour(word, 'ink', 'outlook')).toBe(word);
  });

  it('leaves ink on paper readable, whichever client', () => {
    for (const how of ['gmail', 'outlook'] as const)
      expect(contrast(forcedColour('#1b1f27', 'ink', how), forcedColour('#fbf8f3', 'ground', how))).toBeGreaterThan(7);
  });

  it('is always a colour', () => {
    const hex = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(hex, fc.constantFrom('ink', 'ground'), fc.constantFrom('gmail', 'outlook'), (colour, role, how) => {
        expect(forcedColour(colour, role, how)).toMatch(/^#[0-9a-f]{6}$/);
      }),
    );
  });
});

describe('a mail in the forced dark', () => {
  it('has its colours turned wherever they stand, and nothing else', () => {
    const html = page(
      '<table bgcolor="#ffffff" style="background:#ffffff url(white.png) no-repeat;color:black;width:10px"><tr><td><font color="#000">white &amp; black</font></td></tr></table>',
      'a:hover{color:#000000} .white{background-color:#fff!important}',
    );
    const shown = forceDark(html, 'gmail');
    expect(shown).toContain('<table bgcolor="#1b1b1b" style="background:#1b1b1b url(white.png) no-repeat;color:#ffffff;width:10px">'); // prettier-ignore
    expect(shown).toContain('<font color="#ffffff">white &amp; black</font>');
    expect(shown).toContain('a:hover{color:#ffffff} .white{background-color:#1b1b1b!important}');
  });

  it('does not listen to the mail’s own dark, and keeps comments for Outlook', () => {
    const html = page('<!--[if mso]><td bgcolor="#fff"><![endif]--><p>x</p>', '@media (prefers-color-scheme: dark){.a{color:red}}'); // prettier-ignore
    const shown = forceDark(html, 'outlook');
    expect(shown).toContain('@media (max-width:0)');
    expect(shown).toContain('<!--[if mso]><td bgcolor="#fff"><![endif]-->');
  });

  it('cannot be led out of an attribute', () => {
    const shown = forceDark(page('<p style="color:#000" title="&quot;><script>x</script>">a</p>'), 'outlook');
    expect(shown).toContain('title="&quot;&gt;&lt;script&gt;x&lt;/script&gt;"');
  });

  it('takes no longer for what was made to take long', () => {
    const hostile = page(`<p style="${'a-'.repeat(50_000)}">x</p>`, 'color:'.repeat(20_000) + 'rgb('.repeat(20_000));
    const before = performance.now();
    forceDark(hostile, 'gmail');
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

describe('a mail in the scheme it was written for', () => {
  const html = page('<p>(prefers-color-scheme: dark)</p>', '@media (prefers-color-scheme:dark){p{color:#fff}}');

  it('has the question answered, not the text', () => {
    expect(inScheme(html, 'dark')).toContain('@media (min-width:0){p{color:#fff}}');
    expect(inScheme(html, 'light')).toContain('@media (max-width:0){p{color:#fff}}');
    expect(inScheme(html, 'dark')).toContain('<p>(prefers-color-scheme: dark)</p>');
  });

  it('shows words where no picture is fetched', () => {
    const shown = withoutPictures(page('<img src="https://x.example/a.jpg" alt="A harbour"><td background="b.png" style="background:url(c.png)">'));
    expect(shown).toContain('<img alt="A harbour">');
    expect(shown).not.toMatch(/[abc]\.(?:jpg|png)/);
  }); // prettier-ignore
});
