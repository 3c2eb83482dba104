import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { projectPath } from '@app/platform';
import { Public } from '../access.js';
import { ASSET_SECONDS, sendFile } from '../static-file.js';

const folder = projectPath('apps', 'api', 'public');

/** Style sheet, fonts and icon of the pages this server renders. */
@Controller('assets')
export class AssetsController {
  @Get('*')
  @Public()
  async sendAsset(@Param('*') file: string, @Res() reply: FastifyReply): Promise<void> {
    await sendFile(reply, folder, file, `public, max-age=${ASSET_SECONDS}`);
  }
}
