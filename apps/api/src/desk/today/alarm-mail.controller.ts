import { Body, Controller, Get, Put } from '@nestjs/common';
import { z } from 'zod';
import { TellDesk, type OperatorPrincipal } from '@app/operators';
import { Requires, SignedIn } from '../../access.js';
import { Answers } from '../../answers.js';

const choice = z.object({
  isWanted: z.boolean().describe('Calls of the desk come by mail, where this operator may answer them.'),
});
type Choice = z.infer<typeof choice>;

/** Whether one is called by mail when the desk is needed: everybody's own choice. */
@Controller('api/v1/account/alarm-mail')
export class AlarmMailController {
  constructor(private readonly desk: TellDesk) {}

  @Get()
  @Requires('view')
  @Answers(200, choice, 'As the operator who is signed in chose.')
  async readAlarmMail(@SignedIn() { operatorId }: OperatorPrincipal): Promise<Choice> {
    return { isWanted: await this.desk.wants(operatorId) };
  }

  @Put()
  @Requires('view')
  @Answers(200, choice, 'From now on.')
  async chooseAlarmMail(
    @SignedIn() { operatorId }: OperatorPrincipal,
    @Body({ schema: choice }) { isWanted }: Choice,
  ): Promise<Choice> {
    await this.desk.setWants(operatorId, isWanted);
    return { isWanted };
  }
}
