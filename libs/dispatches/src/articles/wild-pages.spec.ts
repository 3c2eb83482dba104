import { describe, expect, it } from '@jest/globals';
import { articleJson } from './article-json.js';
import { extractArticle } from './extract-article.js';

/** Pieces of pages as their content systems write them, around one text. */

const TEXT = [
  'Le conseil a voté lundi soir, par vingt-six voix contre neuf, la construction d’une passerelle entre les deux rives du canal.',
  'Les travaux dureront dix-huit mois, selon la maire, qui promet que les péniches ne seront jamais arrêtées plus de deux jours.',
  'L’opposition juge le coût trop élevé : quatre millions d’euros, dont la moitié seulement serait payée par la région et l’État.',
] as const;
const paragraphs = (texts: readonly string[]): string => texts.map((text) => `<p>${text}</p>`).join('\n');
const BODY = paragraphs(TEXT);

function read(body: string, head = '<title>La passerelle votée</title>') {
  const html = `<!DOCTYPE html><html lang="fr"><head>${head}</head><body>${body}</body></html>`;
  return articleJson(extractArticle(Buffer.from(html), { url: 'https://news.example/a/b' }));
}
const article = (inner: string) => read(`<article><h1>La passerelle votée</h1>${inner}</article>`);
const withText = { text: TEXT.join('\n\n') };
const related = (title: string, path: string) => ({ title, link: `https://news.example${path}` });

describe('the text goes without', () => {
  it.each([
    ['a label glued to its link', '<p><strong>À lire aussi</strong><a href="/r">Le pont en cinq questions</a></p>'],
    ['a label after an arrow', '<p>➡️ À lire également : <a href="/r">Le pont en cinq questions</a></p>'],
    ['a box in Spanish', '<section class="more-info"><h3>Más información</h3><a href="/r">Le pont en cinq questions</a></section>'],
    ['a box in English', '<div class="more-on"><h2>Recommended Stories</h2><ul><li><a href="/r">Le pont en cinq questions</a></li></ul></div>'],
  ])('%s, which is kept as related', (_what, pointer) => {
    const found = article(`<p>${TEXT[0]}</p>${pointer}${paragraphs(TEXT.slice(1))}`);
    expect(found).toMatchObject({ ...withText, related: [related('Le pont en cinq questions', '/r')] });
  }); // prettier-ignore

  it.each([
    ['the initials of an agency’s desk', `${BODY}<p>jm-bur/ab/cd</p>`],
    ['an advertising label that is a heading', `<p>${TEXT[0]}</p><h2>Publicité</h2>${paragraphs(TEXT.slice(1))}`],
    ['a call that is a heading', `<p>${TEXT[0]}</p><h3>Sign up for the morning newsletter</h3>${paragraphs(TEXT.slice(1))}`],
    ['two buttons', `<div>Listen</div><div>Share</div>${BODY}`],
    ['a copyright alone', `${BODY}<p>© AFP</p>`],
    ['zero bytes', BODY.replace('conseil', 'con\0seil')],
    ['soft hyphens', BODY.replace('conseil', 'con&shy;seil')],
  ])('%s', (_what, inner) => {
    expect(article(inner)).toMatchObject(withText);
  }); // prettier-ignore

  it('the caption in the paragraph of its picture, which has it', () => {
    const picture = '<p><img src="/a.jpg" alt=""><em>Le canal, lundi. Crédit : Marc Roy</em></p>';
    expect(article(`<div class="content">${picture}${BODY}</div>`)).toMatchObject({
      ...withText,
      image: { url: 'https://news.example/a.jpg', caption: 'Le canal, lundi.', credit: 'Marc Roy' },
    });
    const floated = `<p><img src="/a.jpg" alt="">${TEXT[0]}</p>${paragraphs(TEXT.slice(1))}`;
    expect(article(floated)).toMatchObject({ ...withText, image: { caption: null } });
  });
});

describe('a picture’s words', () => {
  it.each([
    ['<figure><img src="/a.jpg"><span>Getty Images</span><figcaption>Le canal</figcaption></figure>', 'Le canal', 'Getty Images'],
    ['<figure><img src="/a.jpg"><figcaption><span>Le canal, lundi.</span><span>Ana Gil</span></figcaption></figure>', 'Le canal, lundi.', 'Ana Gil'],
    ['<figure><img src="/a.jpg"><figcaption><span>Le canal.</span><span><span>Credit...</span><span>Al Kim for The Times</span></span></figcaption></figure>', 'Le canal.', 'Al Kim for The Times'],
    ['<figure><img src="/a.jpg"><figcaption>Le canal [Jo Moe/Reuters]</figcaption></figure>', 'Le canal', 'Jo Moe/Reuters'],
    ['<figure><amp-img src="/a.jpg" width="800"></amp-img><figcaption>Le canal</figcaption></figure>', 'Le canal', null],
  ])('%s', (figure, caption, credit) => {
    const image = { url: 'https://news.example/a.jpg', caption, credit };
    expect(article(`${figure}${BODY}`)).toMatchObject({ ...withText, image });
  }); // prettier-ignore
});

describe('what stands above the text', () => {
  it('in the body of Drupal 7 is not the whole body', () => {
    const field = `<div class="field field-name-body field-type-text-with-summary"><div class="field-item even">${BODY}</div></div>`;
    expect(read(`<h1 class="title">La passerelle votée</h1><div class="node">${field}</div>`)).toMatchObject({
      ...withText,
      standfirst: null,
    });
  });

  it.each([
    ['<header><h1>La passerelle votée</h1><h2 class="a_st">Quinze ans de débat s’achèvent</h2></header>'],
    ['<h1>La passerelle votée</h1><p class="teaser-text">Quinze ans de débat s’achèvent</p>'],
    ['<h1>La passerelle votée</h1><div data-gu-name="standfirst"><p>Quinze ans de débat s’achèvent</p><ul><li><a href="/live">Suivez notre direct</a></li></ul></div>'],
  ])('is the standfirst: %s', (head) => {
    const found = read(`<article>${head}<div class="article-body">${BODY}</div></article>`);
    expect(found).toMatchObject({ ...withText, standfirst: 'Quinze ans de débat s’achèvent' });
  }); // prettier-ignore

  it('is no standfirst where the text begins with a heading', () => {
    expect(article(`<h2>Un premier chapitre assez long</h2>${BODY}`)['standfirst']).toBeNull();
  });

  it('names who signs by the link to their page, but not whom a sentence links', () => {
    const byline = '<div class="a_md"><a href="https://news.example/autor/maria-perez/">María Pérez</a></div>';
    expect(article(`${byline}<div class="article-body">${BODY}</div>`)).toMatchObject({ ...withText, byline: 'María Pérez' });
    const sentence = `<p>${TEXT[0]} C’est ce qu’en dit <a href="/profile/jo">Jo Moe</a>, qui y habite depuis longtemps.</p>`;
    expect(article(`${sentence}${BODY}`)['byline']).toBeNull();
  }); // prettier-ignore

  it('is the headline where the title element is about something else', () => {
    const body = `<div id="content"><h1 class="page-header">Une passerelle sur le canal</h1>${BODY}</div>`;
    expect(read(body, '<title>Communiqué | Ministère</title>')['title']).toBe('Une passerelle sur le canal');
  });

  it.each([
    ['LEEDS, England (Any Wire) — ', 'LEEDS'],
    ['GENEVA, Feb 3 (ANYWIRE) - ', 'GENEVA'],
    ['(ANSA) - ROMA, 03 FEB - ', 'ROMA'],
    ['Jean Petit (Renaissance) – ', null],
  ])('says where it was written: %s', (opening, dateline) => {
    expect(article(`<p>${opening}${TEXT[0]}</p>${paragraphs(TEXT.slice(1))}`)['dateline']).toBe(dateline);
  });
});
