import { Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { AssembleNow, editionErrors, NewsletterRepository } from '@app/editions';
import { demand, type Principal } from '@app/operators';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { entityTag, IfMatch, TakesIfMatch } from '../../if-match.js';
import { editionAnswer, toEditionAnswer, type EditionAnswer } from '../edition-answers.js';

/** Having the machine choose now, instead of at the hour it would by itself. */
@Controller('api/v1')
export class AssemblingController {
  constructor(
    private readonly assembling: AssembleNow,
    private readonly newsletters: NewsletterRepository,
  ) {}

  @Post('editions/:id/assemble')
  @HttpCode(200)
  @Requires('editions:write', { edition: 'id' })
  @TakesIfMatch()
  @Answers(200, editionAnswer, 'Assembled once more: with what came since, and with all that the desk did.')
  async assembleAgain(
    @Param('id', { schema: z.uuid() }) id: string,
    @IfMatch() version: number,
    @Caller() { operatorId }: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EditionAnswer> {
    const edition = await this.assembling.again(id, { by: operatorId, version });
    reply.header('etag', entityTag(edition.proposalVersion));
    return toEditionAnswer(edition);
  }

  /** Where the newsletter needs no approval it leaves by itself, so that making it is approving it. */
  @Post('newsletters/:slug/digests')
  @Requires('editions:write', { newsletter: 'slug' })
  @Answers(201, editionAnswer, 'A digest beside the calendar’s, assembled now and due now for all its readers.')
  async makeDigest(
    @Param('slug', { schema: z.string().max(100) }) slug: string,
    @Caller() caller: Principal,
  ): Promise<EditionAnswer> {
    const newsletter = await this.newsletters.bySlug(slug);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { slug });
    const { id: newsletterId, familyId, approval } = newsletter;
    if (approval === 'automatic') demand(caller, 'approve', { newsletterId, familyId });
    return toEditionAnswer(await this.assembling.extra(newsletter, caller.operatorId));
  }
}
