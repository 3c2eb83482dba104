import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { SteerReader } from '@app/subscribers';
import type { OperatorPrincipal } from '@app/operators';
import { Requires, SignedIn } from '../../access.js';
import { Answers } from '../../answers.js';
import { line } from '../texts.js';
import { ReaderSight } from './reader-sight.service.js';
import { suppressionCause } from './subscriber-answers.js';

const ID = { schema: z.uuid() };
/** Characters: a sentence that says who asked, and how. */
const reason = line(300)
  .refine((text) => text.length >= 3, 'a few words at least')
  .describe('Why, for the audit; addresses in it are masked.');

const word = z.object({ reason });
const pause = word.extend({
  until: z.iso.datetime({ offset: true }).nullable().describe('null: until the reader comes back.'),
});
const lift = word.extend({ cause: suppressionCause });
const done = z.object({ done: z.literal(true) });
type Done = z.infer<typeof done>;
const DONE: Done = { done: true };

/** What an operator does for a reader who asked by letter or telephone; people only, with a reason. */
@Controller('api/v1/subscribers/:id')
export class SubscriberActsController {
  constructor(
    private readonly steering: SteerReader,
    private readonly sight: ReaderSight,
  ) {}

  /** Ends it as an operator’s act, with the consents it rested on. One that has ended stays as it is. */
  @Post('subscriptions/:subscriptionId/end')
  @HttpCode(200)
  @Requires('edit', 'handler')
  @Answers(200, done, 'It has ended.')
  async endSubscription(
    @Param('id', ID) id: string,
    @Param('subscriptionId', ID) subscriptionId: string,
    @Body({ schema: word }) given: z.infer<typeof word>,
    @SignedIn() caller: OperatorPrincipal,
  ): Promise<Done> {
    await this.demandFor(id, subscriptionId, caller);
    await this.steering.end(id, subscriptionId, { ...given, operatorId: caller.operatorId });
    return DONE;
  }

  @Post('subscriptions/:subscriptionId/pause')
  @HttpCode(200)
  @Requires('edit', 'handler')
  @Answers(200, done, 'It is paused.')
  async pauseSubscription(
    @Param('id', ID) id: string,
    @Param('subscriptionId', ID) subscriptionId: string,
    @Body({ schema: pause }) given: z.infer<typeof pause>,
    @SignedIn() caller: OperatorPrincipal,
  ): Promise<Done> {
    await this.demandFor(id, subscriptionId, caller);
    const until = given.until === null ? null : new Date(given.until);
    await this.steering.pause(id, subscriptionId, { reason: given.reason, until, operatorId: caller.operatorId });
    return DONE;
  }

  @Post('subscriptions/:subscriptionId/resume')
  @HttpCode(200)
  @Requires('edit', 'handler')
  @Answers(200, done, 'It is active again.')
  async resumeSubscription(
    @Param('id', ID) id: string,
    @Param('subscriptionId', ID) subscriptionId: string,
    @Body({ schema: word }) given: z.infer<typeof word>,
    @SignedIn() caller: OperatorPrincipal,
  ): Promise<Done> {
    await this.demandFor(id, subscriptionId, caller);
    await this.steering.resume(id, subscriptionId, { ...given, operatorId: caller.operatorId });
    return DONE;
  }

  /** With the link and the end it had at first; five minutes apart, ten a day. */
  @Post('subscriptions/:subscriptionId/confirmation')
  @HttpCode(200)
  @Requires('edit', 'handler')
  @Answers(200, done, 'The confirmation is on its way once more.')
  async sendConfirmationAgain(
    @Param('id', ID) id: string,
    @Param('subscriptionId', ID) subscriptionId: string,
    @Body({ schema: word }) given: z.infer<typeof word>,
    @SignedIn() caller: OperatorPrincipal,
  ): Promise<Done> {
    await this.demandFor(id, subscriptionId, caller);
    await this.steering.confirmAgain(id, subscriptionId, { ...given, operatorId: caller.operatorId });
    return DONE;
  }

  /** To the address on file, so that nobody but the reader sees what lies behind it: their data, a change of address, erasure. */
  @Post('data-link')
  @HttpCode(200)
  @Requires('edit', 'handler')
  @Answers(200, done, 'The link is on its way.')
  async sendDataLink(
    @Param('id', ID) id: string,
    @Body({ schema: word }) given: z.infer<typeof word>,
    @SignedIn() caller: OperatorPrincipal,
  ): Promise<Done> {
    await this.sight.demandForReader(id, caller, 'edit');
    await this.steering.sendDataLink(id, { ...given, operatorId: caller.operatorId });
    return DONE;
  }

  /** Of a bounce, a complaint or an operator’s ban; an erasure or another platform’s ban only the reader lifts. */
  @Post('suppression/lift')
  @HttpCode(200)
  @Requires('administer')
  @Answers(200, done, 'It is lifted.')
  async liftSuppression(
    @Param('id', ID) id: string,
    @Body({ schema: lift }) given: z.infer<typeof lift>,
    @SignedIn() caller: OperatorPrincipal,
  ): Promise<Done> {
    await this.steering.lift(id, { ...given, operatorId: caller.operatorId });
    return DONE;
  }

  /** For a reader who asked by letter. Nothing brings it back but their own confirmed sign-up. */
  @Post('erase')
  @HttpCode(200)
  @Requires('administer')
  @Answers(200, done, 'Nothing tells who it was any more.')
  async eraseSubscriber(
    @Param('id', ID) id: string,
    @Body({ schema: word }) given: z.infer<typeof word>,
    @SignedIn() caller: OperatorPrincipal,
  ): Promise<Done> {
    await this.steering.erase(id, { ...given, operatorId: caller.operatorId });
    return DONE;
  }

  private async demandFor(id: string, subscriptionId: string, caller: OperatorPrincipal): Promise<void> {
    const { newsletterId } = await this.steering.subscription(id, subscriptionId);
    await this.sight.demandForNewsletter(newsletterId, caller, 'edit');
  }
}
