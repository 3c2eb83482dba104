import { Body, Controller, Get, Put } from '@nestjs/common';
import { z } from 'zod';
import { rights, SecondFactorPolicy, type OperatorPrincipal } from '@app/operators';
import { Requires, SignedIn } from '../../access.js';
import { Answers } from '../../answers.js';

const policy = z.object({
  rights: z.array(z.enum(rights)).max(rights.length).describe('Held only in a session with a second factor.'),
});
type Policy = z.infer<typeof policy>;

/** For which rights a second factor is asked of everybody. */
@Controller('api/v1/settings/second-factor')
export class SecondFactorPolicyController {
  constructor(private readonly policy: SecondFactorPolicy) {}

  @Get()
  @Requires('view')
  @Answers(200, policy, 'None: a second factor is everybody’s own choice.')
  async readSecondFactorPolicy(): Promise<Policy> {
    return { rights: await this.policy.read() };
  }

  @Put()
  @Requires('administer')
  @Answers(200, policy, 'Holds from the next request on. 409 for somebody who would lock themselves out.')
  async setSecondFactorPolicy(
    @Body({ schema: policy }) given: Policy,
    @SignedIn() { operatorId, sessionId }: OperatorPrincipal,
  ): Promise<Policy> {
    return { rights: await this.policy.set(given.rights, { operatorId, sessionId }) };
  }
}
