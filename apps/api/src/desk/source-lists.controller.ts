import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { z } from 'zod';
import { AddSources, feedAddress, LookAtAddress, readOpml } from '@app/dispatches';
import type { Principal } from '@app/operators';
import { Caller, Requires } from '../access.js';
import { Answers } from '../answers.js';
import { apiErrors, InvalidInput } from '../api.errors.js';
import { OpmlBody } from '../http-server.js';
import { foundFeed, importedSources } from './source-answers.js';

/** Bytes: a list of ten thousand feeds has about two million. */
const OPML_LIMIT_BYTES = 4 * 1024 * 1024;

const address = z.object({ url: z.string().min(1).max(2_000).describe('Of a feed, or of a page that names some.') });

/** Finding feeds, and taking in whole lists of them. */
@Controller('api/v1/sources')
@Requires('edit')
export class SourceListsController {
  constructor(
    private readonly lookAt: LookAtAddress,
    private readonly adding: AddSources,
  ) {}

  /** Fetches the address through the safe fetcher; what goes wrong there is told under `problem`. */
  @Post('discover')
  @HttpCode(200)
  @Answers(200, foundFeed, 'The feed at the address, or those its page names. Nothing is stored.')
  async discoverFeeds(@Body({ schema: address }) { url }: z.infer<typeof address>) {
    const asked = feedAddress(url);
    if (asked === undefined) throw new InvalidInput('body', [{ path: 'url', message: 'an http or https address without user and password' }]); // prettier-ignore
    return this.lookAt.look(asked);
  }

  /** A line that cannot be watched costs none of the others; what is watched already stays as it is. */
  @Post('import')
  @HttpCode(200)
  @OpmlBody(OPML_LIMIT_BYTES)
  @ApiConsumes('text/x-opml', 'application/xml', 'text/xml')
  @ApiBody({ schema: { type: 'string' }, description: 'An OPML list.' })
  @Answers(200, importedSources, 'What became of each feed of the list. New ones have no right but to quote.')
  async importSources(@Body() body: unknown, @Caller() { operatorId }: Principal) {
    if (!Buffer.isBuffer(body)) throw apiErrors.error('request.media_type');
    return { sources: await this.adding.importList(readOpml(body).sources, operatorId) };
  }
}
