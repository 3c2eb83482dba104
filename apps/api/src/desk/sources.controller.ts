import { Body, Controller, Get, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiProduces, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  AddSources,
  ChangeSource,
  dispatchErrors,
  feedAddress,
  FindSources,
  RingSources,
  SourceRepository,
} from '@app/dispatches';
import type { Principal } from '@app/operators';
import { Caller, Requires } from '../access.js';
import { Answers } from '../answers.js';
import { InvalidInput } from '../api.errors.js';
import { entityTag, IfMatch, TakesIfMatch } from '../if-match.js';
import { changed, rightsChange } from './dispatch-answers.js';
import { addedSource, changedSource, flat, pollList, sourceList, watchedSource } from './source-answers.js';
import { line, reason, sourceSlug } from './texts.js';

const act = z.object({ reason }).default({});
type Act = z.infer<typeof act>;

/** The shortest pause anybody may ask of a publisher, and a week; in seconds. */
const pause = z.int().min(30).max(604_800).optional();

const terms = {
  rights: rightsChange.optional(),
  usageTerms: line(2_000).nullable().optional(),
  excerptLength: z.int().min(0).max(5_000).nullable().optional().describe('Characters; null: the product’s.'),
  access: z.enum(['free', 'metered', 'paid']).optional(),
  fullText: z.boolean().optional().describe('Fetch its article pages, where its rights allow it.'),
  isTrusted: z.boolean().optional().describe('Its machine status may kill a dispatch by itself.'),
  weight: z
    .int()
    .min(0)
    .max(10)
    .optional()
    .describe('How much its news sense is trusted where dispatches are weighed.'),
};

const newSource = z.object({
  slug: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u, 'letters, digits, hyphens, points and underscores'),
  name: line(200).min(1).describe('Shown to readers.'),
  url: z.string().max(2_000).optional().describe('Of the feed; left out: it pushes its dispatches.'),
  siteUrl: z.url({ protocol: /^https?$/ }).max(2_000).regex(/^[^\p{Cc}\p{Cs}]*$/u, 'is no address').optional(),
  folder: line(200).optional(),
  language: z.string().regex(/^[a-z]{2,3}$/).optional(),
  pollMinSeconds: pause,
  pollMaxSeconds: pause,
  ...terms,
}); // prettier-ignore

const sourceChange = z.object({ ...terms, reason });
const SLUG = { schema: sourceSlug };

/** Where dispatches come from. Programs read; people add and steer. */
@Controller('api/v1/sources')
export class SourcesController {
  constructor(
    private readonly find: FindSources,
    private readonly adding: AddSources,
    private readonly change: ChangeSource,
    private readonly sources: SourceRepository,
    private readonly rings: RingSources,
  ) {}

  @Get()
  @Requires('dispatches:read')
  @Answers(200, sourceList, 'All sources with their health, by slug.')
  async listSources() {
    return { sources: (await this.find.all()).map(flat) };
  }

  /** Without any right unless it is given; the same slug at the same address again changes nothing. */
  @Post()
  @Requires('edit')
  @Answers(201, addedSource, 'Watched from now on, or able to push.')
  @ApiResponse({ status: 200, description: 'It was there already.', standardSchema: addedSource })
  async addSource(
    @Body({ schema: newSource }) { url, usageTerms, excerptLength, rights, ...rest }: z.infer<typeof newSource>,
    @Caller() { operatorId }: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const given = { ...rest, ...orLeftOut({ usageTerms, excerptLength }), rights: withoutMissing(rights) };
    const { source, isNew } =
      url === undefined
        ? await this.adding.addPushing(given, operatorId)
        : await this.adding.add({ ...given, kind: 'feed', url: addressOf(url) }, operatorId);
    reply.status(isNew ? 201 : 200);
    return { ...source, isNew };
  }

  @Get('export.opml')
  @Requires('dispatches:read')
  @ApiProduces('text/x-opml')
  @ApiResponse({ status: 200, description: 'Every feed that is watched or paused, as OPML 2.0.' })
  async exportSources(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.type('text/x-opml; charset=utf-8').header('content-disposition', 'attachment; filename="sources.opml"');
    return this.find.opml();
  }

  @Get(':slug')
  @Requires('dispatches:read')
  @Answers(200, watchedSource, 'One source with its health, and the version to change it under as `ETag`.')
  async readSource(@Param('slug', SLUG) slug: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const shown = flat(await this.find.show(slug));
    reply.header('etag', entityTag(shown.version));
    return shown;
  }

  /** Reaches every dispatch and picture of the source whose rights no operator set. */
  @Patch(':slug')
  @Requires('edit')
  @TakesIfMatch()
  @Answers(200, changedSource, 'Changed; what is left out stays as it is.')
  async changeSource(
    @Param('slug', SLUG) slug: string,
    @Body({ schema: sourceChange }) { reason: why, rights, ...rest }: z.infer<typeof sourceChange>,
    @IfMatch() version: number,
    @Caller() { operatorId }: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const found = await this.find.bySlug(slug);
    const asked = { ...rest, ...(rights !== undefined && { rights: withoutMissing(rights) }) };
    const { source, dispatches, pictures } = await this.change.rights(found, asked, {
      operatorId,
      reason: why,
      version,
    });
    reply.header('etag', entityTag(source.version));
    return { ...source, dispatches, pictures };
  }

  @Get(':slug/polls')
  @Requires('dispatches:read')
  @Answers(200, pollList, 'What its last polls found.')
  async listPolls(@Param('slug', SLUG) slug: string) {
    return { polls: (await this.find.show(slug)).polls };
  }

  /** A worker fetches it; what it finds stands among the polls. */
  @Post(':slug/poll')
  @HttpCode(202)
  @Requires('edit')
  @Answers(202, changed, 'Due now.')
  async pollSource(@Param('slug', SLUG) slug: string) {
    const { id, url, state, stateReason, host } = await this.find.bySlug(slug);
    if (url === null || host === null) throw dispatchErrors.error('source.not_a_feed', { slug });
    if (state !== 'active') throw dispatchErrors.error('source.inactive', { slug, state, reason: stateReason });
    await this.sources.makeDue(id);
    await this.rings.ringNextOn(host);
    return { changed: true };
  }

  @Post(':slug/pause')
  @HttpCode(200)
  @Requires('edit')
  @Answers(200, changed, 'Not polled until it is resumed.')
  async pauseSource(
    @Param('slug', SLUG) slug: string,
    @Body({ schema: act }) { reason: why }: Act,
    @Caller() { operatorId }: Principal,
  ) {
    return { changed: await this.change.pause(await this.find.bySlug(slug), { operatorId, reason: why }) };
  }

  @Post(':slug/resume')
  @HttpCode(200)
  @Requires('edit')
  @Answers(200, changed, 'Polled again, and now.')
  async resumeSource(
    @Param('slug', SLUG) slug: string,
    @Body({ schema: act }) { reason: why }: Act,
    @Caller() { operatorId }: Principal,
  ) {
    return { changed: await this.change.resume(await this.find.bySlug(slug), { operatorId, reason: why }) };
  }
}

function addressOf(url: string): string {
  const address = feedAddress(url);
  if (address !== undefined) return address;
  throw new InvalidInput('body', [{ path: 'url', message: 'an http or https address without user and password' }]);
}

/** A new source has nothing that null could take away. */
function orLeftOut(given: { usageTerms?: string | null | undefined; excerptLength?: number | null | undefined }) {
  return { usageTerms: given.usageTerms ?? undefined, excerptLength: given.excerptLength ?? undefined };
}

/** What was left out stays as it is, so it must not be there at all. */
function withoutMissing(rights: z.infer<typeof rightsChange> = {}) {
  const { mail, archive, feed, until, credit, territories } = rights;
  return {
    ...(mail !== undefined && { mail }),
    ...(archive !== undefined && { archive }),
    ...(feed !== undefined && { feed }),
    ...(until !== undefined && { until }),
    ...(credit !== undefined && { credit }),
    ...(territories !== undefined && { territories }),
  };
}
