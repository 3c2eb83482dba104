import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BelongingRepository } from '@app/editions';
import { IdentityProvider, openidErrors, SignInWithOpenid } from '@app/operators';
import { Config, isCatalogueError } from '@app/platform';
import { preferredLocale } from '../../accept-language.js';
import { Public } from '../../access.js';
import { openidCookie } from '../../session-cookie.js';
import { SignInDoor } from './sign-in-door.service.js';

/** Characters of what a provider may send a browser back with: a code and a state, with room. */
const MAX_QUERY_LENGTH = 4_000;

/** To the identity provider and back. Whatever goes wrong is told on the sign-in page, where the other ways in are. */
@ApiExcludeController()
@Controller('admin/sign-in/oidc')
export class OpenidController {
  constructor(
    private readonly provider: IdentityProvider,
    private readonly signIn: SignInWithOpenid,
    private readonly belonging: BelongingRepository,
    private readonly door: SignInDoor,
    private readonly config: Config,
  ) {}

  @Get()
  @Public()
  async goToProvider(@Res() reply: FastifyReply): Promise<void> {
    await this.orExplain(reply, async () => {
      const { url, ticket, expiresAt } = await this.provider.begin();
      const { name, options } = openidCookie(this.config);
      reply.setCookie(name, ticket, { ...options, expires: expiresAt });
      return url;
    });
  }

  @Get('callback')
  @Public()
  async comeBack(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { name, options } = openidCookie(this.config);
    // Worth one try, whatever comes of it.
    reply.clearCookie(name, options);
    await this.orExplain(reply, async () => {
      const query = request.url.split('?')[1] ?? '';
      if (query.length > MAX_QUERY_LENGTH) throw openidErrors.error('openid.refused');
      const identity = await this.provider.finish(query, request.cookies[name]);
      const { headers } = request;
      const locale = preferredLocale(headers['accept-language']);
      const subjectOf = (slug: string) => this.belonging.ofNewsletter(slug);
      const opened = await this.signIn.signIn(identity, { userAgent: headers['user-agent'], locale, subjectOf });
      this.door.leave(request, reply, opened);
      return '/admin';
    });
  }

  private async orExplain(reply: FastifyReply, work: () => Promise<string>): Promise<void> {
    const target = await work().catch((error: unknown) => {
      const known = Object.keys(openidErrors.entries).find((code) => isCatalogueError(error, code));
      if (known === undefined) throw error;
      return `/admin/sign-in?failed=${known.replace('openid.', '')}`;
    });
    await reply.redirect(target, 303);
  }
}
