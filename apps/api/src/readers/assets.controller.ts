import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access.js';
import { PublicFiles } from './public-files.service.js';

/** What the pages this server renders are made of besides themselves; other sites load what the embed needs. */
@Controller('assets')
export class AssetsController {
  constructor(private readonly files: PublicFiles) {}

  @Get('*')
  @Public()
  async sendAsset(@Param('*') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.files.send(request, reply, file);
  }
}
