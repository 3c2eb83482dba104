import { because, type Reason } from './reasons.js';
import type { Section } from './sections.js';

/** What is weighed against others: an event with its own section first among those that may hold it. */
export interface Contender {
  readonly claims: readonly string[];
  readonly source: string;
}

export interface Placement<T> {
  readonly contender: T;
  readonly section: string;
  readonly reasons: readonly Reason[];
}

export interface Balance<T> {
  readonly placed: readonly Placement<T>[];
  readonly left: readonly { readonly contender: T; readonly reason: Reason }[];
}

/** Two in five: with three sources that have something to say no one speaks for the edition. */
const SOURCE_SHARE = 0.4;
const SMALLEST_SOURCE_SHARE = 2;

/**
 * Chooses among contenders, the best first. Minima come first, from what is there; then the best that leaves every section
 * and every source its share; then, where room is left, what is over a section's share, and at last over a source's. A
 * section's maximum and the edition's are never passed.
 */
export function balance<T extends Contender>(
  ranked: readonly T[],
  sections: readonly Section[],
  { maximum, taken }: { maximum: number; taken: readonly { section: string; source: string }[] },
): Balance<T> {
  const tally = new Tally(sections, maximum, taken);
  const placements = new Map<T, Placement<T>>();
  const place = (contender: T, section: string, reasons: readonly Reason[]): void => {
    tally.add(section, contender.source);
    placements.set(contender, { contender, section, reasons });
  };
  for (const [contender, { slug, minimum }] of fillMinima(ranked, sections, tally))
    place(contender, slug, [because.minimum(slug, minimum)]);
  for (const limits of ROUNDS) {
    for (const contender of ranked) {
      if (tally.isFull) break;
      if (placements.has(contender) || (limits.bySource && tally.isSourceOver(contender.source))) continue;
      const section = contender.claims.find((slug) => tally.hasRoom(slug, limits.byShare));
      if (section === undefined) continue;
      place(contender, section, limits.byShare ? [] : [because.beyondShare(section)]);
    }
  }
  return {
    placed: ranked.flatMap((contender) => placements.get(contender) ?? []),
    left: ranked
      .filter((contender) => !placements.has(contender))
      .map((contender) => ({ contender, reason: tally.whyNot(contender) })),
  };
}

const ROUNDS = [
  { byShare: true, bySource: true },
  { byShare: false, bySource: true },
  { byShare: false, bySource: false },
];

/**
 * The best contenders that fill as many of the minima as can be filled: each is taken if room can be made for it by moving
 * those taken before to other sections of theirs (augmenting paths; taking the best first gives the best set, because the
 * sets that can be seated are the independent ones of a transversal matroid).
 */
function fillMinima<T extends Contender>(ranked: readonly T[], sections: readonly Section[], tally: Tally): Map<T, Section> {
  const needed = new Map(sections.map((one) => [one.slug, Math.max(0, one.minimum - tally.countOf(one.slug))]));
  const seats = new Map<string, T[]>(sections.map((one) => [one.slug, []]));
  let open = Math.min(tally.room, [...needed.values()].reduce((sum, count) => sum + count, 0));
  const seat = (contender: T, seen: Set<string>): boolean => {
    for (const slug of contender.claims) {
      const [seated, count] = [seats.get(slug), needed.get(slug) ?? 0];
      if (seated === undefined || count === 0 || seen.has(slug)) continue;
      seen.add(slug);
      const moved = seated.length < count ? seated.length : seated.findIndex((other) => seat(other, seen));
      if (moved === -1) continue;
      seated[moved] = contender;
      return true;
    }
    return false;
  };
  for (const contender of ranked) {
    if (open === 0) break;
    if (seat(contender, new Set())) open -= 1;
  }
  return new Map(sections.flatMap((section) => (seats.get(section.slug) ?? []).map((one) => [one, section] as const)));
} // prettier-ignore

/** How many stand where. */
class Tally {
  readonly #sections: ReadonlyMap<string, Section>;
  readonly #bySection = new Map<string, number>();
  readonly #bySource = new Map<string, number>();
  readonly #sourceShare: number;
  #total = 0;

  constructor(
    sections: readonly Section[],
    private readonly maximum: number,
    taken: readonly { section: string; source: string }[],
  ) {
    this.#sections = new Map(sections.map((section) => [section.slug, section]));
    this.#sourceShare = Math.max(SMALLEST_SOURCE_SHARE, Math.ceil(maximum * SOURCE_SHARE));
    for (const { section, source } of taken) this.add(section, source);
  }

  get isFull(): boolean {
    return this.#total >= this.maximum;
  }

  get room(): number {
    return Math.max(0, this.maximum - this.#total);
  }

  add(section: string, source: string): void {
    this.#total += 1;
    this.#bySection.set(section, this.countOf(section) + 1);
    this.#bySource.set(source, (this.#bySource.get(source) ?? 0) + 1);
  }

  countOf(section: string): number {
    return this.#bySection.get(section) ?? 0;
  }

  hasRoom(slug: string, byShare: boolean): boolean {
    const section = this.#sections.get(slug);
    return section !== undefined && this.countOf(slug) < (byShare ? section.share : section.maximum);
  }

  isSourceOver(source: string): boolean {
    return (this.#bySource.get(source) ?? 0) >= this.#sourceShare;
  }

  whyNot({ claims, source }: Contender): Reason {
    const [own] = claims;
    if (own === undefined) return because.noSection();
    const section = this.#sections.get(own);
    if (section !== undefined && claims.every((slug) => !this.hasRoom(slug, false)))
      return because.sectionFull(own, section.maximum);
    if (this.isSourceOver(source)) return because.sourceShare(source, this.#sourceShare);
    if (section !== undefined && claims.every((slug) => !this.hasRoom(slug, true)))
      return because.sectionShare(own, section.share);
    return because.editionFull(this.maximum);
  }
}
