import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { writtenText } from './written-text.js';

describe('a hand-written text', () => {
  it.each([
    ['Un **mot** et _un autre_ : « oui ».', '<p>Un <strong>mot</strong> et <em>un autre</em> : « oui ».</p>', 'Un mot et un autre : « oui ».'],
    ['# Titre\n\n## Suite', '<h3>Titre</h3><h4>Suite</h4>', 'Titre\n\nSuite'],
    ['- un\n- deux', '<ul><li>un</li><li>deux</li></ul>', '- un\n\n- deux'],
    ['[Lire](https://g.example/a?b=1&c=2)', '<p><a href="https://g.example/a?b=1&amp;c=2">Lire</a></p>', 'Lire (https://g.example/a?b=1&c=2)'],
    ['https://g.example/a', '<p><a href="https://g.example/a">https://g.example/a</a></p>', 'https://g.example/a'],
    ['[Écrire](mailto:a@g.example)', '<p><a href="mailto:a@g.example">Écrire</a></p>', 'Écrire (a@g.example)'],
    ['5 &lt; 6 & caf&eacute; <', '<p>5 &lt; 6 &amp; caf&eacute; &lt;</p>', '5 < 6 & café <'],
    ['Un <u>mot</u> <!-- non --> souligné', '<p>Un mot  souligné</p>', 'Un mot souligné'],
    ['![Le quai](https://g.example/p.jpg)', '<p>Le quai</p>', 'Le quai'],
    ['', '', ''],
  ])('%j is %j, and %j in plain text', (markdown, html, text) => {
    expect(writtenText(markdown)).toEqual({ html, text });
  }); // prettier-ignore

  it.each([
    '<script>alert(1)</script>', '[x](javascript:alert(1))', '[x](data:text/html,1)', '[x](https://u:p@g.example)', '<img src=x onerror=1>',
    '[x](https://g.example/"onclick="1)', '<a href="https://g.example" style="x">y</a>', '<!--[if mso]><i>x</i><![endif]-->', '`<script>`', '<svg/onload=1>',
    '[a](<javascript:1>)', '[x]: javascript:1\n\n[x]', '<https://g.example/"x>', '@@unsubscribe@@ [a](https://g.example/@@view@@)', '</div></mj-text>{{ x }}',
  ])('makes nothing of %j but words and safe links', (markdown) => {
    const { html, text } = writtenText(markdown);
    expect(html.replaceAll(SAFE_TAG, '')).not.toMatch(/[<>]|@@/);
    expect(text).not.toContain('@@u');
  }); // prettier-ignore

  it('never writes anything but the tags it knows, whatever comes, and comes to an end', () => {
    const bit = fc.constantFrom('<', '>', '"', '[', '](', ')', '**', '_', '`', '\n', '\n\n', '- ', '> ', '1. ', '|', '#', ' ', 'a', '&', ';', '!', '<b>', 'https://x.example', '@@', '\0', '\\', 'é', '\ud800'); // prettier-ignore
    fc.assert(
      fc.property(fc.array(bit, { maxLength: 60 }), (bits) => {
        const { html } = writtenText(bits.join(''));
        expect(html.replaceAll(SAFE_TAG, '')).not.toMatch(/[<>\0]|@@/);
        expect(html.isWellFormed()).toBe(true);
      }),
    );
    for (const hostile of ['>'.repeat(20_000), '- '.repeat(10_000), '['.repeat(20_000), '*a'.repeat(10_000)])
      expect(writtenText(hostile).html.length).toBeLessThan(200_000);
  });
});

const SAFE_TAG = /<\/?(?:p|h3|h4|ul|ol|li|blockquote|strong|em|a)>|<br>|<a href="(?:https?:\/\/|mailto:)[^"<>]*">/g;
