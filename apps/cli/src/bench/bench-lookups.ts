import pg from 'pg';
import { TokenSigner, keyedHash } from '@app/platform';
import { LeaveNewsletter, ReaderLinks, ReaderPreferences, TellReaderStory } from '@app/subscribers';
import {
  countEnded,
  insertKnown,
  keyHashes,
  knownAddress,
  settle,
  subscriptionsOf,
} from './bench-lookups.repository.js';
import type { BenchStage } from './bench-stage.js';
import { percentile, type Measure } from './measure.js';

/** Calls of each kind that are measured, one after the other; then as many of the next. */
const CALLS = 2_000;
const WARM_UP = 200;
const TARGET_MS = 20;
/** Readers in one statement. */
const PIECE = 250_000;
/** Spreads the readers who are asked for over all of them: a prime, so that none is met twice. */
const STRIDE = 1_000_003;

/** What a reader, and who answers one, waits for, with so many subscribers known: the product's own calls, durable. */
export async function benchLookups(stage: BenchStage, subscribers: number): Promise<Measure[]> {
  const [newsletter] = stage.newsletters;
  if (newsletter === undefined) throw new Error('the stage has no newsletter');
  const owner = new pg.Client({ connectionString: stage.instance.config.env.MIGRATION_DATABASE_URL });
  await owner.connect();
  try {
    for (let from = 1; from <= subscribers; from += PIECE)
      await insertKnown(owner, newsletter.id, [from, Math.min(from + PIECE - 1, subscribers)]);
    const { addresses, links } = await asked(stage, owner, subscribers);
    await settle(owner);
    const { tools } = stage;
    const stories = tools.get(TellReaderStory, { strict: false });
    const preferences = tools.get(ReaderPreferences, { strict: false });
    const leaving = tools.get(LeaveNewsletter, { strict: false });
    const labels = { regions: ['europe'], topics: [] };
    const before = await countEnded(owner);
    const measures = [
      ...(await timed('an address, with its whole story', addresses, (address) => stories.ofAddress(address))),
      ...(await timed('the preference page', links.preferences, (token) => preferences.look(token, labels))),
      ...(await timed('leaving by one click, committed', links.unsubscribe, (token) =>
        leaving.leave(token, 'one_click'),
      )),
    ];
    const ended = (await countEnded(owner)) - before;
    return [
      { what: 'subscribers known', value: subscribers, unit: '' },
      ...measures,
      { what: `of ${addresses.length} who left, without a withdrawal on record`, value: addresses.length - ended, unit: '', target: { below: 1 } }, // prettier-ignore
    ];
  } finally {
    await owner.end();
  }
}

/** The readers who are asked for, spread over all, findable by the keyed hash, with the tokens of their links. */
async function asked(
  stage: BenchStage,
  owner: pg.Client,
  subscribers: number,
): Promise<{ addresses: string[]; links: { preferences: string[]; unsubscribe: string[] } }> {
  const count = Math.min(CALLS + WARM_UP, subscribers);
  const addresses = Array.from({ length: count }, (_, index) => knownAddress(((index * STRIDE) % subscribers) + 1));
  const key = stage.tools.get(TokenSigner, { strict: false }).stableKey('address');
  await keyHashes(owner, addresses, addresses.map((address) => keyedHash(key, address))); // prettier-ignore
  const links = stage.tools.get(ReaderLinks, { strict: false });
  const ids = await subscriptionsOf(owner, addresses);
  return {
    addresses,
    links: {
      preferences: ids.map((id) => tokenOf(links.preferencesUrl(id))),
      // No edition has this id; one that is long gone is left by all the same.
      unsubscribe: ids.map((id) => tokenOf(links.unsubscribeUrl(id, id))),
    },
  };
}

function tokenOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

async function timed(
  what: string,
  inputs: readonly string[],
  call: (input: string) => Promise<unknown>,
): Promise<Measure[]> {
  const times: number[] = [];
  for (const input of inputs) {
    const begun = performance.now();
    await call(input);
    times.push(performance.now() - begun);
  }
  const measured = times.slice(Math.min(WARM_UP, times.length - 1));
  return [
    { what: `${what}: median`, value: percentile(measured, 0.5), unit: 'ms' },
    { what: `${what}: 99th of 100`, value: percentile(measured, 0.99), unit: 'ms', target: { below: TARGET_MS } },
  ];
}
