import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ArchivePage, type ArchiveAnswer } from './archive-page.service.js';
import { ReaderPage } from './reader-page.js';
import { sendPublic } from './send-public.js';

/** Past editions of the public newsletters: nobody is told apart here, and no address names a reader. */
@Controller('n/:slug/archive')
export class ArchiveController {
  constructor(private readonly archive: ArchivePage) {}

  /** `before` is a day: editions dated before it. */
  @Get()
  @ReaderPage()
  async list(
    @Param('slug') slug: string,
    @Query() query: Readonly<Record<string, unknown>>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { before } = query;
    // Given twice it is a list, and no day.
    const day = before === undefined || typeof before === 'string' ? before : '';
    await send(request, reply, await this.archive.list(slug, day));
  }

  /** A bare date is the day's digest. */
  @Get(':date')
  @ReaderPage()
  async digest(
    @Param() { slug, date }: { slug: string; date: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await send(request, reply, await this.archive.edition(slug, date));
  }

  /** `name` is kind and number: `digest-1`, `flash-2`. */
  @Get(':date/:name')
  @ReaderPage()
  async edition(
    @Param() { slug, date, name }: { slug: string; date: string; name: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await send(request, reply, await this.archive.edition(slug, date, name));
  }
}

async function send(request: FastifyRequest, reply: FastifyReply, answer: ArchiveAnswer): Promise<void> {
  void reply.status(answer.status);
  await sendPublic(request, reply, answer);
}
