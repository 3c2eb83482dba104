import { describe, expect, it } from '@jest/globals';
import { checkMessage } from './check-message.js';
import { goodHtml, goodMessage, goodText } from './preflight.fixture.js';
import type { MessageToCheck } from './message-to-check.js';

function told(change: Partial<MessageToCheck>): string[] {
  return checkMessage({ ...goodMessage, ...change }, { locale: 'en' })
    .map(({ code }) => code.replace('preflight.', ''))
    .filter((code) => code !== 'text_link_missing');
}
const link = (href: string, words = 'Lire'): string[] =>
  told({ html: goodHtml.replace('<h1', () => `<p><a href="${href}">${words}</a></p><h1`) });

describe('a link', () => {
  it.each<[finding: string, href: string]>([
    ['address_unsafe', 'javascript:alert(1)'],
    ['address_unsafe', '&#106;avascript&colon;alert(1)'],
    ['address_unsafe', '\u0001java\nscript:alert(1)'],
    ['address_unsafe', 'vbscript:x'],
    ['address_unsafe', 'data:text/html;base64,AAAA'],
    ['address_unsafe', 'file:///etc/passwd'],
    ['address_unsafe', 'blob:https://phare.example/x'],
    ['link_relative', '//phare.example/une'],
    ['link_relative', '?a=b'],
    ['link_placeholder', '#'],
    ['link_missing', ' '],
    ['link_sample', 'https://example.com/une'],
    ['link_sample', 'https://www.example.com'],
    ['link_shortened', 'https://bit.ly/3xYz'],
    ['address_credentials', 'https://banque.test@evil.test/'],
    ['address_lookalike', 'https://раypal.test/'],
    ['address_private', 'http://localhost:3000/'],
    ['address_private', 'https://192.168.1.4/x'],
    ['address_private', 'https://0x7f000001/'],
    ['address_private', 'https://[fd00::1]/'],
    ['address_private', 'https://intranet.corp/'],
    ['address_numeric', 'https://93.184.216.34/'],
    ['address_numeric', 'https://3627734050/'],
    ['address_invalid', 'https:\\\\evil.test'],
    ['address_invalid', 'https:phare.example'],
    ['address_invalid', 'https:///phare.example'],
    ['address_invalid', 'https://phare.example/a b'],
    ['address_invalid', 'https://phare.example/\u202Egnp.exe'],
    ['address_invalid', 'mailto:'],
    ['address_invalid', 'mailto:redaction'],
    ['address_insecure', 'http://phare.example/'],
    ['untranslated', 'https://phare.example/?u=%recipient.id%'],
    ['untranslated', 'https://phare.example/%7B%7Bslug%7D%7D'],
  ])('is told to have %s: %s', (finding, href) => {
    expect(link(href)).toEqual([finding]);
  });

  it.each<[words: string, href: string]>([
    ['https://banque.test/compte', 'https://evil.test/'],
    ['Allez sur https://banque.test maintenant', 'https://evil.test/'],
    ['banque.com', 'https://evil.test/'],
    ['ban&#8203;que.com', 'https://evil.test/'],
    ['www.banque.test', 'https://evil.test/'],
    ['bbc.co.uk', 'https://evil.co.uk/'],
    ['redaction@phare.example', 'mailto:x@evil.test'],
  ])('that says “%s” goes elsewhere', (words, href) => {
    expect(link(href, words)).toEqual(['address_disguised']);
  });

  it.each<[words: string, href: string]>([
    ['https://www.phare.example/une', 'https://phare.example/u'],
    ['banque.com', 'https://www.banque.com/compte'],
    ['Le Phare.fr vous parle', 'https://phare.example/'],
    ['node.js', 'https://phare.example/'],
    ['Redaction@Phare.example', 'mailto:redaction@phare.example?subject=x'],
    ['Écrire', 'mailto:?subject=x'],
    ['Appeler', 'tel:+33123456789'],
    ['Lire', 'https://phare.example/%C3%A9t%C3%A9?a=%20FOO%20'],
    ['قراءة', 'https://موقع.example/'],
  ])('is not blamed for “%s”', (words, href) => {
    expect(link(href, words)).toEqual([]);
  });

  it('has words, and no other link in it', () => {
    expect(link('https://phare.example/', '<span>&#8203;&nbsp;</span>')).toEqual(['link_empty']);
    expect(link('https://phare.example/', 'a <a href="https://phare.example/b">b</a>')).toEqual(['link_nested']);
  });

  it('is looked at in the text, too', () => {
    for (const [href, finding] of [['http://phare.example/x', 'address_insecure'], ['https://a:b@phare.example/', 'address_credentials'], ['https://bit.ly/x', 'link_shortened']] as const)
      expect(told({ text: `${goodText}\nVoir ${href}).` })).toEqual([finding]);
  }); // prettier-ignore
});
