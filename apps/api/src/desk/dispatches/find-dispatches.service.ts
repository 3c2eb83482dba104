import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { isSearchCursor, SearchDispatches, type FoundPage } from '@app/dispatches';
import { DispatchPlacesRepository, publishedDispatches } from '@app/editions';
import { sourceSlug } from '../texts.js';

const label = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/).optional(); // prettier-ignore
const flag = z.enum(['true', 'false']).transform((text) => text === 'true').optional(); // prettier-ignore
const instant = z.coerce.date().min(new Date('1900-01-01')).max(new Date('2200-01-01')).optional();

/** The query of a search for dispatches. */
export const searchQuery = z.object({
  text: z
    .string()
    .max(200)
    .regex(/^[^\0]*$/)
    .optional()
    .describe('Words, "phrases", -words; the last word may be a beginning. Case and accents do not matter.'),
  source: sourceSlug.optional().describe('Slug.'),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .optional(),
  region: label.describe('Slug.'),
  topic: label.describe('Slug.'),
  status: z.enum(['usable', 'withheld', 'killed']).optional(),
  told: z.enum(['new', 'update', 'replacement']).optional().describe('replacement: it corrects or refiles another.'),
  access: z.enum(['free', 'metered', 'paid']).optional(),
  from: instant.describe('By its own date; inclusive.'),
  to: instant.describe('Exclusive.'),
  picture: flag.describe('With, or without one.'),
  edition: z.uuid().optional().describe('Only what stands in this edition.'),
  unused: flag.describe('true: only what no frozen edition ever held.'),
  sort: z.enum(['newest', 'rank']).default('newest').describe('rank: what fits best among the newest thousand that fit.'),
  after: z.string().max(200).refine(isSearchCursor, 'is no place in this list').optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}); // prettier-ignore

/** Finds dispatches, also by what we published. */
@Injectable()
export class FindDispatches {
  constructor(
    private readonly searching: SearchDispatches,
    private readonly places: DispatchPlacesRepository,
  ) {}

  async find({ picture, edition, unused, ...search }: z.infer<typeof searchQuery>): Promise<FoundPage> {
    return this.searching.find({
      ...search,
      hasPicture: picture,
      ...(edition !== undefined && { ids: await this.places.ofEdition(edition) }),
      ...(unused === true && { without: publishedDispatches }),
    });
  }
}
