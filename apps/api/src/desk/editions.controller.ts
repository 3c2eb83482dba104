import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { dayText, editionErrors, EditionPageRepository, NewsletterRepository, ReadProposal } from '@app/editions';
import { Requires } from '../access.js';
import { Answers } from '../answers.js';
import { approvalList, editionAnswer, editionState, toApprovals, toEditionAnswer } from './edition-answers.js';

const oneEdition = editionAnswer.extend({ approvals: approvalList });

const listQuery = z.object({
  from: dayText.optional().describe('The first day.'),
  to: dayText.optional().describe('The last day.'),
  state: editionState.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
const editionList = z.object({ editions: z.array(editionAnswer) });

@Controller('api/v1/editions')
export class EditionsController {
  constructor(private readonly proposals: ReadProposal) {}

  @Get(':id')
  @Requires('editions:read', { edition: 'id' })
  @Answers(200, oneEdition, 'One edition.')
  async readEdition(@Param('id', { schema: z.uuid() }) id: string): Promise<z.infer<typeof oneEdition>> {
    const { edition, approvals } = await this.proposals.standing(id);
    return { ...toEditionAnswer(edition), approvals: toApprovals(approvals) };
  }
}

@Controller('api/v1/newsletters/:slug/editions')
export class NewsletterEditionsController {
  constructor(
    private readonly newsletters: NewsletterRepository,
    private readonly editions: EditionPageRepository,
  ) {}

  @Get()
  @Requires('editions:read', { newsletter: 'slug' })
  @Answers(200, editionList, 'The latest day first; of a day the first due first.')
  async listEditions(
    @Param('slug', { schema: z.string().max(100) }) slug: string,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
  ): Promise<z.infer<typeof editionList>> {
    const newsletter = await this.newsletters.bySlug(slug);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { slug });
    const found = await this.editions.page({ ...query, newsletterId: newsletter.id });
    return { editions: found.map(toEditionAnswer) };
  }
}
