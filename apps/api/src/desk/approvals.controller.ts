import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import {
  dayText,
  ApproveEdition,
  ApproveFamily,
  CancelEdition,
  DESK_LIMITS,
  editionErrors,
  NewsletterRepository,
  wordedLine,
} from '@app/editions';
import { demand, SoloMode, type OperatorPrincipal, type Principal } from '@app/operators';
import { Caller, Requires, SignedIn } from '../access.js';
import { Answers } from '../answers.js';
import { IfMatch, TakesIfMatch } from '../if-match.js';
import { approvalAnswer, editionAnswer, toApprovalAnswer, toEditionAnswer } from './edition-answers.js';

const ID = { schema: z.uuid() };
/** Sister newsletters, a few slots each. */
const MAX_FAMILY = 200;

const family = z.object({
  editions: z
    .array(z.object({ id: z.uuid(), version: z.int().min(0) }))
    .min(1)
    .max(MAX_FAMILY)
    .describe('Every edition of the family and day that waits for approval, each as it was looked at.'),
});
const familyAnswer = z.object({ editions: z.array(approvalAnswer) });
const cancellation = z.object({ reason: wordedLine(DESK_LIMITS.reason).describe('For the audit.') });

/** People let an edition leave; a program that was given it may only keep one from leaving. */
@Controller('api/v1/editions/:id')
export class ApprovalsController {
  constructor(
    private readonly approving: ApproveEdition,
    private readonly cancelling: CancelEdition,
    private readonly solo: SoloMode,
  ) {}

  @Post('approve')
  @HttpCode(200)
  @Requires('approve', { edition: 'id' })
  @TakesIfMatch()
  @Answers(200, approvalAnswer, 'Approved by you: waiting for a second person, for the delay, or frozen.')
  async approveEdition(
    @Param('id', ID) id: string,
    @IfMatch() version: number,
    @SignedIn() { operatorId }: OperatorPrincipal,
  ): Promise<z.infer<typeof approvalAnswer>> {
    return toApprovalAnswer(
      await this.approving.approve(id, { by: operatorId, version, isAlone: await this.solo.holds() }),
    );
  }

  @Delete('approve')
  @Requires('approve', { edition: 'id' })
  @Answers(200, approvalAnswer, 'Approved by nobody any more.')
  async withdrawApproval(
    @Param('id', ID) id: string,
    @SignedIn() { operatorId }: OperatorPrincipal,
  ): Promise<z.infer<typeof approvalAnswer>> {
    return toApprovalAnswer(await this.approving.withdraw(id, { by: operatorId }));
  }

  @Post('cancel')
  @HttpCode(200)
  @Requires('editions:send', { edition: 'id' })
  @Answers(200, editionAnswer, 'Cancelled: no message leaves that is not being submitted already.')
  async cancelEdition(
    @Param('id', ID) id: string,
    @Body({ schema: cancellation }) { reason }: z.infer<typeof cancellation>,
    @Caller() { operatorId }: Principal,
  ): Promise<z.infer<typeof editionAnswer>> {
    return toEditionAnswer(await this.cancelling.cancel(id, { by: operatorId, reason }));
  }
}

@Controller('api/v1/newsletters/:slug/editions/:date')
export class FamilyApprovalsController {
  constructor(
    private readonly newsletters: NewsletterRepository,
    private readonly approving: ApproveFamily,
    private readonly solo: SoloMode,
  ) {}

  @Post('approve-family')
  @HttpCode(200)
  @Requires('approve', { newsletter: 'slug' })
  @Answers(200, familyAnswer, 'All of the newsletter’s family and day are approved by you, or none.')
  async approveFamily(
    @Param('slug', { schema: z.string().max(100) }) slug: string,
    @Param('date', { schema: dayText }) date: string,
    @Body({ schema: family }) { editions }: z.infer<typeof family>,
    @SignedIn() caller: OperatorPrincipal,
  ): Promise<z.infer<typeof familyAnswer>> {
    const newsletter = await this.newsletters.bySlug(slug);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { slug });
    // What is approved together takes the right for every part of it.
    for (const { id, familyId } of await this.newsletters.familyOf(newsletter))
      demand(caller, 'approve', { newsletterId: id, familyId });
    const versions = new Map(editions.map(({ id, version }) => [id, version]));
    const results = await this.approving.approve(newsletter, date, {
      by: caller.operatorId,
      versions,
      isAlone: await this.solo.holds(),
    });
    return { editions: results.map(toApprovalAnswer) };
  }
}
