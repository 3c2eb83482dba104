import type { ClusterItem } from './cluster-item.js';
import { EVENT_CONCEPTS } from './event-words.js';
import { ORDINARY_WORDS } from './ordinary-words.js';

/** A few dispatches an event, told within some hours of each other. */
const TELLINGS = 3;
const SOURCES = 40;
/** Rare words and names of the whole day, so that a busy day reuses them as a real one does. */
const RARE_WORDS = 6_000;
const HOURS = 24;
const SYLLABLES =
  'ba che dou fri gal hem ino jer kal lim mor nes oru pel qui ras sol tev urd vin wes xan yol zim'.split(' ');

/**
 * A day of invented dispatches for the bench and for specs on time: the words of news in their usual shares, rare ones
 * and names made up. Deterministic: the same arguments give the same day. What it clusters to says nothing about
 * quality; that is what the labelled sets are for.
 */
export function syntheticDay(count: number, options: { language?: 'fr' | 'en'; seed?: number } = {}): ClusterItem[] {
  const { language = 'fr', seed = 1 } = options;
  const random = generator(seed);
  const pick = <T>(from: readonly T[], otherwise: T): T => from[Math.floor(random() * from.length)] ?? otherwise;
  const daily = words(`${ORDINARY_WORDS[language]?.worn ?? ''} ${ORDINARY_WORDS[language]?.common ?? ''}`);
  const empty = words(ORDINARY_WORDS[language]?.empty ?? '');
  const happenings = EVENT_CONCEPTS.map(({ words: of }) => of[language]?.split(',', 1)[0]?.trim() ?? 'accord');
  const rare = Array.from({ length: RARE_WORDS }, () => Array.from({ length: 3 }, () => pick(SYLLABLES, 'ba')).join(''));
  const begin = Date.parse('2026-03-10T00:00:00Z');
  const items: ClusterItem[] = [];
  while (items.length < count) {
    const event = { happening: pick(happenings, 'accord'), names: [pick(rare, 'a'), pick(rare, 'b')].map(capital), words: Array.from({ length: 8 }, () => pick(rare, 'c')), at: random() * HOURS };
    const tellings = Math.min(count - items.length, 1 + Math.floor(random() * TELLINGS));
    for (let telling = 0; telling < tellings; telling += 1) {
      const told = (length: number): string[] =>
        Array.from({ length }, (_, at) => (at % 3 === 0 ? pick(empty, 'de') : pick(at % 3 === 1 ? daily : event.words, 'de')));
      items.push({
        id: `synthetic-${String(items.length).padStart(6, '0')}`,
        language,
        source: `source-${Math.floor(random() * SOURCES)}`,
        headline: `${capital(pick(daily, 'accord'))} ${event.happening} ${event.names.join(' ')} ${told(5).join(' ')}`,
        standfirst: `${capital(pick(daily, 'accord'))} ${told(18).join(' ')} ${event.names[0] ?? ''}, ${Math.floor(random() * 90)} ${pick(daily, 'cas')}.`,
        publishedAt: new Date(begin + Math.min(HOURS, event.at + telling * random() * 3) * 3_600_000),
      });
    }
  }
  return items;
} // prettier-ignore

function words(list: string): string[] {
  return list.split(/\s+/).filter((word) => word !== '');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Numerical Recipes' linear congruential generator: enough to shuffle words, and the same on every machine. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
