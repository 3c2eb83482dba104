import { describe, expect, it } from '@jest/globals';
import { growth } from '../../../../test/support/growth.js';
import { checkMessage } from './check-message.js';
import { english } from './finding-words.en.js';
import { french } from './finding-words.fr.js';
import { findingRules } from './finding-rules.js';
import { goodHtml, goodMessage, goodText } from './preflight.fixture.js';
import type { MessageToCheck } from './message-to-check.js';

const EN = { locale: 'en' };

function codes(change: Partial<MessageToCheck>): string[] {
  return checkMessage({ ...goodMessage, ...change }, EN).map(({ code }) => code.replace('preflight.', ''));
}

const html = (from: string | RegExp, to: string): Partial<MessageToCheck> => ({
  html: goodHtml.replace(from, () => to),
});
/** Within the words, before the first paragraph. */
const body = (markup: string): Partial<MessageToCheck> => html('<h1', `${markup}<h1`); // prettier-ignore
const text = (from: string | RegExp, to: string): Partial<MessageToCheck> => ({
  text: goodText.replace(from, () => to),
});
const inDark = (css: string): Partial<MessageToCheck> => html('.ink { color: #ece7de !important; }', css);

describe('a message', () => {
  it('has nothing said of it when it is good', () => {
    expect(checkMessage(goodMessage, EN)).toEqual([]);
  });

  it.each<[finding: string, change: Partial<MessageToCheck>]>([
    ['size_warning', body(`<p style="display:none">${'x'.repeat(81 * 1024)}</p>`)],
    ['size_exceeded', body(`<p style="display:none">${'x'.repeat(101 * 1024)}</p>`)],
    ['link_missing', body('<a href="">Lire</a>')],
    ['link_missing', body('<a class="ink">Lire</a>')],
    ['link_placeholder', body('<a href="#">Lire</a>')],
    ['link_placeholder', body('<a href="https://">Lire</a>')],
    ['link_placeholder', body('<a href="TODO">Lire</a>')],
    ['link_relative', body('<a href="/une">Lire</a>')],
    ['link_relative', body('<a href="www.phare.example/une">Lire</a>')],
    ['link_anchor_missing', body('<a href="#nulle-part">Lire</a>')],
    ['address_unsafe', body('<a href="javascript:alert(1)">Lire</a>')],
    ['address_unsafe', body('<a href=" java&#9;script:alert(1)">Lire</a>')],
    ['address_unsafe', body('<a href="data:text/html,x">Lire</a>')],
    ['address_insecure', body('<a href="http://phare.example/une">Lire</a>')],
    ['address_credentials', body('<a href="https://lea:secret@phare.example/">Lire</a>')],
    ['address_lookalike', body('<a href="https://рhare.example/">Lire</a>')],
    ['address_lookalike', body('<a href="https://xn--80ak6aa92e.example/">Lire</a>')],
    ['address_disguised', body('<a href="https://autre.example/">https://banque.test/compte</a>')],
    ['alt_missing', body('<img src="https://phare.example/a.jpg" width="10" height="10">')],
    ['alt_empty_linked', body('<a href="https://phare.example/x"><img src="https://phare.example/a.jpg" alt="" width="10" height="10"></a>')],
    ['alt_filename', body('<img src="https://phare.example/a.jpg" alt="IMG_2041.JPG" width="10" height="10">')],
    ['picture_source_missing', body('<img src="" alt="x" width="10" height="10">')],
    ['picture_data', body('<img src="data:image/png;base64,AAAA" alt="x" width="10" height="10">')],
    ['picture_insecure', body('<img src="http://phare.example/a.jpg" alt="x" width="10" height="10">')],
    ['picture_size_missing', body('<img src="https://phare.example/a.jpg" alt="x">')],
    ['picture_per_reader', body('<img src="https://phare.example/o.gif?n=12" alt="" width="1" height="1">')],
    ['picture_pixel', body('<img src="https://phare.example/s.gif" alt="" width="1" height="1">')],
    ['picture_per_reader', body('<img src="https://phare.example/a.jpg?uid=48151623" alt="x" width="10" height="10">')],
    ['picture_per_reader', body('<img src="https://phare.example/wf/open?upn=abc" alt="" width="10" height="10">')],
    ['contrast_light', body('<p style="color:#bbbbbb">Pâle</p>')],
    ['contrast_light', body('<p style="color:#777">Presque</p>')],
    ['contrast_light', body('<table role="presentation" bgcolor="#222222"><tr><td style="color:#333">Noir</td></tr></table>')],
    ['contrast_light', body('<font color="#ffff00">Jaune</font>')],
    ['contrast_light', html('.ink { color: #222222; }', '.ink { color: #cccccc !important; }')],
    ['contrast_dark', inDark('.ink { color: #222222 !important; }')],
    ['contrast_dark', inDark('')],
    ['untranslated', body('<p>{{ block.title }}</p>')],
    ['untranslated', body('<p>@@unsubscribe@@</p>')],
    ['untranslated', body('<p>digest.unsubscribe</p>')],
    ['value_missing', body('<p>[object Object]</p>')],
    ['value_missing', body('<p>Il y a NaN articles</p>')],
    ['untranslated', { subject: 'Bonjour *|FNAME|*' }],
    ['untranslated', text('Lire', '{% if x %}Lire')],
    ['value_missing', body('<p>Bonjour undefined,</p>')],
    ['placeholder_text', body('<p>Lorem ipsum dolor sit amet</p>')],
    ['unsubscribe_html', html(/<a class="link" href="https:\/\/phare\.example\/u\/[^<]*<\/a>/, '')],
    ['unsubscribe_html', html('>Se désabonner<', ' hidden>Se désabonner<')],
    ['unsubscribe_text', text(/Se désabonner[^]*/, '')],
    ['sender_missing', { context: { kind: 'newsletter', sender: { names: ['La Vigie'], contactAddress: 'redaction@phare.example' } } }],
    ['contact_missing', { context: { kind: 'newsletter', sender: { names: ['Le Phare'], contactAddress: 'autre@phare.example' } } }],
    ['text_missing', { text: null }],
    ['text_missing', { text: ' \n' }],
    ['text_too_short', { html: goodHtml.replace('capitainerie.', `capitainerie. ${'Le vent tombe. '.repeat(60)}`) }],
    ['text_link_missing', text('https://phare.example/port?lang=fr&n=1', '')],
    ['text_markup', text('Lire la suite', '<b>Lire</b> la suite')],
    ['subject_empty', { subject: ' \u200b' }],
    ['subject_long', { subject: 'a'.repeat(160) }],
    ['subject_too_long', { subject: 'a'.repeat(300) }],
    ['subject_capitals', { subject: 'LE PORT ROUVRE MARDI' }],
    ['subject_unsafe', { subject: 'a\r\nBcc: x@phare.example' }],
    ['subject_repeated', { context: { kind: 'newsletter', recentSubjects: ['Le phare du matin: le port rouvre'] } }],
    ['element_forbidden', body('<script>x</script>')],
    ['element_forbidden', body('<p onclick="x()">a</p>')],
    ['element_forbidden', body('<form action="https://phare.example/"></form>')],
    ['html_unclosed', body('<div><b>gras</div>')],
    ['html_stray_end', body('</section>')],
    ['id_repeated', body('<p id="a">a</p><p id="a">b</p>')],
    ['lang_missing', html('<html lang="fr" dir="ltr">', '<html dir="ltr">')],
    ['dir_missing', { html: goodHtml.replaceAll(' dir="ltr"', '') }],
    ['dir_wrong', { html: goodHtml.replaceAll('lang="fr"', 'lang="ar"') }],
    ['title_missing', html(/<title>.*<\/title>/, '<title> </title>')],
    ['table_role_missing', html(' role="presentation"', '')],
  ])('is told to have %s', (finding, change) => {
    expect(codes(change)).toContain(finding);
  }); // prettier-ignore

  it.each<[why: string, change: Partial<MessageToCheck>]>([
    ['a picture that only decorates', body('<img src="https://phare.example/a.jpg" alt="" width="10" height="10">')],
    ['words upon a picture with a colour', body('<div style="background:#102030 url(https://phare.example/b.jpg)"><p style="color:#eee">Titre</p></div>')],
    ['large faint words', body('<p style="font-size:24px;color:#888">Titre</p>')],
    ['the English word', body('<p>for an undefined period</p>')],
    ['a host in words', body('<p>lemonde.fr, bbc.co.uk</p>')],
    ['a picture that everybody gets', body('<img src="https://phare.example/5a5a/media.jpg?width=560&s=0a1b2c3d4e5f60718293" alt="x" width="10" height="10">')],
    ['an anchor', body('<a id="une" name="une"></a><a href="#une">Une</a>')],
    ['paragraphs without end tags', body('<ul><li>a<li>b</ul>')],
    ['conditional comments', body('<!--[if mso]><table><tr><td><![endif]-->x<!--[if mso]></td></tr></table><![endif]-->')],
    ['cells without a size of their own', body('<table role="presentation"><tr><td style="font-size:0"><p style="font-size:16px">x</p></td></tr></table>')],
    ['a data table', body('<table><tr><th>Port</th></tr><tr><td>Brest</td></tr></table>')],
    ['a notice without a way out', { context: { kind: 'notice' }, html: goodHtml.replace('Se désabonner', 'Le port') }],
  ])('is not blamed for %s', (_why, change) => {
    expect(codes(change).filter((code) => code !== 'text_link_missing')).toEqual([]);
  }); // prettier-ignore

  it.each<[string, (size: number) => string]>([
    ['a rule for many selectors', (size) => `<style>${'a,'.repeat(size)}b{${'color:red;'.repeat(size / 5)}}</style>`],
    ['a selector that fits at every depth', (size) => `<style>.x>i i i{color:red}</style>${'<i>x'.repeat(size)}`],
    ['many links to what is not there', (size) => '<a href="#x">y</a>'.repeat(size / 4)],
    ['many links in one element', (size) => '<a href="https://phare.example/">y</a>'.repeat(size / 4)],
    ['many pictures in one link', (size) => `<a href="https://phare.example/">${'<img alt="">'.repeat(size / 4)}</a>`],
    ['an address of slashes', (size) => `<a href="https://phare.example/${'/'.repeat(size)}x">y</a>`],
  ])('is looked at in time that grows with it: %s', (_, markup) => {
    const sizes = { small: markup(2_000), large: markup(20_000), floorMs: 10, enough: 20 };
    expect(growth((html) => checkMessage({ ...goodMessage, html }, EN), sizes)).toBeLessThan(30);
  });

  it('finds words for every finding in both languages, with the same values', () => {
    const named = (texts: readonly string[]): string[] => [...new Set(texts.join(' ').match(/\{[a-z]+\}/g) ?? [])].sort();
    for (const name of Object.keys(findingRules) as (keyof typeof findingRules)[])
      expect([name, named(french[name])]).toEqual([name, named(english[name])]);
  }); // prettier-ignore
});
