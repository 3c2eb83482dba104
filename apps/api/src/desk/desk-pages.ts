import { Injectable } from '@nestjs/common';
import { loadMessages, projectPath, type Messages, type ShippedLocale } from '@app/platform';
import { escapeHtml } from '../error-page.js';

interface DeskPage {
  readonly locale: ShippedLocale;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly form?: { readonly action: string; readonly button: string };
}

/** The pages operators see outside their application, in the readers' style sheet. */
@Injectable()
export class DeskPages {
  private readonly messages: Messages = loadMessages(projectPath('apps', 'api', 'locales', 'desk'));

  signIn({ locale, token }: { readonly locale: ShippedLocale; readonly token: string }): string {
    const words = this.messages.translator(locale);
    const form = { action: `/admin/sign-in/${encodeURIComponent(token)}`, button: words.t('sign_in.button') };
    return this.page({ locale, title: words.t('sign_in.title'), paragraphs: [words.t('sign_in.text')], form });
  }

  linkInvalid({ locale }: { readonly locale: ShippedLocale }): string {
    const words = this.messages.translator(locale);
    return this.page({
      locale,
      title: words.t('link_invalid.title'),
      paragraphs: [words.t('link_invalid.text'), words.t('link_invalid.next')],
    });
  }

  testMail({ locale }: { readonly locale: ShippedLocale }): string {
    const words = this.messages.translator(locale);
    return this.page({ locale, title: words.t('test_mail.title'), paragraphs: [words.t('test_mail.text')] });
  }

  /** Instead of the application, where it has not been built. */
  adminNotBuilt({ locale }: { readonly locale: ShippedLocale }): string {
    const words = this.messages.translator(locale);
    return this.page({ locale, title: words.t('not_built.title'), paragraphs: [words.t('not_built.text')] });
  }

  private page({ locale, title, paragraphs, form }: DeskPage): string {
    const { direction } = this.messages.translator(locale);
    const text = paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n');
    const button =
      form === undefined
        ? ''
        : `<form method="post" action="${escapeHtml(form.action)}">
<button type="submit">${escapeHtml(form.button)}</button>
</form>`;
    return `<!doctype html>
<html lang="${locale}" dir="${direction}">
<head>
<meta charset="utf-8">
<title>${escapeHtml(title)} – Colporteur</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/reader.css">
</head>
<body>
<header class="masthead"><p>Colporteur</p></header>
<main class="narrow">
<article class="card">
<h1>${escapeHtml(title)}</h1>
${text}
${button}
</article>
</main>
</body>
</html>
`;
  }
}
