import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A newsroom's own site, on another origin than the installation: one article, with something to sign up by at its foot. */
export interface ArticleSite {
  readonly url: string;
  /** The page at `/article`; replaces the one before. */
  show(article: Article): void;
  close(): Promise<void>;
}

export interface Article {
  readonly language: 'fr' | 'ar';
  /** What is pasted under the article. */
  readonly snippet: string;
  /** The site's Content-Security-Policy; default none. */
  readonly policy?: string;
}

const TEXTS = {
  fr: {
    site: 'La Gazette du Large',
    headline: 'Le vieux phare rallume sa lampe pour les voiliers de passage',
    text: 'Éteint depuis onze ans, le phare de la pointe a retrouvé sa lumière jeudi soir. Une trentaine d’habitants avaient repeint la tour et remonté la lentille, pièce après pièce.',
  },
  ar: {
    site: 'صحيفة المرفأ',
    headline: 'المنارة القديمة تضيء من جديد للسفن العابرة',
    text: 'بعد أحد عشر عامًا من الظلام عاد الضوء مساء الخميس إلى منارة الرأس. أعاد ثلاثون من سكان البلدة طلاء البرج وركّبوا العدسة قطعة قطعة.',
  },
} as const;

/** Dark where the reader wants it dark, and it says so: the form follows the page. */
const STYLE = `:root { color-scheme: light dark; }
body { margin: 0; background: light-dark(#fff, #14161a); color: light-dark(#1b1f27, #ece7de); font: 18px/1.6 Georgia, serif; }
header, main { max-width: 40rem; margin: 0 auto; padding: 1rem; }
header { border-bottom: 1px solid currentcolor; font-weight: 700; }
h1 { line-height: 1.25; text-wrap: balance; }
a { color: light-dark(#1d4f91, #8fb8f0); }
iframe { width: 100%; border: 0; }`;

export async function startArticleSite(): Promise<ArticleSite> {
  let shown: Article = { language: 'fr', snippet: '' };
  const server: Server = createServer((request, response) => {
    const isStyle = request.url === '/style.css';
    if (!isStyle && shown.policy !== undefined) response.setHeader('content-security-policy', shown.policy);
    response.setHeader('content-type', isStyle ? 'text/css' : 'text/html; charset=utf-8');
    response.end(isStyle ? STYLE : page(shown));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    show: (article) => {
      shown = article;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => { resolve(); }); // prettier-ignore
        server.closeAllConnections();
      }),
  };
}

function page({ language, snippet }: Article): string {
  const { site, headline, text } = TEXTS[language];
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head><meta charset="utf-8"><title>${headline}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"></head>
<body><header>${site}</header>
<main><h1>${headline}</h1><p>${text}</p>
${snippet}
</main></body></html>`;
}
