import { setTimeout as pause } from 'node:timers/promises';
import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HouseSender } from '@app/editions';
import {
  IdentityProvider,
  operatorErrors,
  PASSWORD_MIN_LENGTH,
  PassSecondFactor,
  RequestSignInLink,
  SignInWithPassword,
  type OpenedSession,
} from '@app/operators';
import { Public } from '../../access.js';
import { Answers } from '../../answers.js';
import { SignInDoor } from './sign-in-door.service.js';

/** Milliseconds before anybody hears what became of their wish for a link: longer than writing one takes. */
const LINK_ANSWER_MS = 250;

const addressText = z.string().min(1).max(320).describe('The address one is known by.');
const credentials = z.object({
  address: addressText,
  // Longer than any password may be, so that it is refused as a wrong one is.
  password: z.string().min(1).max(1_000),
});
const codeInput = z.object({ code: z.string().min(1).max(40).describe('Of the app, or a recovery code.') });
const linkInput = z.object({ address: addressText });
const outcome = z.object({
  state: z
    .enum(['signed_in', 'second_factor_required'])
    .describe('With `second_factor_required` the cookie is good for nothing but giving it, for ten minutes.'),
});
const ways = z.object({
  password: z.boolean(),
  passwordMinLength: z.int(),
  link: z.boolean().describe('A link by mail can be asked for.'),
  openid: z.object({ name: z.string() }).nullable().describe('The identity provider; null: none.'),
});

/** How a browser gets a session. Programs use API keys and need none of it. */
@Controller('api/v1')
export class SignInController {
  constructor(
    private readonly passwords: SignInWithPassword,
    private readonly secondFactor: PassSecondFactor,
    private readonly links: RequestSignInLink,
    private readonly provider: IdentityProvider,
    private readonly house: HouseSender,
    private readonly door: SignInDoor,
  ) {}

  @Get('sign-in-ways')
  @Public()
  @Answers(200, ways, 'What the sign-in page offers.')
  async listSignInWays(): Promise<z.infer<typeof ways>> {
    const { name } = this.provider;
    const link = (await this.house.sender()) !== undefined;
    return { password: true, passwordMinLength: PASSWORD_MIN_LENGTH, link, openid: name === undefined ? null : { name } };
  } // prettier-ignore

  @Post('session')
  @HttpCode(200)
  @Public()
  @Answers(200, outcome, 'The session is in the cookie. After some wrong tries 429 says how long to wait.')
  async signInWithPassword(
    @Body({ schema: credentials }) given: z.infer<typeof credentials>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof outcome>> {
    this.door.assertOwnPage(request);
    const opened = await this.passwords.signIn(given, this.door.wayIn(request));
    return this.leave(request, reply, opened);
  }

  @Post('session/second-factor')
  @HttpCode(200)
  @Public()
  @Answers(200, outcome, 'The session is whole, under a new cookie.')
  async giveSecondFactor(
    @Body({ schema: codeInput }) { code }: z.infer<typeof codeInput>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof outcome>> {
    this.door.assertOwnPage(request);
    const half = this.door.secretOf(request);
    if (half === undefined) throw operatorErrors.error('sign_in.half_session_over');
    return this.leave(request, reply, await this.secondFactor.pass(half, code, this.door.wayIn(request)));
  }

  @Post('sign-in-links')
  @HttpCode(202)
  @Public()
  @Answers(202, z.object({}), 'If the address is an operator’s, a link is on its way to it.')
  async requestSignInLink(
    @Body({ schema: linkInput }) { address }: z.infer<typeof linkInput>,
    @Req() request: FastifyRequest,
  ): Promise<Record<string, never>> {
    this.door.assertOwnPage(request);
    const asked = this.links.request(address, this.door.wayIn(request), () => this.house.sender());
    // Known and unknown addresses are answered after the same time.
    await Promise.all([asked, pause(LINK_ANSWER_MS)]);
    return {};
  }

  private leave(request: FastifyRequest, reply: FastifyReply, opened: OpenedSession): z.infer<typeof outcome> {
    this.door.leave(request, reply, opened);
    return { state: opened.awaitsSecondFactor ? 'second_factor_required' : 'signed_in' };
  }
}
