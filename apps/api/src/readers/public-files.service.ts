import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { projectPath } from '@app/platform';
import { ASSET_SECONDS, sendFile } from '../static-file.js';
import { readTextAssets, sendTextAsset } from './text-assets.js';

const folder = projectPath('apps', 'api', 'public');

/** Style sheets, fonts, scripts and icon: files that hold nobody's data, the same for everybody, on every site. */
@Injectable()
export class PublicFiles {
  private readonly texts = readTextAssets(folder);

  /** @throws not_found */
  async send(request: FastifyRequest, reply: FastifyReply, name: string): Promise<void> {
    const keep = `public, max-age=${ASSET_SECONDS}`;
    // Browsers load modules and fonts from elsewhere only where the server says so.
    reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
    const text = this.texts.get(name);
    if (text === undefined) return sendFile(reply, folder, name, keep);
    return sendTextAsset(request, reply.header('cache-control', keep), text);
  }
}
