import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  agencyTextId,
  dispatchErrors,
  dispatchFromAgencyText,
  DispatchShelf,
  parseAgencyText,
  SourceRepository,
  StoreDispatch,
  type SourceRecord,
} from '@app/dispatches';
import { Database } from '@app/platform';
import { Requires } from '../access.js';
import { Answers } from '../answers.js';
import { BodyLimit } from '../http-server.js';
import { dispatchInputDescription, readDispatchInput } from './dispatch-input.js';

/** Bytes of one dispatch: the longest body we store, twice over for its markup and escapes. */
const BODY_LIMIT_BYTES = 1024 * 1024;
/** Where programs put what belongs to no source of its own; made when first used, with no rights but to quote. */
const DEFAULT_SOURCE = 'api';

const listQuery = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) });

const dispatchList = z.object({
  dispatches: z.array(
    z.object({
      id: z.uuid(),
      sourceName: z.string(),
      language: z.string().describe('BCP 47 tag.'),
      status: z.enum(['usable', 'withheld', 'killed']),
      headline: z.string(),
      regions: z.array(z.string()),
      urgency: z.int().describe('IPTC ninjs: 1 most urgent … 9 least.'),
      publishedAt: z.iso.datetime(),
    }),
  ),
});

const stored = z.object({
  id: z.uuid(),
  version: z.int(),
  outcome: z
    .enum(['created', 'updated', 'unchanged', 'duplicate'])
    .describe('duplicate: another source told us of this link first.'),
});

@Controller('api/v1/dispatches')
export class DispatchesController {
  constructor(
    private readonly database: Database,
    private readonly sources: SourceRepository,
    private readonly shelf: DispatchShelf,
    private readonly storeDispatch: StoreDispatch,
  ) {}

  /** The same `externalId` of a source again is a new version, or nothing when nothing changed. */
  @Post()
  @BodyLimit(BODY_LIMIT_BYTES)
  @Requires('dispatches:write')
  @ApiBody({ schema: dispatchInputDescription })
  @Answers(201, stored, 'Stored as a new dispatch.')
  @ApiResponse({ status: 200, description: 'Known: a new version, or unchanged.', standardSchema: stored })
  async addDispatch(
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof stored>> {
    const input = await readDispatchInput(body);
    const source = await this.source(input.source);
    const dispatch =
      'text' in input
        ? dispatchFromAgencyText(parseAgencyText(input.text), input.externalId ?? agencyTextId(input.text))
        : input;
    const result = await this.storeDispatch.store(source, dispatch);
    reply.status(result.outcome === 'created' ? 201 : 200);
    return result;
  }

  @Get()
  @Requires('dispatches:read')
  @Answers(200, dispatchList, 'The newest dispatches.')
  async listDispatches(
    @Query({ schema: listQuery }) { limit }: z.infer<typeof listQuery>,
  ): Promise<z.infer<typeof dispatchList>> {
    const dispatches = await this.shelf.list(limit);
    return {
      dispatches: dispatches.map((dispatch) => ({
        ...dispatch,
        regions: [...dispatch.regions],
        publishedAt: dispatch.publishedAt.toISOString(),
      })),
    };
  }

  private async source(slug = DEFAULT_SOURCE): Promise<SourceRecord> {
    const source = await this.sources.bySlug(slug);
    if (source !== undefined) return source;
    if (slug !== DEFAULT_SOURCE) throw dispatchErrors.error('source.unknown', { slug });
    return this.sources.ensure(this.database, { slug, kind: 'api', name: 'API' });
  }
}
