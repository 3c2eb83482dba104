import { Body, Controller, Get, Put } from '@nestjs/common';
import { z } from 'zod';
import { SoloMode, type OperatorPrincipal, type SoloState } from '@app/operators';
import { Requires, SignedIn } from '../../access.js';
import { Answers } from '../../answers.js';

const solo = z.object({
  since: z.iso.datetime().nullable().describe('null: not declared.'),
  by: z.uuid().nullable().describe('Who declared it; null: not declared, or the command line.'),
  operators: z.int().describe('Who may sign in; it can be declared where this is one.'),
  holds: z.boolean().describe('No second person is waited for where a newsletter asks for two approvals.'),
});
type Solo = z.infer<typeof solo>;
const declaration = z.object({ declared: z.boolean() });

/** A newsroom of one, declared in the open. It ends by itself as soon as a second operator can sign in. */
@Controller('api/v1/settings/solo')
export class SoloController {
  constructor(private readonly solo: SoloMode) {}

  @Get()
  @Requires('view')
  @Answers(200, solo, 'Whether this is a newsroom of one.')
  async readSolo(): Promise<Solo> {
    return answerOf(await this.solo.state());
  }

  @Put()
  @Requires('administer')
  @Answers(200, solo, 'Declared, or over. 409 where more than one operator may sign in.')
  async setSolo(
    @Body({ schema: declaration }) { declared }: z.infer<typeof declaration>,
    @SignedIn() { operatorId }: OperatorPrincipal,
  ): Promise<Solo> {
    return answerOf(await (declared ? this.solo.declare(operatorId) : this.solo.end(operatorId)));
  }
}

function answerOf({ since, ...state }: SoloState): Solo {
  return { ...state, since: since?.toISOString() ?? null };
}
