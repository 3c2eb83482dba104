import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { HouseSender } from '@app/editions';
import {
  ChangeOperator,
  InviteOperator,
  operatorErrors,
  ReadOperators,
  type ListedOperator,
  type OperatorPrincipal,
} from '@app/operators';
import { Requires, SignedIn } from '../../access.js';
import { Answers } from '../../answers.js';
import { entityTag, IfMatch, TakesIfMatch } from '../../if-match.js';
import { actorOf, grantInput, localeTag, operatorAnswer, operatorAnswerOf, role, type OperatorAnswer } from './operator-answers.js'; // prettier-ignore

const ID = { schema: z.uuid() };
/** Characters: an address has at most 254 and a name 100; longer texts are refused by what reads them. */
const MAX_TEXT = 300;

const listQuery = z.object({
  after: z.uuid().optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
const operatorPage = z.object({ operators: z.array(operatorAnswer), next: z.string().nullable() });

const invitation = z.object({
  address: z.string().max(MAX_TEXT),
  name: z.string().max(MAX_TEXT),
  role,
  grants: grantInput.default([]),
  locale: localeTag.default('en').describe('Of the mail, and of the desk until the operator chooses another.'),
});
const change = z.object({
  name: z.string().max(MAX_TEXT).optional(),
  role: role.optional(),
  grants: grantInput.optional().describe('All that are held from then on, beyond the rights of the role.'),
  locale: localeTag.optional(),
});

/** Who may sign in, and what each may. Nobody gives what is not theirs, and somebody can always administer. */
@Controller('api/v1/operators')
@Requires('administer')
export class OperatorsController {
  constructor(
    private readonly reading: ReadOperators,
    private readonly changing: ChangeOperator,
    private readonly inviting: InviteOperator,
    private readonly house: HouseSender,
  ) {}

  @Get()
  @Answers(200, operatorPage, 'Operators, oldest first, disabled ones too.')
  async listOperators(
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
  ): Promise<z.infer<typeof operatorPage>> {
    // prettier-ignore
    const { operators, next } = await this.reading.page(query);
    return { operators: operators.map(operatorAnswerOf), next };
  }

  /** The link goes to the address alone: whoever invites does not see it. */
  @Post()
  @Answers(201, operatorAnswer, 'Invited: a link that gets them in is mailed, good for 72 hours.')
  async inviteOperator(
    @Body({ schema: invitation }) given: z.infer<typeof invitation>,
    @SignedIn() caller: OperatorPrincipal,
  ): Promise<OperatorAnswer> {
    this.changing.assertMayGive(given, actorOf(caller));
    const sender = await this.sender();
    const { operatorId } = await this.inviting.invite({ ...given, invitedBy: caller.operatorId, sender });
    return operatorAnswerOf(await this.reading.read(operatorId));
  }

  @Get(':id')
  @Answers(200, operatorAnswer, 'One operator, with the version to change them under as `ETag`.')
  async readOperator(@Param('id', ID) id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(reply, await this.reading.read(id));
  }

  @Patch(':id')
  @TakesIfMatch()
  @Answers(200, operatorAnswer, 'Changed; what they may is so from their next request on.')
  async changeOperator(
    @Param('id', ID) id: string,
    @Body({ schema: change }) given: z.infer<typeof change>,
    @IfMatch() version: number,
    @SignedIn() caller: OperatorPrincipal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OperatorAnswer> {
    return tagged(reply, await this.changing.change(id, given, { by: actorOf(caller), version }));
  }

  @Post(':id/disable')
  @HttpCode(200)
  @Answers(200, operatorAnswer, 'Signed out everywhere, and let in no more; their API keys open nothing.')
  async disableOperator(@Param('id', ID) id: string, @SignedIn() caller: OperatorPrincipal): Promise<OperatorAnswer> {
    return operatorAnswerOf(await this.changing.disable(id, { by: actorOf(caller) }));
  }

  @Post(':id/enable')
  @HttpCode(200)
  @Answers(200, operatorAnswer, 'May sign in again; their API keys work again.')
  async enableOperator(@Param('id', ID) id: string, @SignedIn() caller: OperatorPrincipal): Promise<OperatorAnswer> {
    return operatorAnswerOf(await this.changing.enable(id, { by: actorOf(caller) }));
  }

  @Post(':id/invite')
  @HttpCode(200)
  @Answers(200, operatorAnswer, 'A new link is mailed; an earlier one opens nothing any more.')
  async inviteOperatorAgain(@Param('id', ID) id: string, @SignedIn() caller: OperatorPrincipal): Promise<OperatorAnswer> {
    await this.changing.assertMayTouch(id, actorOf(caller));
    await this.inviting.inviteAgain(id, { invitedBy: caller.operatorId, sender: await this.sender() });
    return operatorAnswerOf(await this.reading.read(id));
  } // prettier-ignore

  private async sender() {
    const sender = await this.house.sender();
    if (sender === undefined) throw operatorErrors.error('operator.no_sender');
    return sender;
  }
}

function tagged(reply: FastifyReply, operator: ListedOperator): OperatorAnswer {
  reply.header('etag', entityTag(operator.version));
  return operatorAnswerOf(operator);
}
