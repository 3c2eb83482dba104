import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ReadDispatch, type DispatchHistory } from '@app/dispatches';
import type { Principal } from '@app/operators';
import { Caller, Requires, RequiresForSource } from '../access.js';
import { Answers } from '../answers.js';
import { InvalidInput } from '../api.errors.js';
import { BodyLimit } from '../http-server.js';
import { batchAnswer, dispatchHistory, stored } from './dispatch-answers.js';
import { batchDescription, dispatchInputDescription } from './dispatch-input.js';
import { FindDispatches, searchQuery } from './dispatches/find-dispatches.service.js';
import { foundDispatches, toFound } from './dispatches/found-dispatch-answers.js';
import { TakeDispatches, type BatchResult } from './take-dispatches.service.js';
import { sourceSlug } from './texts.js';

/** Bytes of one dispatch: the longest body we store, twice over for its markup and escapes. */
const BODY_LIMIT_BYTES = 1024 * 1024;
/** Bytes of a batch: a hundred dispatches of the length of a long read. */
const BATCH_LIMIT_BYTES = 8 * 1024 * 1024;
const MAX_BATCH = 100;

const sourceQuery = z.object({ source: sourceSlug.optional().describe('Slug; goes before one in the body.') });
type SourceQuery = z.infer<typeof sourceQuery>;

const batch = z.union([z.array(z.unknown()), z.object({ dispatches: z.array(z.unknown()) }).transform((given) => given.dispatches)]); // prettier-ignore

@Controller('api/v1/dispatches')
export class DispatchesController {
  constructor(
    private readonly take: TakeDispatches,
    private readonly finding: FindDispatches,
    private readonly reader: ReadDispatch,
  ) {}

  /** The same id of a source again is a new version, or nothing when nothing changed. */
  @Post()
  @BodyLimit(BODY_LIMIT_BYTES)
  @RequiresForSource('dispatches:write')
  @ApiBody({ schema: dispatchInputDescription })
  @Answers(201, stored, 'Stored as a new dispatch.')
  @ApiResponse({ status: 200, description: 'Known: a new version, or unchanged.', standardSchema: stored })
  async addDispatch(
    @Body() body: unknown,
    @Query({ schema: sourceQuery }) { source }: SourceQuery,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof stored>> {
    const result = await this.take.one(body, { caller, source });
    reply.status(result.outcome === 'created' ? 201 : 200);
    return result;
  }

  /** Up to a hundred at once, as a list or under `dispatches`. */
  @Post('batch')
  @HttpCode(200)
  @BodyLimit(BATCH_LIMIT_BYTES)
  @RequiresForSource('dispatches:write')
  @ApiBody({ schema: batchDescription })
  @Answers(200, batchAnswer, 'What became of each; one that is refused costs none of the others.')
  async addDispatches(
    @Body() body: unknown,
    @Query({ schema: sourceQuery }) { source }: SourceQuery,
    @Caller() caller: Principal,
  ): Promise<{ results: BatchResult[] }> {
    const given = batch.safeParse(body);
    if (!given.success)
      throw new InvalidInput('body', [{ path: 'dispatches', message: 'a list of dispatches is expected' }]);
    if (given.data.length > MAX_BATCH)
      throw new InvalidInput('body', [{ path: 'dispatches', message: `at most ${MAX_BATCH} at once` }]);
    return { results: await this.take.many(given.data, { caller, source }) };
  }

  @Get()
  @Requires('dispatches:read')
  @Answers(200, foundDispatches, 'Those that fit, the newest by their own date first, a page at a time.')
  async listDispatches(
    @Query({ schema: searchQuery }) query: z.infer<typeof searchQuery>,
  ): Promise<z.input<typeof foundDispatches>> {
    return toFound(await this.finding.find(query));
  }

  @Get(':id')
  @Requires('dispatches:read')
  @Answers(200, dispatchHistory, 'One dispatch: content, rights, labels with their reasons, life and versions.')
  readDispatch(@Param('id', { schema: z.uuid() }) id: string): Promise<DispatchHistory> {
    return this.reader.read(id);
  }
}
