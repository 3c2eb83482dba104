import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PictureFiles } from '@app/dispatches';
import { Public } from '../access.js';

/** A file never changes under its hash, so nobody has to ask twice. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** Our own copies of the dispatches' pictures, for mails, web views and archives. Nobody is told apart here. */
@Controller('media')
export class MediaController {
  constructor(private readonly pictures: PictureFiles) {}

  /** `:hash`, with or without the extension; 404 for what never was, 410 for a picture that was withdrawn. */
  @Get(':hash')
  @Public()
  @ApiExcludeEndpoint()
  async sendPicture(
    @Param('hash') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = await this.pictures.find(name);
    const etag = `"${file.hash}"`;
    if (knows(request.headers['if-none-match'], etag)) {
      await reply
        .status(304)
        .headers({ ...headers, etag })
        .send();
      return;
    }
    const bytes = await this.pictures.read(file);
    await reply.headers({ ...headers, etag, 'content-type': file.mediaType }).send(bytes);
  }
}

const headers: Readonly<Record<string, string>> = {
  'cache-control': FOR_EVER,
  // Opened by itself it is a picture and nothing else; mail programs and archives on other sites may show it.
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'cross-origin',
};

/** RFC 9110 §13.1.2: compared weakly, because a proxy may have weakened what it was given. */
function knows(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const known = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known.includes(etag) || known.includes('*');
}
