import type { Features } from './features.js';

/**
 * How telling a word is: rare words say which event it is. Counted over the dispatches at hand, on top of a prior
 * (`ordinary-words.ts`) worth {@link PRIOR_TEXTS} texts, so that ten headlines alone can be judged and ten thousand
 * judge for themselves.
 */
const PRIOR_TEXTS = 2_000;
/** Share of texts in which a word stands that no list knows. */
const UNLISTED_SHARE = 0.000_3;
const NAME_SHARE = 0.000_5;
/** A country stands in every fortieth text, before any is seen. */
const COUNTRY_SHARE = 0.025;
/** A word of every twelfth text says nothing any more. */
const SILENT = Math.log(12);
/** What the rarest word weighs, for scaling. */
const MOST = Math.log(1 / UNLISTED_SHARE) - SILENT;

export class Rarity {
  #texts = 0;
  readonly #holders = new Map<string, number>();
  readonly #frequency: ReadonlyMap<string, number>;
  /** Worked out since the last text was counted. */
  readonly #rarities = new Map<string, number>();
  readonly #totals = new Map<ReadonlyMap<string, number>, number>();

  /** @param frequency the prior shares of a language's listed words */
  constructor(frequency: ReadonlyMap<string, number>) {
    this.#frequency = frequency;
  }

  count(features: Features): void {
    this.#rarities.clear();
    this.#totals.clear();
    this.#texts += 1;
    for (const keys of [features.terms.keys(), features.names.keys()]) {
      for (const key of keys) this.#holders.set(key, (this.#holders.get(key) ?? 0) + 1);
    }
    for (const code of features.countries) this.#holders.set(`/${code}`, (this.#holders.get(`/${code}`) ?? 0) + 1);
  }

  /** 0 for a word that stands everywhere, 1 for one that stands nowhere else. */
  of(key: string): number {
    const known = this.#rarities.get(key);
    if (known !== undefined) return known;
    const rarity = this.workOut(key);
    this.#rarities.set(key, rarity);
    return rarity;
  }

  /** Sum of weight times rarity over the words of a text. */
  total(weights: ReadonlyMap<string, number>): number {
    const known = this.#totals.get(weights);
    if (known !== undefined) return known;
    let total = 0;
    for (const [key, weight] of weights) total += weight * this.of(key);
    this.#totals.set(weights, total);
    return total;
  }

  ofCountry(code: string): number {
    return Math.min(1, this.of(`/${code}`) / COUNTRY_MOST);
  }

  private workOut(key: string): number {
    const prior = this.#frequency.get(key) ?? unlisted(key);
    // The text that asks holds the word itself; it does not make it less rare.
    const others = Math.max(0, (this.#holders.get(key) ?? 0) - 1);
    const share = (others + PRIOR_TEXTS * prior) / (this.#texts + PRIOR_TEXTS);
    return Math.min(1, Math.max(0, (-Math.log(share) - SILENT) / MOST));
  }
}

/** So that a country that is in no other text weighs 1. */
const COUNTRY_MOST = (-Math.log(COUNTRY_SHARE) - SILENT) / MOST;

function unlisted(key: string): number {
  if (key.startsWith('/')) return COUNTRY_SHARE;
  return key.startsWith('#') ? NAME_SHARE : UNLISTED_SHARE;
}
