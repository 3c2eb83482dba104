import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { ReadReport } from '@app/delivery';
import { Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { editionState } from '../edition-answers.js';
import { count, reportDetail } from './report-answers.js';
import { reportCsv } from './report-csv.js';

const ID = { schema: z.uuid() };
const report = z.object({
  editionId: z.uuid(),
  state: editionState,
  sum: z.object({
    recipients: count,
    submitted: count,
    rejected: count,
    skipped: count,
    uncertain: count,
    closedAt: z.iso.datetime().nullable().describe('null: it may still change.'),
  }),
  left: count.describe('Readers who left by a link of this edition.'),
  detail: reportDetail.nullable().describe('null: single deliveries are past their keeping; the sum stays.'),
});

/** What became of an edition. No address of a reader is in it. */
@Controller('api/v1/editions/:id')
export class ReportController {
  constructor(private readonly reading: ReadReport) {}

  @Get('report')
  @Requires('editions:read', { edition: 'id' })
  @Answers(200, report, 'The delivery report: by provider, by wave, with reasons. It counts every row of the edition.')
  async readReport(@Param('id', ID) id: string): Promise<z.infer<typeof report>> {
    const { edition, sum, left, report: found } = await this.reading.of(id);
    return {
      editionId: id,
      state: edition.state,
      sum: { ...sum, closedAt: sum.closedAt?.toISOString() ?? null },
      left,
      detail:
        found === null
          ? null
          : reportDetail.parse({
              ...found,
              waves: found.waves.map((wave) => ({ ...wave, dueAt: wave.dueAt.toISOString() })),
            }),
    };
  }

  @Get('report/csv')
  @Requires('editions:read', { edition: 'id' })
  @ApiProduces('text/csv')
  @ApiResponse({ status: 200, description: 'The same as a table for spreadsheets, with a byte-order mark.' })
  @Header('content-disposition', 'attachment; filename="report.csv"')
  async downloadReport(@Param('id', ID) id: string): Promise<StreamableFile> {
    const { sum, detail: found, left } = await this.readReport(id);
    return new StreamableFile(Buffer.from(reportCsv({ sum, detail: found, left })), {
      type: 'text/csv; charset=utf-8',
    });
  }
}
