import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { isKnownDomain } from './mail-providers.js';
import { neverDisposable } from './never-disposable.js';

/**
 * Whether a domain gives mailboxes away for an hour. The list is data of its own (the package disposable-email-domains);
 * a subdomain of a listed domain counts, and what must never be turned away does not.
 */
export function isDisposable(domain: string): boolean {
  const zones = zonesOf(domain);
  if (zones.some((zone) => honest.has(zone) || isKnownDomain(zone))) return false;
  const listed = list();
  return zones.some((zone) => listed.has(zone));
}

const honest: ReadonlySet<string> = new Set(neverDisposable.map(([domain]) => domain));

/** The domain and those above it, but no top-level domain. */
function zonesOf(domain: string): readonly string[] {
  const labels = domain.split('.');
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
}

let loaded: ReadonlySet<string> | undefined;

/** Read at the first question, since 120,000 names take a tenth of a second and ten megabytes, and kept. */
function list(): ReadonlySet<string> {
  loaded ??= new Set([...names('disposable-email-domains'), ...names('disposable-email-domains/wildcard.json')]);
  return loaded;
}

function names(file: string): string[] {
  const path = createRequire(import.meta.url).resolve(file);
  return z.array(z.string()).parse(JSON.parse(readFileSync(path, 'utf8')));
}
