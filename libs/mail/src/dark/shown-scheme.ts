import { rewrittenMarkup } from './rewritten-markup.js';

export type Scheme = 'light' | 'dark';

/** `(prefers-color-scheme: dark)` in a style sheet or a `media` attribute. */
const ASKED = /\(\s{0,20}prefers-color-scheme\s{0,20}:\s{0,20}(light|dark)\s{0,20}\)/gi;

/** Media queries with what the reader's system would answer written in: true and false whatever the screen. */
export function mediaAs(css: string, scheme: Scheme): string {
  return css.replace(ASKED, (_, asked: string) => (asked.toLowerCase() === scheme ? '(min-width:0)' : '(max-width:0)'));
}

/**
 * A mail as a client shows it whose system is light or dark and which does as the mail says (Apple Mail, Thunderbird).
 * For looking at beside one another on a screen that is only one of both; the bytes that leave ask the reader's system.
 */
export function inScheme(html: string, scheme: Scheme): string {
  return rewrittenMarkup(html, {
    sheet: (css) => mediaAs(css, scheme),
    attribute: (value, name) => (name === 'media' ? mediaAs(value, scheme) : value),
    headEnd: `<style>:root{color-scheme:only ${scheme} !important}</style>`,
  });
}

/** A mail as most clients first show it: no picture is fetched, its `alt` text stands in its place. */
export function withoutPictures(html: string): string {
  return rewrittenMarkup(html, {
    sheet: withoutAddresses,
    attribute: (value, name, element) => {
      if (name === 'style') return withoutAddresses(value);
      const isPicture = name === 'srcset' || name === 'background' || (name === 'src' && element !== 'a');
      return isPicture ? undefined : value;
    },
  });
}

function withoutAddresses(css: string): string {
  return css.replaceAll(/url\([^()]{0,2000}\)/gi, 'none');
}
