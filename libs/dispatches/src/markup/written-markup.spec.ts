import { expect, it } from '@jest/globals';
import { htmlToText, readMarkup, sanitizeDispatchHtml } from './sanitize.js';
import { WrittenMarkup } from './written-markup.js';

const of = (name: string, length = 10) => ({ html: `<p>${name}</p>`, text: name.padEnd(length, '.') });

it('knows what was written, and nothing else', () => {
  const written = new WrittenMarkup();
  written.remember(of('one'));
  expect(written.find('<p>one</p>')).toEqual(of('one'));
  expect(written.find('<p>one</p> ')).toBeUndefined();
});

it('forgets what was written long ago, so that its size has a limit', () => {
  const written = new WrittenMarkup();
  for (let n = 0; n < 10; n += 1) written.remember(of(String(n), 1_000_000));
  expect(written.find('<p>0</p>')).toBeUndefined();
  expect(written.find('<p>9</p>')).toEqual(of('9', 1_000_000));
});

it('changes nothing about what is read', () => {
  const html =
    '<h1>Un titre</h1><p onclick="x()">Du <a href="/texte?a=1&amp;b=2">texte</a> &lt;ici&gt;</p><script>x</script>';
  const safe = sanitizeDispatchHtml(html, 'https://one.example/');
  // Another base, and none: what was written holds absolute links.
  expect(sanitizeDispatchHtml(safe, 'https://other.example/')).toBe(readMarkup(safe, 'https://other.example/').html);
  expect(htmlToText(safe)).toBe(readMarkup(safe).text);
});
