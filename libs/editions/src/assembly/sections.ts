import type { ShelfDispatch } from '@app/dispatches';
import type { SectionRule } from '../newsletters/newsletter.js';

/** Section for a dispatch that no section of the newsletter claims, where it has none for the rest. */
export const OTHER_SECTION = 'monde';

/** What of a dispatch says where it belongs. */
export type Labelled = Pick<ShelfDispatch, 'regions' | 'topics'>;

/** A section of one edition. */
export interface Section {
  readonly slug: string;
  readonly minimum: number;
  /** Never more. */
  readonly maximum: number;
  /** Not more while other sections have something to say. */
  readonly share: number;
}

/** A section's part is an equal one and half as much again, so that one busy region does not silence the others. */
const SHARE_OF_EQUAL_PART = 1.5;
/** A section with a single story looks like a mistake. */
const SMALLEST_SHARE = 2;

/** The sections of one weekday, in the newsletter's order, and who belongs where. */
export class SectionPlan {
  readonly sections: readonly Section[];
  readonly #rest: string | undefined;
  readonly #places: Readonly<Record<'region' | 'topic', ReadonlyMap<string, number>>>;

  /** @param editionDate `YYYY-MM-DD` */
  constructor(rules: readonly SectionRule[], editionDate: string, maxDispatches: number) {
    const weekday = new Date(`${editionDate}T00:00:00Z`).getUTCDay() || 7;
    const today = rules.filter(
      (rule, at) =>
        (rule.weekdays === null || rule.weekdays.includes(weekday)) &&
        rules.findIndex((other) => other.slug === rule.slug) === at,
    );
    const share = Math.max(
      SMALLEST_SHARE,
      Math.ceil((maxDispatches / Math.max(1, today.length)) * SHARE_OF_EQUAL_PART),
    );
    const places = (label: SectionRule['label']): Map<string, number> =>
      new Map(today.flatMap((rule, at) => (rule.label === label ? [[rule.slug, at] as const] : [])));
    this.#places = { region: places('region'), topic: places('topic') };
    // A rest that is off today takes nothing; a newsletter without one has the world.
    this.#rest = rules.some((rule) => rule.label === 'rest')
      ? today.find((rule) => rule.label === 'rest')?.slug
      : OTHER_SECTION;
    const declared = today.map((rule): Section => ({
      slug: rule.slug,
      minimum: Math.min(rule.min, rule.max ?? rule.min),
      maximum: rule.max ?? Number.POSITIVE_INFINITY,
      share: rule.max ?? share,
    }));
    const others = { slug: OTHER_SECTION, minimum: 0, maximum: Number.POSITIVE_INFINITY, share };
    const isOtherNeeded = this.#rest === OTHER_SECTION && declared.every(({ slug }) => slug !== OTHER_SECTION);
    this.sections = isOtherNeeded ? [...declared, others] : declared;
  }

  /**
   * The sections that may hold an event, the first one being its own: by the labels of the dispatch that stands for it, and
   * where it has none with a section, by the next one's. None claims it: the rest, if there is one.
   */
  claimsOf(representative: Labelled, others: readonly Labelled[] = []): readonly string[] {
    for (const dispatch of [representative, ...others]) {
      const claims = this.#labelledFor(dispatch);
      if (claims.length > 0) return claims;
    }
    return this.#rest === undefined ? [] : [this.#rest];
  }

  /** In the dispatch's own order of labels; where a region and a topic have a section, the one named first by the newsletter leads. */
  #labelledFor(dispatch: Labelled): readonly string[] {
    const { region: regionPlaces, topic: topicPlaces } = this.#places;
    const regions = dispatch.regions.filter((slug) => regionPlaces.has(slug));
    const topics = dispatch.topics.filter((slug) => topicPlaces.has(slug));
    const [region = '', topic = ''] = [regions[0], topics[0]];
    const isTopicFirst = (topicPlaces.get(topic) ?? Infinity) < (regionPlaces.get(region) ?? Infinity);
    return [...new Set(isTopicFirst ? [...topics, ...regions] : [...regions, ...topics])];
  }
}
