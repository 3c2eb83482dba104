import { Body, Controller, Delete, HttpCode, Param, Put, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { TemplateDrafts } from '@app/mail';
import type { OperatorPrincipal } from '@app/operators';
import { Requires, SignedIn } from '../../access.js';
import { Answers } from '../../answers.js';
import { BodyLimit } from '../../http-server.js';
import { entityTag, IfMatch, TakesIfMatch, versionMatched } from '../../if-match.js';
import { draftAnswerOf } from './read-templates.service.js';
import { draftAnswer, draftInput, TEMPLATE_BODY_BYTES, type DraftAnswer, type DraftInput } from './template-answers.js';

/** Drafts: everybody has their own, in each template. */
@Controller('api/v1/templates/:id/draft')
@Requires('design')
export class TemplateDraftController {
  constructor(private readonly drafts: TemplateDrafts) {}

  /** The first with `If-None-Match: *`, each further one with `If-Match`; 412 when another window wrote meanwhile. */
  @Put()
  @HttpCode(200)
  @BodyLimit(TEMPLATE_BODY_BYTES)
  @ApiHeader({ name: 'If-Match', required: false, schema: { type: 'string' }, description: 'The draft’s `ETag`.' })
  @ApiHeader({ name: 'If-None-Match', required: false, schema: { type: 'string' }, description: '`*`: there is none.' })
  @Answers(200, draftAnswer, 'Kept, with the `ETag` to write the next under.')
  async saveDraft(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: draftInput }) given: DraftInput,
    @SignedIn() { operatorId }: OperatorPrincipal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DraftAnswer> {
    const isFirst = request.headers['if-none-match']?.trim() === '*';
    const revision = isFirst ? null : versionMatched(request.headers['if-match']);
    const draft = await this.drafts.save(id, operatorId, { ...given, revision });
    reply.header('etag', entityTag(draft.revision));
    return draftAnswerOf(draft);
  }

  @Delete()
  @HttpCode(204)
  @TakesIfMatch()
  @ApiResponse({ status: 204, description: 'Thrown away; gone already is gone.' })
  async discardDraft(
    @Param('id', { schema: z.uuid() }) id: string,
    @IfMatch() revision: number,
    @SignedIn() { operatorId }: OperatorPrincipal,
  ): Promise<void> {
    await this.drafts.discard(id, operatorId, revision);
  }
}
