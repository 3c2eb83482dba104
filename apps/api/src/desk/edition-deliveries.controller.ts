import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { TellDeliveryStory, explainDelivery } from '@app/delivery';
import { TellReaderStory, judgeAddress, subscriberErrors } from '@app/subscribers';
import { Requires } from '../access.js';
import { Answers } from '../answers.js';
import { editionState } from './edition-answers.js';

const ID = { schema: z.uuid() };

/** Characters: an address has at most 254, and a longer text is judged to be none. */
const MAX_ADDRESS_LENGTH = 1_000;

const instant = z.iso.datetime();
const said = {
  transport: z.string().nullable(),
  provider: z.string().nullable().describe('Whose mailboxes the reader’s domain has.'),
  smtpCode: z.int().nullable(),
  enhancedCode: z.string().nullable().describe('RFC 3463.'),
  reply: z.string().nullable().describe('The relay’s words, without addresses.'),
};

const delivery = z.object({
  editionId: z.uuid(),
  newsletter: z.string(),
  editionState,
  subscriberId: z.uuid(),
  messageId: z.string().describe('As the relay’s log knows it.'),
  explanation: z.string().describe('What became of it, or is to become of it, in a sentence.'),
  standing: z.string().nullable().describe('With the newsletter, now; null: never subscribed.'),
  row: z
    .object({
      ...said,
      state: z.string(),
      skipCause: z.string().nullable(),
      dueAt: instant.describe('This reader’s own.'),
      notBefore: instant.nullable(),
      attempts: z.int(),
      cut: z.int(),
      revision: z.int().nullable(),
      submittingAt: instant.nullable(),
      settledAt: instant.nullable(),
      bouncedAt: instant.nullable(),
      complainedAt: instant.nullable(),
      clickedAt: instant.nullable(),
      evidence: z.string().nullable().describe('What decided an uncertain one.'),
    })
    .nullable()
    .describe('null: not in the audience.'),
  attempts: z
    .array(z.object({ ...said, attempt: z.int(), endedAt: instant, state: z.string() }))
    .describe('Tries that did not end with the relay’s yes, oldest first.'),
});
type Delivery = z.infer<typeof delivery>;

const named = z.object({ address: z.string().max(MAX_ADDRESS_LENGTH) });

/** What became of one reader’s copy. No answer holds an address. */
@Controller('api/v1/editions/:id/deliveries')
export class EditionDeliveriesController {
  constructor(
    private readonly stories: TellDeliveryStory,
    private readonly readers: TellReaderStory,
  ) {}

  @Get(':subscriberId')
  @Requires('editions:send', { edition: 'id' })
  @Answers(200, delivery, 'Everything known of it.')
  async readDelivery(@Param('id', ID) id: string, @Param('subscriberId', ID) subscriberId: string): Promise<Delivery> {
    const { edition, newsletter, messageId, standing, row, attempts, ...story } = await this.stories.of(id, subscriberId);
    const explanation = explainDelivery({ edition, newsletter, messageId, standing, row, attempts, ...story });
    return {
      editionId: edition.id, newsletter, editionState: edition.state, subscriberId, messageId, explanation, standing,
      row: row && {
        ...row,
        dueAt: row.dueAt.toISOString(),
        notBefore: text(row.notBefore),
        submittingAt: text(row.submittingAt),
        settledAt: text(row.settledAt),
        bouncedAt: text(row.bouncedAt),
        complainedAt: text(row.complainedAt),
        clickedAt: text(row.clickedAt),
      },
      attempts: attempts.map((one) => ({ ...one, endedAt: one.endedAt.toISOString() })),
    };
  } // prettier-ignore

  /** By address, in the body: addresses of web pages are logged on their way. */
  @Post('find')
  @HttpCode(200)
  @Requires('editions:send', { edition: 'id' })
  @Answers(200, delivery, 'Everything known of it.')
  async findDelivery(@Param('id', ID) id: string, @Body({ schema: named }) { address }: z.infer<typeof named>): Promise<Delivery> {
    const judged = judgeAddress(address);
    if (judged.verdict === 'reject') throw subscriberErrors.error('subscriber.address_invalid', { reason: judged.reason });
    const found = await this.readers.ofAddress(judged.canonical);
    if (found.found === 'nobody') throw subscriberErrors.error('subscriber.unknown');
    return this.readDelivery(id, found.story.subscriber.id);
  } // prettier-ignore
}

function text(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
