import { Controller, Get, Header, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access.js';
import { ArchiveFeed } from './archive-feed.service.js';
import { sendPublic } from './send-public.js';

/** Opened by itself a feed is text and nothing else; programs on other sites may read it. */
const FEED_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** A public newsletter's editions for feed readers. */
@Controller('n/:slug')
export class ArchiveFeedController {
  constructor(private readonly feeds: ArchiveFeed) {}

  @Get('feed.xml')
  @Public()
  @ApiExcludeEndpoint()
  @Header('content-security-policy', FEED_POLICY)
  @Header('access-control-allow-origin', '*')
  @Header('cross-origin-resource-policy', 'cross-origin')
  async atom(@Param('slug') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendPublic(request, reply, await this.feeds.feed(slug, 'atom'));
  }

  @Get('feed.json')
  @Public()
  @ApiExcludeEndpoint()
  @Header('content-security-policy', FEED_POLICY)
  @Header('access-control-allow-origin', '*')
  @Header('cross-origin-resource-policy', 'cross-origin')
  async json(@Param('slug') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendPublic(request, reply, await this.feeds.feed(slug, 'json'));
  }
}
