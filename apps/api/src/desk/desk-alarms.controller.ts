import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { DeskAlarms } from '@app/editions';
import { demand, type Principal } from '@app/operators';
import { Caller, Requires } from '../access.js';
import { Answers } from '../answers.js';
import { RightsSubjects } from '../rights-subject.service.js';
import { changed } from './dispatch-answers.js';

const listQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(200) });

const deskAlarmList = z.object({
  alarms: z.array(
    z.object({
      id: z.uuid(),
      newsletterId: z.uuid(),
      newsletterSlug: z.string(),
      editionId: z.uuid().nullable(),
      editionDate: z.iso.date().nullable(),
      code: z.string().describe('Such as edition.unapproved, edition.unattended_sent, edition.stale.'),
      detail: z.record(z.string(), z.unknown()),
      raisedAt: z.iso.datetime(),
    }),
  ),
});

/** Editions that need a person, or that left without one. */
@Controller('api/v1/desk-alarms')
export class DeskAlarmsController {
  constructor(
    private readonly alarms: DeskAlarms,
    private readonly subjects: RightsSubjects,
  ) {}

  @Get()
  @Requires('editions:read')
  @Answers(200, deskAlarmList, 'Those that are open, oldest first.')
  async listDeskAlarms(@Query({ schema: listQuery }) { limit }: z.infer<typeof listQuery>) {
    const open = await this.alarms.open(limit);
    return { alarms: open.map((alarm) => ({ ...alarm, raisedAt: alarm.raisedAt.toISOString() })) };
  }

  @Post(':id/settle')
  @HttpCode(200)
  @Requires('edit', 'handler')
  @Answers(200, changed, 'Looked at.')
  async settleDeskAlarm(@Param('id', { schema: z.uuid() }) id: string, @Caller() caller: Principal) {
    demand(caller, 'edit', await this.subjects.ofNewsletter(await this.alarms.newsletterOf(id)));
    return { changed: await this.alarms.settle(id, caller.operatorId) };
  }
}
