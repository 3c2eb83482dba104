import { Controller, Get, Header, HttpStatus, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NoteClicks, StoryLinks } from '@app/delivery';
import { StoryLinkRepository } from '@app/editions';
import { tokenErrors } from '@app/platform';
import { Public } from '../access.js';

/** On to a story, for readers who agreed that it is counted. Leads only where one of our editions leads. */
@Controller('r')
export class StoryLinkController {
  constructor(
    private readonly storyLinks: StoryLinks,
    private readonly targets: StoryLinkRepository,
    private readonly clicks: NoteClicks,
  ) {}

  /**
   * The click is noted beside the request; whoever withdrew their consent, or has left, gets their story uncounted. HEAD
   * is a program's question and no click.
   */
  @Get(':token')
  @Public()
  @ApiExcludeEndpoint()
  @Header('cache-control', 'no-store')
  @Header('referrer-policy', 'no-referrer')
  @Header('x-robots-tag', 'noindex')
  async goOn(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const link = this.storyLinks.read(token);
    const target = URL.parse((await this.targets.target(link.editionNumber, link.n)) ?? '');
    if (target === null || !/^https?:$/.test(target.protocol)) throw tokenErrors.error('token.invalid');
    if (request.method === 'GET') this.clicks.note(link);
    void reply.status(HttpStatus.FOUND).header('location', target.href);
  }
}
