import { Body, Controller, Get, HttpCode, Patch, Put, Req, Res } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HouseSender } from '@app/editions';
import {
  Account,
  PASSWORD_MIN_LENGTH,
  rights,
  SecondFactor,
  SetPassword,
  type OperatorPrincipal,
  type OwnAccount,
  type ProofNeeded,
} from '@app/operators';
import { shippedLocales } from '@app/platform';
import { Requires, SignedIn } from '../../access.js';
import { Answers } from '../../answers.js';
import { SignInDoor } from '../sign-in/sign-in-door.service.js';
import { line } from '../texts.js';

const PROOFS = ['nothing', 'current_password', 'sign_in'] as const satisfies readonly ProofNeeded[];

const account = z.object({
  id: z.uuid(),
  address: z.string(),
  name: z.string(),
  locale: z.string().describe('BCP 47 tag.'),
  password: z.object({
    isSet: z.boolean(),
    changedAt: z.iso.datetime().nullable(),
    minLength: z.int(),
    proofNeeded: z
      .enum(PROOFS)
      .describe(
        'What setting one asks for in this session now; `nothing`: it began with a link a moment ago, or, where none is set, in any way.',
      ),
  }),
  secondFactor: z.object({
    isOn: z.boolean(),
    since: z.iso.datetime().nullable(),
    recoveryCodesLeft: z.int(),
    neededFor: z.array(z.enum(rights)).describe('Rights one holds only in a session with a second factor.'),
    proofNeeded: z
      .enum(PROOFS)
      .describe('What setting one up asks for in this session now; `sign_in`: that one signs in again first.'),
  }),
  isAtProvider: z.boolean().describe('Known to the identity provider.'),
});
const profileInput = z.object({ name: line(200), locale: z.enum(shippedLocales) });
const passwordInput = z.object({
  newPassword: z.string().min(1).max(1_000),
  currentPassword: z.string().max(1_000).optional(),
});

/** One's own account. */
@Controller('api/v1/account')
export class AccountController {
  constructor(
    private readonly account: Account,
    private readonly passwords: SetPassword,
    private readonly secondFactor: SecondFactor,
    private readonly house: HouseSender,
    private readonly door: SignInDoor,
  ) {}

  @Get()
  @Requires('view')
  @Answers(200, account, 'Whoever is signed in.')
  async readAccount(@SignedIn() caller: OperatorPrincipal): Promise<z.infer<typeof account>> {
    const forPassword = await this.passwords.proofNeeded(caller);
    const forSecondFactor = await this.secondFactor.proofNeeded(caller);
    return answerOf(await this.account.read(caller.operatorId), { forPassword, forSecondFactor });
  }

  @Patch()
  @HttpCode(200)
  @Requires('view')
  @Answers(200, account, 'Name and language, as they are from now on.')
  async changeAccount(
    @SignedIn() caller: OperatorPrincipal,
    @Body({ schema: profileInput }) given: z.infer<typeof profileInput>,
  ): Promise<z.infer<typeof account>> {
    await this.account.change(caller.operatorId, given);
    return this.readAccount(caller);
  }

  @Put('password')
  @HttpCode(204)
  @Requires('view')
  @ApiResponse({ status: 204, description: 'Set. Every other session has ended, and this one has a new cookie.' })
  async setPassword(
    @SignedIn() { operatorId, sessionId }: OperatorPrincipal,
    @Body({ schema: passwordInput }) given: z.infer<typeof passwordInput>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const where = this.door.wayIn(request);
    const sender = await this.house.sender();
    this.door.setSession(reply, await this.passwords.set({ ...given, operatorId, sessionId, where, sender }));
  }
}

function answerOf(
  own: OwnAccount,
  { forPassword, forSecondFactor }: Readonly<Record<'forPassword' | 'forSecondFactor', ProofNeeded>>,
): z.infer<typeof account> {
  const { operatorId: id, address, name, locale, isAtProvider, secondFactorSince: since } = own;
  const changedAt = own.passwordChangedAt?.toISOString() ?? null;
  return {
    id,
    address,
    name,
    locale,
    password: { isSet: own.hasPassword, changedAt, minLength: PASSWORD_MIN_LENGTH, proofNeeded: forPassword },
    secondFactor: {
      isOn: since !== null,
      since: since?.toISOString() ?? null,
      recoveryCodesLeft: own.recoveryCodesLeft,
      neededFor: [...own.secondFactorFor],
      proofNeeded: forSecondFactor,
    },
    isAtProvider,
  };
}
