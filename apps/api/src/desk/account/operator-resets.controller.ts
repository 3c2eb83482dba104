import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { HouseSender } from '@app/editions';
import { ChangeOperator, operatorErrors, ResetAccess, type OperatorPrincipal } from '@app/operators';
import { Requires, SignedIn } from '../../access.js';
import { actorOf } from '../operators/operator-answers.js';

/** What an administrator does for an operator who lost a password or a phone. */
@Controller('api/v1/operators/:id')
export class OperatorResetsController {
  constructor(
    private readonly reset: ResetAccess,
    private readonly house: HouseSender,
    private readonly changing: ChangeOperator,
  ) {}

  @Post('password-reset')
  @HttpCode(204)
  @Requires('administer')
  @ApiResponse({
    status: 204,
    description: 'The password is void, all sessions have ended, and a link to choose another is mailed.',
  })
  async resetOperatorPassword(
    @Param('id', { schema: z.uuid() }) operatorId: string,
    @SignedIn() caller: OperatorPrincipal,
  ): Promise<void> {
    await this.changing.assertMayTouch(operatorId, actorOf(caller));
    const sender = await this.house.sender();
    if (sender === undefined) throw operatorErrors.error('operator.no_sender');
    await this.reset.resetPassword({ operatorId, by: caller.operatorId, sender });
  }

  @Post('second-factor-reset')
  @HttpCode(204)
  @Requires('administer')
  @ApiResponse({
    status: 204,
    description: 'The second factor is off, all sessions have ended, and the operator is told by mail.',
  })
  async resetOperatorSecondFactor(
    @Param('id', { schema: z.uuid() }) operatorId: string,
    @SignedIn() caller: OperatorPrincipal,
  ): Promise<void> {
    await this.changing.assertMayTouch(operatorId, actorOf(caller));
    await this.reset.resetSecondFactor({ operatorId, by: caller.operatorId, sender: await this.house.sender() });
  }
}
