import { STATUS_CODES } from 'node:http';

/** Renders an error as a page for people. Injected, so that the readers' own pages can do it. */
export const ERROR_PAGE = Symbol('ERROR_PAGE');
export type ErrorPage = (error: { readonly status: number; readonly code: string; readonly locale: string }) => string;

/**
 * The page that needs nothing: no template, no locale file, no newsletter. For when the one above it fails, and for
 * requests that are refused before they reach a route.
 */
export const plainErrorPage: ErrorPage = ({ status, code }) =>
  `<!doctype html>
<html lang="en" dir="ltr">
<head><meta charset="utf-8"><title>${status}</title><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>${STATUS_CODES[status] ?? 'Error'}</h1><p>${status} ${escapeHtml(code)}</p></main></body>
</html>
`;

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
