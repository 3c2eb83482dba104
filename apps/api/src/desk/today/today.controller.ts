import { Controller, Get } from '@nestjs/common';
import type { Principal } from '@app/operators';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { ReadToday } from './read-today.service.js';
import { todayAnswer, type TodayAnswer } from './today-answers.js';

/** What a newsroom opens in the morning. */
@Controller('api/v1/today')
export class TodayController {
  constructor(private readonly today: ReadToday) {}

  @Get()
  @Requires('editions:read')
  @Answers(200, todayAnswer, 'Every newsletter’s next editions, what is being sent, and what needs a person.')
  readToday(@Caller() caller: Principal): Promise<TodayAnswer> {
    return this.today.read(caller.kind === 'operator' ? caller.operatorId : null);
  }
}
