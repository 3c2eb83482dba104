import { describe, expect, it } from '@jest/globals';
import { checkRaw } from './check-raw.js';
import { goodEml, goodHtml } from './preflight.fixture.js';

function raw(eml: string): string[] {
  const found = checkRaw(Buffer.from(eml), { locale: 'en', now: new Date('2026-11-22T07:00:00Z') });
  return found.map(({ code }) => code.replace('preflight.', ''));
}

describe('parts that are markup', () => {
  const amp = (markup: string): string => {
    const part = `--b1\r\nContent-Type: text/x-amp-html; charset=utf-8\r\n\r\n${markup}\r\n--b1\r\nContent-Type: text/html`;
    return goodEml().replace('--b1\r\nContent-Type: text/html', () => part);
  };

  it('run no scripts but those of their format', () => {
    expect(raw(amp('<html amp4email><script>x()</script></html>'))).toContain('element_forbidden');
    expect(raw(amp('<script async src="https://cdn.ampproject.org/v0.js"></script><form>x</form>'))).not.toContain('element_forbidden');
  }); // prettier-ignore

  it.each(['<meta charset=iso-8859-1>', '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'])(
    'say no other character set: %s',
    (meta) => {
      expect(raw(goodEml({ html: goodHtml.replace('<meta charset="utf-8">', meta) }))).toContain('meta_charset');
    },
  );

  it('are there in a newsletter', () => {
    const [head = ''] = goodEml().split('\r\n\r\n');
    const plain = head.replace(/multipart.*$/, 'text/plain; charset=us-ascii');
    expect(raw(`${plain}\r\n\r\nhttps://phare.example/u/AbCdEf0123456789\r\n`)).toContain('html_missing');
  });
});
