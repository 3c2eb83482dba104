import { Controller, Get, Param } from '@nestjs/common';
import { z } from 'zod';
import { editionErrors, EditionRepository } from '@app/editions';
import { Database } from '@app/platform';
import { Requires } from '../access.js';
import { Answers } from '../answers.js';

const edition = z.object({
  id: z.uuid(),
  newsletterId: z.uuid(),
  kind: z.enum(['digest', 'flash', 'letter', 'correction']),
  editionDate: z.iso.date().describe('The day it is dated, in the newsletter’s zone.'),
  sequence: z.int(),
  state: z.enum(['claimed', 'proposed', 'held', 'approved', 'frozen', 'sending', 'sent', 'empty', 'cancelled']),
  reason: z.string().nullable().describe('Code: why a human is needed, or why nothing went out.'),
  dueAt: z.iso.datetime(),
  usefulUntil: z.iso.datetime().describe('After this it is old news and is not sent.'),
  windowFrom: z.iso.datetime().nullable().describe('Dispatches that came in after this; null until assembled.'),
  cutOff: z.iso.datetime().nullable().describe('… and until this.'),
  pausedAt: z.iso.datetime().nullable(),
  currentRevision: z.int().nullable().describe('Null until frozen.'),
});

@Controller('api/v1/editions')
export class EditionsController {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
  ) {}

  @Get(':id')
  @Requires('editions:read')
  @Answers(200, edition, 'One edition.')
  async readEdition(@Param('id', { schema: z.uuid() }) id: string): Promise<z.infer<typeof edition>> {
    const found = await this.editions.byId(this.database, id);
    if (found === undefined) throw editionErrors.error('edition.unknown', { editionId: id });
    return {
      ...found,
      dueAt: found.dueAt.toISOString(),
      usefulUntil: found.usefulUntil.toISOString(),
      windowFrom: found.windowFrom?.toISOString() ?? null,
      cutOff: found.cutOff?.toISOString() ?? null,
      pausedAt: found.pausedAt?.toISOString() ?? null,
    };
  }
}
