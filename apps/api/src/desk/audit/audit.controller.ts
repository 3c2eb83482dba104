import { Readable } from 'node:stream';
import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { ReadAudit, type AuditedAct, type AuditFilter, type Principal } from '@app/operators';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { NameObjects, type NamedObject } from './name-objects.service.js';

/** Entries of one page. */
const MAX_PAGE = 500;

const filter = z.object({
  operator: z.uuid().optional().describe('Who did it.'),
  key: z.uuid().optional().describe('The API key it was asked with.'),
  action: z.string().regex(/^[a-z0-9_.]{1,100}$/, 'is no action').optional().describe('How the action begins, such as `edition.` or `edition.approved`.'),
  object: z.string().regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, 'is no object').optional().describe('What it was done to, whole, such as `edition:` and its id.'),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional().describe('Not included.'),
}); // prettier-ignore

const listQuery = filter.extend({
  after: z.string().regex(/^[1-9]\d{0,14}$/, 'is no `next` of a page').optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(100),
}); // prettier-ignore

const exportQuery = filter.extend({ format: z.enum(['jsonl', 'csv']).default('jsonl') });

const named = z.object({ id: z.uuid(), name: z.string() });
const entry = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  operator: named.nullable().describe('null: a policy, or the command line.'),
  key: named.nullable().describe('The API key it was asked with; null: by hand.'),
  action: z.string(),
  object: z.string(),
  about: z
    .object({
      name: z.string(),
      date: z.string().nullable().describe('Of an edition, `YYYY-MM-DD`.'),
      path: z.string().describe('Its screen, below `/admin`.'),
    })
    .nullable()
    .describe('What the object is called now; null: it has no name, or none any more.'),
  detail: z.record(z.string(), z.unknown()),
});
const auditPage = z.object({ entries: z.array(entry), next: z.string().nullable() });

/** Who did what, and when. Nobody can change what stands there. */
@Controller('api/v1/audit')
@Requires('audit:read')
export class AuditController {
  constructor(
    private readonly audit: ReadAudit,
    private readonly objects: NameObjects,
  ) {}

  @Get()
  @Answers(200, auditPage, 'A page of the audit log, the latest first.')
  async listAudit(@Query({ schema: listQuery }) query: z.infer<typeof listQuery>): Promise<z.infer<typeof auditPage>> {
    const { after, limit } = query;
    const before = after === undefined ? undefined : Number(after);
    const { entries, next } = await this.audit.page(filterOf(query), { before, limit });
    const named = await this.objects.of(entries.map(({ object }) => object));
    return {
      entries: entries.map((act) => answerOf(act, named.get(act.object))),
      next: next === null ? null : String(next),
    };
  }

  /** As a stream, whatever its length. That it was taken, by whom and which part, is the first entry of it. */
  @Get('export')
  @ApiProduces('application/x-ndjson', 'text/csv')
  @ApiResponse({ status: 200, description: 'One entry a line, the latest first: JSON lines, or CSV for spreadsheets.' })
  async exportAudit(
    @Query({ schema: exportQuery }) query: z.infer<typeof exportQuery>,
    @Caller() { operatorId }: Principal,
  ): Promise<StreamableFile> {
    const { format } = query;
    const lines = await this.audit.export({ filter: filterOf(query), format, operatorId });
    return new StreamableFile(Readable.from(lines, { objectMode: false }), {
      type: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
      disposition: `attachment; filename="audit.${format}"`,
    });
  }
}

function filterOf({ operator, key, action, object, from, to }: z.infer<typeof filter>): AuditFilter {
  return {
    operatorId: operator,
    apiKeyId: key,
    action,
    object,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  };
}

function answerOf(act: AuditedAct, about: NamedObject | undefined): z.infer<typeof entry> {
  const { id, at, operatorId, operatorName, apiKeyId, apiKeyName, action, object, detail } = act;
  return {
    id: String(id),
    at: at.toISOString(),
    operator: operatorId === null ? null : { id: operatorId, name: operatorName ?? '' },
    key: apiKeyId === null ? null : { id: apiKeyId, name: apiKeyName ?? '' },
    action,
    object,
    about: about ?? null,
    detail,
  };
}
