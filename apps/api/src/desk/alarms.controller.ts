import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { AlarmRepository, SettleAlarm } from '@app/dispatches';
import type { Principal } from '@app/operators';
import { Caller, Requires } from '../access.js';
import { Answers } from '../answers.js';
import { changed } from './dispatch-answers.js';
import { alarmList } from './source-answers.js';

const listQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(200) });

/** What somebody at the desk must look at. */
@Controller('api/v1/alarms')
export class AlarmsController {
  constructor(
    private readonly alarms: AlarmRepository,
    private readonly settling: SettleAlarm,
  ) {}

  @Get()
  @Requires('dispatches:read')
  @Answers(200, alarmList, 'Those that are open, oldest first.')
  async listAlarms(@Query({ schema: listQuery }) { limit }: z.infer<typeof listQuery>) {
    return { alarms: await this.alarms.open(limit) };
  }

  @Post(':id/settle')
  @HttpCode(200)
  @Requires('edit')
  @Answers(200, changed, 'Looked at. A cause that is still there raises it again.')
  async settleAlarm(@Param('id', { schema: z.uuid() }) id: string, @Caller() { operatorId }: Principal) {
    return { changed: await this.settling.settle(id, operatorId) };
  }
}
