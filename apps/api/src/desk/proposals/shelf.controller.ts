import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { readShelfCursor, ReadShelf } from '@app/editions';
import { Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { InvalidInput } from '../../api.errors.js';
import { line } from '../texts.js';
import { shelfAnswer, toShelfDispatch } from './shelf-answers.js';

/** A desk looks for a story by a few of its words; each costs a comparison for every dispatch of a week. */
const MAX_WORDS = 6;

const query = z.object({
  q: line(200).optional().describe('Words, each of which stands in headline, standfirst or source; then back to a week before.'),
  section: z.string().max(40).regex(/^[a-z][a-z0-9-]*$/).optional().describe('Slug: only what belongs there.'),
  after: z.string().max(200).optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(100).default(40),
}); // prettier-ignore

/** The dispatches an edition does not hold. */
@Controller('api/v1/editions/:id')
export class ShelfController {
  constructor(private readonly shelf: ReadShelf) {}

  @Get('shelf')
  @Requires('editions:read', { edition: 'id' })
  @Answers(200, shelfAnswer, 'Dispatches the edition could have held or somebody looks for, each with why it is not in it.')
  async readShelf(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: query }) { q = '', section, after, limit }: z.infer<typeof query>,
  ): Promise<z.infer<typeof shelfAnswer>> {
    const from = after === undefined ? undefined : readShelfCursor(after);
    if (after !== undefined && from === undefined)
      throw new InvalidInput('query', [{ path: 'after', message: 'is no `next` of this list' }]);
    const words = q.split(/\s+/).filter((word) => word !== '').slice(0, MAX_WORDS);
    const { found, total, next } = await this.shelf.page(id, { words, section, after: from, limit });
    return { dispatches: found.map(toShelfDispatch), total, next };
  }
} // prettier-ignore
