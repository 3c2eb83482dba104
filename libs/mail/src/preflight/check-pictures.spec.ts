import { describe, expect, it } from '@jest/globals';
import { checkMessage } from './check-message.js';
import { readerMarks, type MessageContext } from './message-to-check.js';
import { goodHtml, goodMessage } from './preflight.fixture.js';

function told(markup: string, context: Partial<MessageContext> = {}): string[] {
  const html = goodHtml.replace('<h1', () => `${markup}<h1`);
  return checkMessage({ ...goodMessage, html, context: { kind: 'newsletter', ...context } }, { locale: 'en' })
    .map(({ code }) => code.replace('preflight.', ''))
    .filter((code) => !/^(?:unsubscribe|text)_/.test(code));
}
const img = (src: string, rest = 'alt="Le port" width="560" height="300"'): string => `<img src="${src}" ${rest}>`;
const H = 'https://img.test';
const UUID = '550e8400-e29b-41d4-a716-446655440000';

describe('a picture of one reader’s own', () => {
  it.each<[string, string]>([
    ['by a parameter', img(`${H}/a?uid=48151623`)],
    ['by a UUID in the query', img(`${H}/o?x=${UUID}`)],
    ['by a hash in the query', img(`${H}/o.gif?k=8f14e45fceea167a5a36dedd4bea2543`)],
    ['by random letters', img(`${H}/o?z=Ab3dEf6hIj9lMn2pQr5tUv8x`)],
    ['by a token in the path of nothing', img(`${H}/t/${UUID}.gif`, 'alt=""')],
    ['by an address', img(`${H}/a.png?x=lea%40readers.example`)],
    ['by an address in the path', img(`${H}/lea@readers.example/a.png`)],
    ['by an address in base64', img(`${H}/a.png?x=${Buffer.from('lea@readers.example').toString('base64url')}`)],
    ['without a scheme', img('//img.test/a?uid=48151623')],
    ['in srcset', img(`${H}/a.png`, `alt="Le port" width="9" height="9" srcset="${H}/b.png 1x, ${H}/c?uid=4815 2x"`)],
    ['in a source', `<picture><source srcset="${H}/c?uid=4815"><img src="${H}/a.png" alt="Le port" width="9" height="9"></picture>`],
    ['behind a cell', `<table role="presentation" background="${H}/c?uid=4815"><tr><td bgcolor="#ffffff"></td></tr></table>`],
    ['in a style', `<div style="background:#fff url( '${H}/c?uid=4815' )"></div>`],
    ['in a style with escapes', `<div style="background:#fff u\\72l(${H}/c?uid=4815)"></div>`],
    ['in an image-set', `<div style="background-image:image-set('${H}/c?uid=4815' 1x)"></div>`],
    ['in a list’s sign', `<ul style="list-style-image:url(${H}/c?uid=4815)"><li>a</ul>`],
    ['on a film', `<video poster="${H}/c?uid=4815"></video>`],
    ['for Outlook alone', `<!--[if mso]><v:fill src="${H}/c?uid=4815&amp;x=1"/><![endif]-->`],
    ['of one pixel', img(`${H}/o.gif?n=a`, 'alt="" width="1" height="1"')],
    ['by a number for one', img(`${H}/logo?c=482139941`)],
    ['by a host for one', img('https://zk3jdka93lq0vb7x2m5t8w1e.t.img.test/a.png')],
    ['by a folder of nothing', img(`${H}/${UUID}/a.png`, 'alt=""')],
    ['one pixel wide and not displayed', img(`${H}/o`, 'alt="" width="1" style="display:none"')],
  ])('is found %s', (_, markup) => {
    expect(told(markup)).toEqual(['picture_per_reader']);
    expect(told(markup, { mayTrackOpens: true })).not.toContain('picture_per_reader');
  }); // prettier-ignore

  it('is found by the reader’s own link in it, and by the reader', () => {
    expect(told(img('@@view@@.gif'), { marks: readerMarks })).toContain('picture_per_reader');
    expect(told(img(`${H}/a.png?x=LEA@readers.example`), { recipient: 'lea@readers.example' })).toContain('picture_per_reader');
  }); // prettier-ignore

  it.each<[string, string]>([
    ['a picture server’s signature', img(`${H}/media/5a5a?width=560&s=0a1b2c3d4e5f60718293a4b5c6d7e8f9`)],
    ['a signed store', img(`${H}/a?X-Amz-Signature=0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9&key=${UUID}`)],
    ['a store’s random host', img('https://zk3jdka93lq0vb7x2m5t8w1e.cloudfront.net/a.png')],
    ['when it was made', img(`${H}/logo?t=1763802000`)],
    ['a UUID in a file’s path', img(`${H}/${UUID}/port.jpg`)],
    ['a UUID that shows something', img(`${H}/media/${UUID}`)],
    ['a fine screen', img(`${H}/port@2x.png`)],
    ['a slug with a date', img(`${H}/og?name=port-de-brest-2026-11-22-matin`)],
    ['a picture of a picture', img(`${H}/resize?url=https%3A%2F%2Fa.test%2Fport.jpg&w=560`)],
    ['a rule', img(`${H}/rule.png`, 'alt="" width="560" height="2"')],
  ])('is not taken for %s', (_, markup) => {
    expect(told(markup)).toEqual([]);
  }); // prettier-ignore
});

describe('a picture', () => {
  it('of a public host is named once', () => {
    const icons = img('https://i.imgur.com/xTh3hln.png') + img('https://i.imgur.com/os7o9kz.png');
    expect(told(icons)).toEqual(['picture_third_party']);
    expect(told('<div style="background:#fff url(https://picsum.photos/200)"></div>')).toEqual(['picture_third_party']);
  });

  it('has words where a link needs them, and none where it keeps a place', () => {
    const size = 'width="10" height="10"';
    expect(told(img(`${H}/a.png`, size))).toEqual(['alt_missing']);
    expect(told(img(`${H}/a.png`, `${size} role="presentation"`))).toEqual([]);
    const linked = (inner: string): string => `<a href="https://phare.example/port?lang=fr&amp;n=1">${inner}</a>`;
    expect(told(linked(img(`${H}/a.png`, size)))).toEqual(['alt_missing']);
    for (const alt of ['alt=""', 'alt=" "', 'alt="&#8203;"', 'alt="" role="presentation"'])
      expect(told(linked(img(`${H}/a.png`, `${size} ${alt}`)))).toEqual(['alt_empty_linked']);
    expect(told(linked(`${img(`${H}/a.png`, `${size} alt=""`)}<i style="display:none">Lire</i>`))).toEqual(['alt_empty_linked']);
    expect(told(linked(`${img(`${H}/a.png`, `${size} alt=""`)} Lire`))).toEqual([]);
  }); // prettier-ignore
});

it('says of a spacer that it looks like more', () => {
  expect(told(img(`${H}/s.gif`, 'alt="" width="1" height="1"'))).toEqual(['picture_pixel']);
});

describe('what only Outlook reads', () => {
  const mso = (markup: string): string[] => told(`<!--[if mso]>${markup}<![endif]-->`);

  it.each<[string, string]>([
    ['<script>x()</script>', 'element_forbidden'],
    ['<iframe src="https://a.test/"></iframe>', 'element_forbidden'],
    ['<td onclick="x()">', 'element_forbidden'],
    ['<style>p { behavior: url(x.htc) }</style>', 'element_forbidden'],
    ['<v:rect href="javascript:x()">', 'address_unsafe'],
    ['<img src="data:image/png;base64,AAAA">', 'picture_data'],
    ['<img src="https://a.test/o" width="1" height="1">', 'picture_per_reader'],
  ])('is looked at as markup: %s', (markup, code) => {
    expect(mso(markup)).toContain(code);
  });

  it('is blamed for no button and no table', () => {
    expect(mso('<table role="presentation"><tr><td width="600">')).toEqual([]);
    expect(mso('<v:roundrect href="https://phare.example/a" style="height:40px"><center>Lire</center></v:roundrect>')).toEqual([]);
  }); // prettier-ignore
});
