import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Clock, Config, Database, isCatalogueError, type CatalogueError } from '@app/platform';
import {
  ADDRESS_CHANGE_HOURS,
  AskPersonalLink,
  ChangeAddress,
  ConsentReceipts,
  EraseReader,
  PERSONAL_LINK_MINUTES,
  TellReaderStory,
  type AddressWish,
} from '@app/subscribers';
import { Pages } from '../pages/pages.js';
import { MyDataPage } from './my-data-page.service.js';
import { AddressRefusal } from './address-refusal.service.js';
import { TokenFile, TokenPage } from './reader-page.js';
import { DELIVERY_DAYS } from './retention.js';

/** Names the layout of the data file; a later one gets another number (docs/readers-rights.md). */
const DATA_FORMAT = 'colporteur.reader/1';

/** A field that is missing, or came twice, is as good as empty. */
const field = z.string().catch('');
const addressForm = z
  .object({ address: field, suggestion: field, keepAddress: field })
  .catch({ address: '', suggestion: '', keepAddress: '' });

/**
 * What is kept about a reader, and what they may do about it. A preferences link gets as far as asking for a link; what
 * answers here is a link of 30 minutes that was sent to the address on file.
 */
@Controller()
export class PersonalController {
  constructor(
    private readonly askLink: AskPersonalLink,
    private readonly stories: TellReaderStory,
    private readonly changeAddress: ChangeAddress,
    private readonly eraseReader: EraseReader,
    private readonly receipts: ConsentReceipts,
    private readonly page: MyDataPage,
    private readonly refusals: AddressRefusal,
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** The same answer whether a notice is owed, was owed a minute ago, or may not be sent. */
  @Post('preferences/:token/personal-link')
  @HttpCode(200)
  @TokenPage()
  async sendLink(@Param('token') token: string): Promise<string> {
    const { language, brand } = await this.askLink.ask(token);
    return this.pages.personal.linkSent({ locale: language, brandName: brand.name }, PERSONAL_LINK_MINUTES);
  }

  @Get('my/:token')
  @TokenPage()
  async show(@Param('token') token: string): Promise<string> {
    return this.page.render({ token, ...(await this.stories.ofToken(token)) });
  }

  /** Everything the page says, and what it leaves out for length, for a program to read. */
  @Get('my/:token/data.json')
  @TokenFile('my-data.json')
  async download(@Param('token') token: string): Promise<string> {
    const { story } = await this.stories.ofToken(token);
    const retention = { unconfirmedDays: this.config.env.CONFIRMATION_DAYS, deliveryDays: DELIVERY_DAYS };
    const file = { format: DATA_FORMAT, writtenAt: this.clock.now(), ...story, retention };
    return JSON.stringify(file, null, 2);
  }

  @Get('my/:token/receipt.json')
  @TokenFile('consent-receipt.json')
  async receipt(@Param('token') token: string): Promise<string> {
    return JSON.stringify(await this.receipts.ofToken(token, this.config.publicUrl), null, 2);
  }

  @Post('my/:token/address')
  @HttpCode(200)
  @TokenPage()
  async askChange(@Param('token') token: string, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const wish = readAddressForm(body);
    try {
      const { person, newsletter } = await this.changeAddress.ask(token, wish);
      const frame = { locale: person.locale, brandName: newsletter.brand.name };
      await reply.send(this.pages.personal.changeAsked(frame, ADDRESS_CHANGE_HOURS));
    } catch (error) {
      if (!isCatalogueError(error) || !this.refusals.isOfField(error)) throw error;
      await this.giveBack(reply, { token, wish, error });
    }
  }

  @Get('my/:token/erase')
  @TokenPage()
  async askErasure(@Param('token') token: string): Promise<string> {
    const { person, newsletter } = await this.stories.open(this.database, token);
    return this.pages.personal.askErasure({ locale: person.locale, brandName: newsletter.brand.name }, token);
  }

  @Post('my/:token/erase')
  @HttpCode(200)
  @TokenPage()
  async erase(@Param('token') token: string): Promise<string> {
    const { locale, newsletter } = await this.eraseReader.byReader(token);
    return this.pages.personal.erased({ locale, brandName: newsletter.brand.name });
  }

  /** The page again, with what was typed and what was wrong beside the field. */
  private async giveBack(
    reply: FastifyReply,
    { token, wish, error }: { token: string; wish: AddressWish; error: CatalogueError },
  ): Promise<void> {
    const told = await this.stories.ofToken(token);
    const form = this.refusals.form(error, wish.address, told.story.subscriber.language);
    await reply.status(this.refusals.statusOf(error)).send(await this.page.render({ token, ...told, form }));
  }
}

/** A suggestion that was taken is the address; "keep" keeps the very address it stood beside. */
function readAddressForm(body: unknown): AddressWish {
  const { address, suggestion, keepAddress } = addressForm.parse(body ?? {});
  if (suggestion !== '') return { address: suggestion, keepAddress: true };
  return { address, keepAddress: keepAddress !== '' && keepAddress === address };
}
