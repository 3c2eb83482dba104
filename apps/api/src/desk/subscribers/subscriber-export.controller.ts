import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Log } from '@app/platform';
import { editionErrors, NewsletterRepository } from '@app/editions';
import { demand, mayDo, type Principal } from '@app/operators';
import { ExportReaders } from '@app/subscribers';
import { Caller, Requires } from '../../access.js';
import { apiErrors } from '../../api.errors.js';
import { AnswerStream } from './stream-answer.js';
import { listFilter } from './subscribers.controller.js';

/** Exports at once in one process: each holds a connection and a snapshot for minutes. */
const MOST_AT_ONCE = 2;

const query = z.object({ ...listFilter, format: z.enum(['csv', 'jsonl']).default('csv') });

/** Addresses leave here, and every leaving is in the audit with its filter and its count. */
@Controller('api/v1/subscribers/export')
export class SubscriberExportController {
  private underWay = 0;

  constructor(
    private readonly exporting: ExportReaders,
    private readonly newsletters: NewsletterRepository,
    private readonly log: Log,
  ) {}

  /** Of the newsletters whose addresses the caller may export. CSV is safe for spreadsheets, with a byte-order mark. */
  @Get()
  @Requires('subscribers:export', 'handler')
  @ApiProduces('text/csv', 'application/x-ndjson')
  @ApiResponse({ status: 200, description: 'One line a subscription, as a stream.' })
  async exportSubscribers(
    @Query({ schema: query }) { format, newsletter: slug, import: importId, ...filter }: z.infer<typeof query>,
    @Caller() caller: Principal,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const newsletters = await this.newsletters.all();
    if (slug !== undefined && !newsletters.some((one) => one.slug === slug))
      throw editionErrors.error('newsletter.unknown', { slug });
    const allowed = newsletters.filter(({ id, familyId }) =>
      mayDo(caller, 'subscribers:export', { newsletterId: id, familyId }),
    );
    if (slug !== undefined && !allowed.some((one) => one.slug === slug)) demand(caller, 'subscribers:export');
    if (this.underWay >= MOST_AT_ONCE) throw apiErrors.error('export.busy');
    const stream = new AnswerStream();
    const request = {
      newsletterSlug: slug,
      newsletterIds: new Set(allowed.map(({ id }) => id)),
      filter: { ...filter, importId },
      format,
      withMark: format === 'csv',
      operatorId: caller.operatorId,
    };
    this.underWay += 1;
    void this.exporting
      .export(request, (text) => stream.write(text))
      .then(() => stream.body.end())
      .catch((error: unknown) => {
        // The head has left: a stream that breaks off is all that can still be said to the client.
        if (!stream.signal.aborted) this.log.failure('readers.export_failed', error);
        stream.body.destroy();
      })
      .finally(() => {
        this.underWay -= 1;
      });
    const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8';
    const day = new Date().toISOString().slice(0, 10);
    await reply
      .header('content-disposition', `attachment; filename="readers-${day}.${format}"`)
      .header('cache-control', 'no-store')
      .type(type)
      .send(stream.body);
  }
}
