import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { projectPath } from '@app/platform';
import { Public } from '../access.js';
import { ASSET_SECONDS, sendFile } from '../static-file.js';

/** Files that hold nobody's data, the same for everybody. */
export const publicFolder = projectPath('apps', 'api', 'public');

/** Style sheet, fonts, scripts and icon of the pages this server renders; other sites load what the embed needs. */
@Controller('assets')
export class AssetsController {
  @Get('*')
  @Public()
  async sendAsset(@Param('*') file: string, @Res() reply: FastifyReply): Promise<void> {
    letEverySiteLoad(reply);
    await sendFile(reply, publicFolder, file, `public, max-age=${ASSET_SECONDS}`);
  }
}

/** As script, module or font, which browsers fetch from elsewhere only where the server says so. */
export function letEverySiteLoad(reply: FastifyReply): void {
  reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
}
