import { describe, expect, it } from '@jest/globals';
import { isCatalogueError } from '@app/platform';
import { extractArticle } from './extract-article.js';

function codeOf(html: string | Buffer): string | undefined {
  try {
    return `read: ${extractArticle(html, { url: 'https://news.example/x/y' }).title}`;
  } catch (error) {
    if (isCatalogueError(error)) return error.code;
    throw error;
  }
}

const teaser = (n: number) =>
  `<article class="post"><h2><a href="/a/${n}">Une nouvelle assez longue pour un titre, numéro ${n}</a></h2><p>Le début de la nouvelle, en deux lignes, comme on en met sur une page d’accueil pour donner envie.</p><a href="/a/${n}">Lire la suite</a></article>`;
const teasers = [1, 2, 3, 4, 5, 6, 7, 8].map(teaser).join('');
const page = (head: string, body: string) =>
  `<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`;

describe('pages without an article', () => {
  it.each([
    ['a home page', page('<title>La Gazette</title><meta property="og:type" content="website"><link rel="canonical" href="https://news.example/">', `<h1>La Gazette</h1><main>${teasers}</main>`)],
    ['a home page that says nothing of itself', page('<title>La Gazette</title>', `<div id="all">${teasers}</div>`)],
    ['a section with its list in JSON-LD', page('<title>Monde - La Gazette</title><script type="application/ld+json">{"@type":"CollectionPage","mainEntity":{"@type":"ItemList","itemListElement":[{"@type":"ListItem","item":{"@type":"NewsArticle","headline":"Une nouvelle"}}]}}</script>', `<h1>Monde</h1>${teasers}`)],
    ['a sign-in page', page('<title>Connexion - La Gazette</title>', '<main><h1>Se connecter</h1><form><p>Pour lire la suite de cet article et retrouver tous vos favoris, connectez-vous à votre compte ou créez-en un en deux minutes, c’est gratuit et sans engagement.</p><input type="email"><input type="password"><button>Valider</button></form></main>')],
    ['a page that is not there', page('<title>Erreur 404 - La Gazette</title>', '<main><h1>Page introuvable</h1><p>La page que vous cherchez n’existe plus ou a été déplacée. Vous pouvez revenir à la page d’accueil, utiliser la recherche, ou lire l’un des articles que nos lecteurs préfèrent en ce moment, et que nous avons choisis pour vous avec le plus grand soin, dans toutes les rubriques du journal.</p></main>')],
    ['a bot check', page('<title>Just a moment...</title>', '<div><h1>news.example</h1><p>Checking if the site connection is secure. This takes a few seconds, please wait while we look at your browser.</p></div>')],
    ['an empty page', page('<title>Rien</title>', '')],
    ['an article of which only the headline came', page('<title>Titre seul</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"Titre seul"}</script>', '<h1>Titre seul</h1><div id="app"></div>')],
  ])('%s is article.no_text', (_, html) => {
    expect(codeOf(html)).toBe('article.no_text');
  }); // prettier-ignore

  it.each([
    ['nothing', ''],
    ['white space', ' \n '],
    ['plain text', 'Un texte, sans une seule balise, même pas < ou >.'],
    ['JSON', '{"html":"<p>x</p>"}'],
    ['a feed', '<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><description>&lt;p&gt;</description></channel></rss>'],
    ['a PDF', '%PDF-1.7 <p>'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13])],
  ])('%s is article.not_html', (_, html) => {
    expect(codeOf(html)).toBe('article.not_html');
  }); // prettier-ignore

  it('refuses what is larger than any page', () => {
    expect(codeOf(Buffer.alloc(5 * 1024 * 1024 + 1, 0x20))).toBe('article.too_large');
  });

  it('takes a short piece of news for news when the page says it is', () => {
    const html = page(
      '<title>Le pont est rouvert</title><meta property="og:type" content="article">',
      '<article><h1>Le pont est rouvert</h1><p>Le pont tournant a rouvert mardi à midi, a annoncé la mairie.</p></article>',
    );
    expect(codeOf(html)).toBe('read: Le pont est rouvert');
  });
});
