import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { growth } from '../../../../test/support/growth.js';
import { checkMessage } from './check-message.js';
import { checkClientSupport } from './client-support.js';
import { findingRules } from './finding-rules.js';
import { goodHtml, goodMessage } from './preflight.fixture.js';
import type { MessageToCheck } from './message-to-check.js';

const look = (change: Partial<MessageToCheck>): string[] =>
  checkMessage({ ...goodMessage, ...change }, { locale: 'fr' }).map(({ code }) => code.replace('preflight.', ''));

/** What markup is made of, and what takes it apart. */
const piece = fc.oneof(
  fc.constantFrom('<', '>', '</', '/>', '<!--', '-->', '<![CDATA[', ']]>', '<?', '"', "'", '=', '&', ';', '&#x', '\0', '\u202e', '\ud800', '{', '}', '@media', '(', ')', '*', ':', '\\', '<style>', '</style>', '<a href="', '<img src="', '<table>', '<td', ' style="', 'url(', 'var(--a', '--a:', 'color:', 'opacity:', 'font-size:', 'linear-gradient(', '{{', '}}', '%%', '*|', '|*', 'https://', 'javascript:', '@@', 'undefined'),
  fc.string({ maxLength: 12 }),
  fc.integer().map(String),
); // prettier-ignore
const markup = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));

describe('whatever it is given', () => {
  it('preflight answers with findings it has words for', () => {
    fc.assert(
      fc.property(markup, markup, fc.nat(goodHtml.length), (inserted, text, at) => {
        for (const html of [inserted, `${goodHtml.slice(0, at)}${inserted}${goodHtml.slice(at)}`, goodHtml.slice(0, at)]) {
          const message = { ...goodMessage, subject: text, html, text };
          for (const { code, message: words, help, source } of [...checkMessage(message, { locale: 'fr' }), ...checkClientSupport(message, 'fr')]) {
            expect(Object.keys(findingRules)).toContain(code.replace('preflight.', ''));
            expect([words, help, source].every((said) => said !== '')).toBe(true);
          }
        }
      }),
      { numRuns: 25 },
    );
  }); // prettier-ignore

  const five = 5_000_000;
  it.each<[string, string]>([
    ['elements in elements', '<div>x'.repeat(100_000)],
    ['signs that begin a tag', '<'.repeat(five)],
    ['tags that never end', '<a b="'.repeat(five / 6)],
    ['links', '<a href="https://phare.example/x">y</a>'.repeat(50_000)],
    ['rules for as many elements', `<style>${'.c td{color:red}'.repeat(10_000)}</style>${'<p class="c">x</p>'.repeat(10_000)}`],
    ['rules that fit everything', `<style>${'* *{color:red}'.repeat(5_000)}</style>${'<div>x</div>'.repeat(10_000)}`],
    ['selectors with long values', `<style>${'[style~="x"]{color:red}'.repeat(4_000)}</style>${`<p style="${'a '.repeat(900)}">x</p>`.repeat(200)}`],
    ['declarations for as many elements', `<style>p{${'color:red;'.repeat(20_000)}}</style>${'<p>x</p>'.repeat(30_000)}`],
    ['comments', '<!--[if mso]><v:fill src="https://a.test/x"/><![endif]-->'.repeat(90_000)],
    ['words', 'undefined null '.repeat(300_000)],
  ])('it refuses too many %s in time', (_, html) => {
    const before = process.cpuUsage().user;
    expect(look({ html })).toContain('too_much_to_check');
    // Processor time: however busy the machine is.
    expect((process.cpuUsage().user - before) / 1_000).toBeLessThan(2_000);
  }); // prettier-ignore

  it('takes a time that grows with the custom properties and those who inherit them, not with their product', () => {
    const of = (size: number): MessageToCheck => {
      const all = Array.from({ length: size }, (_, at) => `--a${at}:red;`).join('');
      return {
        ...goodMessage,
        html: `<style>body{${all}}</style><body>${'<p style="--x:1">x</p>'.repeat(size)}</body>`,
      };
    };
    const sizes = { small: of(800), large: of(8_000), floorMs: 20, enough: 20 };
    expect(growth((message) => checkMessage(message, { locale: 'en' }), sizes)).toBeLessThan(40);
  });

  it('it reads no further than five times what may leave, and says so', () => {
    expect(look({ html: `${goodHtml}${' '.repeat(600_000)}` })).toContain('too_much_to_check');
    expect(look({ text: 'x '.repeat(300_000) })).toContain('too_much_to_check');
    expect(look({ html: goodHtml.replace('<h1', () => `${'<a href="https://phare.example/">y</a> '.repeat(2_001)}<h1`) })).toContain('too_much_to_check');
  }); // prettier-ignore
});
