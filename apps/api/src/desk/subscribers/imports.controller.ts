import { Body, Controller, Get, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { NewsletterRepository, editionErrors, type Newsletter } from '@app/editions';
import { demand, mayDo, type Principal } from '@app/operators';
import { Clock } from '@app/platform';
import { SteerImports, TakeUploads, type UploadRecord } from '@app/subscribers';
import { Caller, Requires } from '../../access.js';
import { NeverKept } from '../../never-kept.js';
import { Answers } from '../../answers.js';
import { InvalidInput } from '../../api.errors.js';
import { BytesBody } from '../../http-server.js';
import { line } from '../texts.js';
import {
  assertPast,
  importAnswer,
  importList,
  importOptions,
  previewAnswer,
  type ImportAnswer,
} from './import-answers.js';
import { sendRefusals } from './import-refusals.js';

const ID = { schema: z.uuid() };
/** Bytes of one piece: a few seconds on a slow line, and no memory to speak of. */
const PART_BYTES = 2 * 1024 * 1024;
/** Pieces of one list, however small. */
const MAX_PARTS = 4_096;

const begin = z.object({
  newsletter: z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/).describe('Slug.'),
  fileName: line(200),
}); // prettier-ignore
const declared = z.object({
  attested: z.literal(true).describe('The caller answers for it that these readers agreed.'),
});
const cohort = z.object({ cohort: z.int().min(1).max(1_000) });
const released = z.object({ cohort: z.int(), released: z.int().describe('Readers who were held and are let in.') });
const received = z.object({ bytes: z.int().describe('All that is received so far.') });
type Options = z.infer<typeof importOptions>;

/** Lists of another platform, in steps: sent in pieces, looked at, rehearsed, applied. Nobody is mailed by any of them. */
@Controller('api/v1/imports')
export class ImportsController {
  constructor(
    private readonly uploads: TakeUploads,
    private readonly imports: SteerImports,
    private readonly newsletters: NewsletterRepository,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Requires('subscribers:import', 'handler')
  @Answers(201, importAnswer, 'Begun; its pieces are awaited.')
  async beginImport(@Body({ schema: begin }) given: z.infer<typeof begin>, @Caller() caller: Principal): Promise<ImportAnswer> {
    const newsletter = await this.newsletters.bySlug(given.newsletter);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { slug: given.newsletter });
    demand(caller, 'subscribers:import', subjectOf(newsletter));
    const { fileName } = given;
    const upload = { newsletterId: newsletter.id, operatorId: caller.operatorId, fileName };
    return answerOf(await this.uploads.begin(upload), newsletter.slug);
  } // prettier-ignore

  @Get()
  @Requires('subscribers:import', 'handler')
  @Answers(200, importList, 'The latest, of newsletters one may import into.')
  async listImports(@Caller() caller: Principal): Promise<z.infer<typeof importList>> {
    const all = await this.newsletters.all();
    const mine = all.filter((one) => mayDo(caller, 'subscribers:import', subjectOf(one)));
    const slugs = new Map(mine.map(({ id, slug }) => [id, slug]));
    const uploads = await this.uploads.list([...slugs.keys()]);
    return { imports: uploads.map((one) => answerOf(one, slugs.get(one.newsletterId) ?? '')) };
  }

  @Get(':id')
  @Requires('subscribers:import', 'handler')
  @Answers(200, importAnswer, 'Where it stands.')
  async readImport(@Param('id', ID) id: string, @Caller() caller: Principal): Promise<ImportAnswer> {
    const { upload, slug } = await this.allowed(id, caller);
    return answerOf(upload, slug);
  }

  /** Up to 2 MiB each, numbered from 0; a piece sent again replaces itself. */
  @Put(':id/parts/:number')
  @BytesBody(PART_BYTES)
  @Requires('subscribers:import', 'handler')
  @ApiConsumes('application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @Answers(200, received, 'Received.')
  async sendImportPart(
    @Param('id', ID) id: string,
    @Param('number', { schema: z.coerce.number().int().min(0).max(MAX_PARTS - 1) }) number: number,
    @Body() content: unknown,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof received>> {
    await this.allowed(id, caller);
    if (!Buffer.isBuffer(content) || content.length === 0)
      throw new InvalidInput('body', [{ path: '', message: 'bytes are expected, as application/octet-stream' }]);
    return { bytes: await this.uploads.addPart(id, number, content) };
  } // prettier-ignore

  @Post(':id/preview')
  @HttpCode(200)
  @NeverKept()
  @Requires('subscribers:import', 'handler')
  @Answers(200, previewAnswer, 'How the first twenty rows are read with these options.')
  async previewImport(
    @Param('id', ID) id: string,
    @Body({ schema: importOptions }) options: Options,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof previewAnswer>> {
    await this.allowed(id, caller);
    assertPast(options, this.clock.now());
    const { rows, columns, mapping, ...preview } = await this.uploads.preview(id, options);
    return {
      ...preview,
      columns: [...columns],
      mapping: { ...mapping },
      rows: rows.map((row) => ({
        line: row.line,
        read: 'read' in row ? { ...row.read, consentedAt: row.read.consentedAt?.toISOString() ?? null } : null,
        problem:
          'problem' in row
            ? { code: row.problem.code, column: row.problem.column ?? null, detail: row.problem.detail ?? null }
            : null,
      })),
    };
  }

  /** A dry run: counts what would become of every row, and writes nothing. */
  @Post(':id/rehearse')
  @HttpCode(202)
  @Requires('subscribers:import', 'handler')
  @Answers(202, importAnswer, 'A worker counts; ask again how far it is.')
  async rehearseImport(
    @Param('id', ID) id: string,
    @Body({ schema: importOptions }) options: Options,
    @Caller() caller: Principal,
  ): Promise<ImportAnswer> {
    const { slug } = await this.allowed(id, caller);
    assertPast(options, this.clock.now());
    return answerOf(await this.uploads.rehearse(id, options), slug);
  }

  /** With the options of the dry run before it. */
  @Post(':id/apply')
  @HttpCode(202)
  @Requires('subscribers:import', 'handler')
  @Answers(202, importAnswer, 'A worker brings them in; ask again how far it is.')
  async applyImport(
    @Param('id', ID) id: string,
    @Body({ schema: declared }) _attested: z.infer<typeof declared>,
    @Caller() caller: Principal,
  ): Promise<ImportAnswer> {
    const { slug } = await this.allowed(id, caller);
    return answerOf(await this.uploads.apply(id, caller.operatorId), slug);
  } // prettier-ignore

  /** Who is in already stays. */
  @Post(':id/cancel')
  @HttpCode(200)
  @Requires('subscribers:import', 'handler')
  @Answers(200, importAnswer, 'Given up, or about to be.')
  async cancelImport(@Param('id', ID) id: string, @Caller() caller: Principal): Promise<ImportAnswer> {
    const { slug } = await this.allowed(id, caller);
    return answerOf(await this.uploads.cancel(id, caller.operatorId), slug);
  }

  @Post(':id/release')
  @HttpCode(200)
  @Requires('subscribers:import', 'handler')
  @Answers(200, released, 'Lets one cohort in.')
  async releaseCohort(
    @Param('id', ID) id: string,
    @Body({ schema: cohort }) given: z.infer<typeof cohort>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof released>> {
    const { upload } = await this.allowed(id, caller);
    const { cohort: which } = given;
    return { cohort: which, released: await this.imports.release(upload.importId ?? id, which, caller.operatorId) };
  }

  /** Made anew by a dry run each time, and kept nowhere; safe for spreadsheets. */
  @Get(':id/refusals')
  @Requires('subscribers:import', 'handler')
  @ApiProduces('text/csv')
  @ApiResponse({ status: 200, description: 'Each row that would make nobody a reader, and why.' })
  async readImportRefusals(
    @Param('id', ID) id: string,
    @Caller() caller: Principal,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.allowed(id, caller);
    await sendRefusals(reply, (onProblem, signal) => this.uploads.refusals(id, onProblem, signal));
  }

  private async allowed(id: string, caller: Principal): Promise<{ upload: UploadRecord; slug: string }> {
    const upload = await this.uploads.show(id);
    const newsletter = (await this.newsletters.all()).find((one) => one.id === upload.newsletterId);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown');
    demand(caller, 'subscribers:import', subjectOf(newsletter));
    return { upload, slug: newsletter.slug };
  }
}

function subjectOf({ id, familyId }: Newsletter) {
  return { newsletterId: id, familyId };
}

function answerOf(upload: UploadRecord, newsletter: string): ImportAnswer {
  const { progress, result, isCancelled, state, options, createdAt } = upload;
  return {
    id: upload.id,
    fileName: upload.fileName,
    bytes: upload.bytes,
    task: upload.task,
    error: upload.error,
    importId: upload.importId,
    state,
    newsletter,
    phase: progress.phase ?? null,
    rows: progress.rows ?? null,
    result: result && {
      layout: result.layout,
      mapping: { ...result.mapping },
      counts: { ...result.counts, refused: { ...result.counts.refused }, suppressed: { ...result.counts.suppressed } },
    },
    stopping: isCancelled && state === 'running',
    cohorts: options.cohorts ?? null,
    createdAt: createdAt.toISOString(),
  };
} // prettier-ignore
