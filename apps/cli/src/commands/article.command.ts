import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { articleJson, dispatchErrors, fetchPage, readArticle } from '@app/dispatches';
import { print } from './print.js';

interface Options {
  json?: boolean;
  base?: string;
  contentType?: string;
}

const OUTPUT = `
The JSON has, always: title, standfirst, byline, dateline, published, updated (ISO 8601, UTC), language (ISO 639),
text (plain, a blank line between paragraphs), image {url, width, height, alt, caption, credit} or null,
related [{title, link}], access (free, metered, paid), link, html. What the page does not say is null.
When there is no article the exit status is 1 and the JSON is {"error": {"code", "message"}} with one of
article.not_html, article.no_text, article.too_large, article.unreadable, or why the page was not given.`;

/** What would be kept of an article's page. Needs no database and no settings. */
export function addArticles(program: Command): void {
  const article = program.command('article').description('articles: extract');
  article
    .command('extract <page>')
    .description('read the article on a web page: a file, an address, or - for standard input')
    .option('--base <url>', 'where a file came from: what its relative links are relative to')
    .option('--content-type <type>', 'what the server called a file, for its charset')
    .option('--json', 'print JSON')
    .addHelpText('after', OUTPUT)
    .action(async (source: string, options: Options) => {
      const { html, ...origin } = await read(source, options);
      const found = await readArticle(html, origin);
      print(options, articleJson(found), () =>
        [found.title, found.standfirst, found.byline, found.text].filter((part) => part !== null).join('\n\n'),
      );
    });
}

async function read(
  source: string,
  { base, contentType }: Options,
): Promise<{ html: Buffer; url?: string | undefined; contentType?: string | undefined }> {
  if (!/^https?:\/\//i.test(source)) return { html: fileAt(source), url: base, contentType };
  const allowHosts = (process.env['FETCH_ALLOWED_HOSTS'] ?? '').split(',').filter((host) => host.trim() !== '');
  const page = await fetchPage(source, { allowHosts: allowHosts.map((host) => host.trim()) });
  return { html: page.body, url: base ?? page.url, contentType: contentType ?? page.contentType };
}

function fileAt(path: string): Buffer {
  try {
    return readFileSync(path === '-' ? 0 : path);
  } catch (error) {
    throw dispatchErrors.error('article.unreadable', { path }, { cause: error });
  }
}
