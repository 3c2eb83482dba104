import { Body, Controller, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HouseSender } from '@app/editions';
import { SecondFactor, type OperatorPrincipal } from '@app/operators';
import { Requires, SignedIn } from '../../access.js';
import { Answers } from '../../answers.js';
import { SignInDoor } from '../sign-in/sign-in-door.service.js';

const begun = z.object({
  secret: z.string().describe('As it is typed into an app: base32, in groups.'),
  uri: z.string().describe('What the QR code holds: otpauth://…'),
});
const proofInput = z
  .object({
    currentPassword: z.string().max(1_000).optional().describe('Where `secondFactor.proofNeeded` of the account asks for it.'),
  })
  .default({}); // prettier-ignore
const codeInput = z.object({ code: z.string().min(1).max(40) });
type CodeInput = z.infer<typeof codeInput>;
const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()).describe('Shown this once, each good once.') });

/**
 * One's own second factor. What tells a secret is a PUT: answers to a POST may be kept for a day under an idempotency
 * key, and these are to be nowhere.
 */
@Controller('api/v1/account')
export class OwnSecondFactorController {
  constructor(
    private readonly secondFactor: SecondFactor,
    private readonly house: HouseSender,
    private readonly door: SignInDoor,
  ) {}

  @Put('second-factor')
  @Requires('view')
  @Answers(200, begun, 'A new secret, good for nothing until it is confirmed with a code.')
  beginSecondFactor(
    @SignedIn() { operatorId, sessionId }: OperatorPrincipal,
    @Body({ schema: proofInput }) { currentPassword }: z.infer<typeof proofInput>,
    @Req() request: FastifyRequest,
  ): Promise<z.infer<typeof begun>> {
    return this.secondFactor.begin({ operatorId, sessionId, currentPassword, where: this.door.wayIn(request) });
  }

  @Put('second-factor/confirmation')
  @Requires('view')
  @Answers(200, recoveryCodes, 'On from now. Every other session has ended, and this one has a new cookie.')
  async confirmSecondFactor(
    @SignedIn() { operatorId, sessionId }: OperatorPrincipal,
    @Body({ schema: codeInput }) { code }: CodeInput,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof recoveryCodes>> {
    const own = { operatorId, sessionId, code, where: this.door.wayIn(request) };
    const { recoveryCodes: codes, renewed } = await this.secondFactor.confirm(own);
    this.door.setSession(reply, renewed);
    return { recoveryCodes: codes };
  }

  @Put('recovery-codes')
  @Requires('view')
  @Answers(200, recoveryCodes, 'Ten new ones; the old ones are void.')
  async renewRecoveryCodes(
    @SignedIn() { operatorId, sessionId }: OperatorPrincipal,
    @Body({ schema: codeInput }) { code }: CodeInput,
    @Req() request: FastifyRequest,
  ): Promise<z.infer<typeof recoveryCodes>> {
    const own = { operatorId, sessionId, code, where: this.door.wayIn(request) };
    return { recoveryCodes: await this.secondFactor.renewRecoveryCodes(own) };
  }

  @Post('second-factor/take-off')
  @HttpCode(204)
  @Requires('view')
  @ApiResponse({ status: 204, description: 'Off. Every other session has ended, and this one has a new cookie.' })
  async takeSecondFactorOff(
    @SignedIn() { operatorId, sessionId }: OperatorPrincipal,
    @Body({ schema: codeInput }) { code }: CodeInput,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const own = { operatorId, sessionId, code, where: this.door.wayIn(request) };
    this.door.setSession(reply, await this.secondFactor.takeOff(own, await this.house.sender()));
  }
}
