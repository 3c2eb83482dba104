import type { Newsletter } from '@app/editions';

/**
 * The sites whose pages may frame a newsletter's form and call the public API by script, each as a browser names itself
 * in `Origin`. What is not exactly that (a path, a wildcard, a quote from a hand-written row) is left out: the list
 * becomes part of two headers.
 */
export function siteOrigins({ allowedOrigins }: Pick<Newsletter, 'allowedOrigins'>): readonly string[] {
  return allowedOrigins.filter((given) => /^https?:\/\//.test(given) && URL.parse(given)?.origin === given);
}

/** The value of `frame-ancestors` (CSP 3 §6.4.2). Our own pages always may: they are ours. */
export function frameAncestors(newsletter: Pick<Newsletter, 'allowedOrigins'>): string {
  return ["'self'", ...siteOrigins(newsletter)].join(' ');
}
