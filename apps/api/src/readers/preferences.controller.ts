import { Body, Controller, Get, Ip, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Config, isCatalogueError } from '@app/platform';
import { ReaderPreferences, type PreferenceWish } from '@app/subscribers';
import { Pages } from '../pages/pages.js';
import { readPreferenceForm } from './preference-form.js';
import { PreferencePage } from './preference-page.service.js';
import { ReaderLabels } from './reader-labels.service.js';
import { TokenPage } from './reader-page.js';
import { Storefront } from './storefront.service.js';

/**
 * What a reader receives, and when. Acts by its link alone: no cookie, no session. The link stands in mails that get
 * forwarded, so the page says nothing about its reader and what matters most asks the mailbox first.
 */
@Controller('preferences')
export class PreferencesController {
  constructor(
    private readonly preferences: ReaderPreferences,
    private readonly page: PreferencePage,
    private readonly pages: Pages,
    private readonly labels: ReaderLabels,
    private readonly storefront: Storefront,
    private readonly config: Config,
  ) {}

  /** `saved=1` and `saved=asked` are where the form leads to. */
  @Get(':token')
  @TokenPage()
  async show(@Param('token') token: string, @Query('saved') saved: unknown): Promise<string> {
    const labels = await this.labels.book();
    const choices = await this.preferences.look(token, labels);
    const told = saved === 'asked' ? 'asked' : saved === '1' ? 'saved' : undefined;
    return this.page.render({ token, choices, labels, told });
  }

  @Post(':token')
  @TokenPage()
  async save(
    @Param('token') token: string,
    @Body() body: unknown,
    @Ip() clientAddress: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const labels = await this.labels.book();
    const { newsletter } = await this.preferences.look(token, labels);
    const { join, ...words } = this.pages.preferences.wordings(newsletter.language);
    let wish: PreferenceWish | undefined;
    try {
      wish = readPreferenceForm(body);
      await this.preferences.change(token, wish, {
        ...words,
        join: (other) => join(this.storefront.card(other)),
        labels,
        page: `${this.config.publicUrl}/preferences`,
        clientAddress,
      });
    } catch (error) {
      await this.giveBack(reply, { token, wish, error });
      return;
    }
    const saved = wish.joins.length > 0 ? 'asked' : '1';
    await reply.redirect(`/preferences/${encodeURIComponent(token)}?saved=${saved}`, 303);
  }

  /** The page as things stand now, or as the reader had filled it in, with what was wrong. */
  private async giveBack(
    reply: FastifyReply,
    { token, wish, error }: { token: string; wish: PreferenceWish | undefined; error: unknown },
  ): Promise<void> {
    if (!isCatalogueError(error) || !error.code.startsWith('preferences.')) throw error;
    const labels = await this.labels.book();
    const choices = await this.preferences.look(token, labels);
    const isChanged = error.code === 'preferences.changed' || wish === undefined;
    const html = this.page.render({
      token,
      choices,
      labels,
      told: isChanged ? 'changed' : 'check',
      ...(isChanged ? {} : { refused: { wish, error } }),
    });
    await reply.status(isChanged ? 409 : 422).send(html);
  }
}
