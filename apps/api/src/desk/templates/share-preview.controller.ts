import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { MAX_SHARED_DAYS, SharePreview } from '@app/editions';
import { mayDo, OperatorNamesRepository, type Principal } from '@app/operators';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { BodyLimit } from '../../http-server.js';
import { RateLimits } from '../../rate-limits.service.js';
import { ShownOnce } from '../../shown-once.js';
import { LookAtTemplate } from './look-at-template.service.js';
import { PREVIEW_BODY_BYTES, previewBody } from './preview-input.js';

/** A minute, by one operator: nobody shows more than that to anybody, and each stores a whole mail. */
const SHARES_PER_MINUTE = 10;

const { template, content, language, appearance, pictures } = previewBody.shape;
const newShare = z.strictObject({
  ...{ template, content, language },
  profile: z
    .enum(['everything', 'two-regions'])
    .default('everything')
    .describe('No reader’s: theirs stays in the house.'),
  appearance: appearance.describe('Taken as a preview takes it; whoever looks at the page chooses there.'),
  pictures: pictures.describe('As `appearance`.'),
  days: z.int().min(1).max(MAX_SHARED_DAYS).describe('How long the link is good for.'),
});

const shared = z.object({
  id: z.uuid(),
  url: z.url().describe('Shown this once. Whoever has it sees the preview without signing in.'),
  expiresAt: z.iso.datetime(),
});

const sharedList = z.object({
  previews: z.array(
    z.object({
      id: z.uuid(),
      template: z.uuid(),
      subject: z.string(),
      by: z.object({ id: z.uuid(), name: z.string().nullable() }),
      createdAt: z.iso.datetime(),
      expiresAt: z.iso.datetime(),
      isShown: z.boolean().describe('False while something in it is withheld or under an embargo.'),
    }),
  ),
  next: z.string().nullable(),
});

const listQuery = z.object({
  template: z.uuid().optional().describe('Of this template alone.'),
  after: z.uuid().optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** What was shown to people without an account. */
@Controller('api/v1/previews')
export class SharePreviewController {
  constructor(
    private readonly looking: LookAtTemplate,
    private readonly sharing: SharePreview,
    private readonly names: OperatorNamesRepository,
    private readonly limits: RateLimits,
  ) {}

  /** The message as it is at this moment; what is changed later does not reach it, a kill and a takedown do. */
  @Post()
  @HttpCode(201)
  @ShownOnce()
  @BodyLimit(PREVIEW_BODY_BYTES)
  @Requires('design')
  @Answers(201, shared, 'A link for somebody without an account.')
  async sharePreview(
    @Body({ schema: newShare }) { days, ...wish }: z.infer<typeof newShare>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof shared>> {
    const { operatorId } = caller;
    await this.limits.countAct(`share-preview:${operatorId}`, SHARES_PER_MINUTE);
    const { subject, html, text, holds } = await this.looking.look(wish, caller);
    const editionId = 'edition' in wish.content && wish.content.edition !== 'proposal' ? wish.content.edition : null;
    const templateId = wish.template.id;
    const made = await this.sharing.share({ templateId, editionId, subject, html, text, holds, days, operatorId });
    return { ...made, expiresAt: made.expiresAt.toISOString() };
  }

  @Get()
  @Requires('preview:read')
  @Answers(
    200,
    sharedList,
    'Yours that have not ended, or everybody’s for administrators, newest first; never their links.',
  )
  async listShared(
    @Query({ schema: listQuery }) { template: templateId, after, limit }: z.infer<typeof listQuery>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof sharedList>> {
    const operatorId = mayDo(caller, 'administer') ? undefined : caller.operatorId;
    const found = await this.sharing.list({ templateId, operatorId, after, limit: limit + 1 });
    const page = found.slice(0, limit);
    const names = await this.names.of(page.map(({ operatorId }) => operatorId));
    return {
      previews: page.map((one) => ({
        id: one.id,
        template: one.templateId,
        subject: one.subject,
        by: { id: one.operatorId, name: names.get(one.operatorId) ?? null },
        createdAt: one.createdAt.toISOString(),
        expiresAt: one.expiresAt.toISOString(),
        isShown: one.isShown,
      })),
      next: found.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  }

  /** 404 for what somebody else shared, unless the caller administers. */
  @Delete(':id')
  @HttpCode(204)
  @Requires('design')
  @ApiResponse({ status: 204, description: 'Its link shows nothing from now on.' })
  async revokeShared(@Param('id', { schema: z.uuid() }) id: string, @Caller() caller: Principal): Promise<void> {
    const { operatorId } = caller;
    await this.sharing.revoke(id, { operatorId, isAnybodys: mayDo(caller, 'administer') });
  }
}
