import { recordsOf } from './names.js';
import { isSpf, readSpf, type SpfRecord } from './spf-record.js';
import { SpfStop, SpfWalk, type SpfFault, type SpfQuestion, type SpfResult } from './spf-walk.js';

export interface SpfAnswer {
  readonly result: SpfResult;
  readonly faults: readonly SpfFault[];
}

/** Of a whole record with everything it includes, whoever sends. */
export interface SpfWeight extends SpfAnswer {
  /** Every text at the domain that says it is SPF. */
  readonly texts: readonly string[];
  /** undefined where there is none, or not exactly one that can be read. */
  readonly record: SpfRecord | undefined;
  /** Terms that ask the name system, as RFC 7208 §4.6.4 counts them. */
  readonly lookups: number;
  readonly voids: number;
  /** Domains whose records were read, in the order they were met. */
  readonly domains: readonly string[];
}

/** What a mail server answers that gets mail from `ip` (RFC 7208 §4). */
export async function checkSpf(question: SpfQuestion): Promise<SpfAnswer> {
  const walk = new SpfWalk(question, false);
  try {
    return { result: await walk.check(question.domain, []), faults: walk.faults };
  } catch (error) {
    if (!(error instanceof SpfStop)) throw error;
    return { result: error.result, faults: walk.faults };
  }
}

/** Any address that matches nothing: documentation's (RFC 5737). */
const NOBODY = '192.0.2.1';

/** Everything that is wrong with a record, not only what ends the evaluation. */
export async function weighSpf(question: Omit<SpfQuestion, 'ip'>): Promise<SpfWeight> {
  const { names, domain } = question;
  const texts = recordsOf(await names.txt(domain)).filter(isSpf);
  const [text] = texts;
  const reading = text === undefined || texts.length > 1 ? undefined : readSpf(text);
  const record = reading?.kind === 'record' ? reading.record : undefined;
  const walk = new SpfWalk({ ...question, ip: NOBODY }, true);
  const result = await walk.check(domain, []);
  const { faults, lookups, voids, domains } = walk;
  return { result, faults, texts, record, lookups, voids, domains };
}
