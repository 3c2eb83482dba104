import { FetchRefused, type SafeFetch } from '@app/platform';
import type { RawFinding } from './finding.js';

/** Whether anything answers where links lead. Asked apart: it takes seconds, and the network may be away. */

/** Addresses of one mail that are asked for; a digest has some twenty. */
const MOST_LINKS = 60;
/** Of one host, so that nobody's site is asked sixty times at once. */
const MOST_OF_HOST = 10;
/** Dialogues at once, each with another host where there are several. */
const AT_ONCE = 6;
/** Milliseconds for one address, and for all. */
const PATIENCE = 6_000;
const PATIENCE_IN_ALL = 20_000;
/** Bytes that are read of a page: only its status matters. */
const MOST_BYTES = 256 * 1024;
/** RFC 2606, 6761: names that are nobody's, as samples have them. */
const NOBODYS = /(?:^|\.)(?:example|test|invalid|localhost|example\.(?:com|net|org))$/i;
/** A link that takes somebody off a list, or lets somebody in, is followed by that reader alone. */
const FOR_READERS_ALONE = /unsub|optout|opt-out|desabonn|desinscri|baja|preferences|confirm/i;
/** Gone for good; others may be a wall for programs (401, 403, 429) or a bad hour (5xx). */
const DEAD = new Set([404, 410]);

export interface LinkLook {
  readonly href: string;
  readonly verdict: 'alive' | 'dead' | 'unreachable';
  /** The status, or why there is none. */
  readonly answer: string;
}

export interface LinkAsking {
  readonly fetch: SafeFetch;
  readonly allowHosts?: readonly string[];
}

/** Of each address once; those of nobody, those for readers alone, and what is beyond the limits, are left out. */
export async function lookAtLinks(hrefs: readonly string[], asking: LinkAsking): Promise<LinkLook[]> {
  const waiting = worthAsking(hrefs);
  const looks: LinkLook[] = [];
  const over = AbortSignal.timeout(PATIENCE_IN_ALL);
  const goOn = async (): Promise<void> => {
    for (let href = waiting.shift(); href !== undefined && !over.aborted; href = waiting.shift())
      looks.push(await lookAt(href, asking, over));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, goOn));
  return looks;
}

export function deadLinkFindings(looks: readonly LinkLook[]): RawFinding[] {
  return looks.flatMap(({ href, verdict, answer }): RawFinding[] => {
    if (verdict === 'alive') return [];
    const name = verdict === 'dead' ? 'link_dead' : 'link_unreachable';
    return [{ name, where: { part: 'html', excerpt: href }, values: { href, answer } }];
  });
}

/** The http and https links of an HTML, each once, without fragments. */
export function webLinksIn(html: string): string[] {
  const found = [...html.matchAll(/\shref=(?:"(https?:[^"]{1,2000})"|'(https?:[^']{1,2000})')/gi)];
  return [...new Set(found.map(([, double, single]) => (double ?? single ?? '').replaceAll('&amp;', '&').replace(/#.*$/, '')))];
} // prettier-ignore

/** By HEAD, which costs its host least; whoever does not answer that well is asked as a reader's browser would. */
async function lookAt(href: string, asking: LinkAsking, signal: AbortSignal): Promise<LinkLook> {
  const head = await ask(href, 'HEAD', asking, signal);
  return head.verdict === 'alive' || /^fetch\.(?:timeout|address_refused)$/.test(head.answer)
    ? head
    : ask(href, 'GET', asking, signal);
}

async function ask(href: string, method: 'HEAD' | 'GET', { fetch, allowHosts = [] }: LinkAsking, signal: AbortSignal): Promise<LinkLook> {
  try {
    const { status } = await fetch(href, { method, maxBytes: MOST_BYTES, timeoutMs: PATIENCE, maxRedirects: 5, allowHosts, signal });
    const verdict = DEAD.has(status) ? 'dead' : status >= 400 ? 'unreachable' : 'alive';
    return { href, verdict, answer: String(status) };
  } catch (error) {
    if (!(error instanceof FetchRefused)) throw error;
    // A page larger than is read of it is a page.
    if (error.code === 'fetch.too_large') return { href, verdict: 'alive', answer: error.code };
    return { href, verdict: 'unreachable', answer: error.code };
  }
} // prettier-ignore

function worthAsking(hrefs: readonly string[]): string[] {
  const perHost = new Map<string, number>();
  return [...new Set(hrefs)]
    .filter((href) => {
      const host = URL.parse(href)?.hostname;
      if (host === undefined || NOBODYS.test(host) || FOR_READERS_ALONE.test(href)) return false;
      const asked = (perHost.get(host) ?? 0) + 1;
      perHost.set(host, asked);
      return asked <= MOST_OF_HOST;
    })
    .slice(0, MOST_LINKS);
}
