import { Body, Controller, Get, Param, Patch, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ChangeNewsletter, type StatedSettings } from '@app/editions';
import type { Principal } from '@app/operators';
import { Caller, Requires } from '../access.js';
import { Answers } from '../answers.js';
import { entityTag, IfMatch, TakesIfMatch } from '../if-match.js';
import {
  changedSettings,
  newsletterSettings,
  settingsChange,
  type NewsletterSettingsAnswer,
  type SettingsChangeInput,
} from './newsletter-settings-answers.js';

/** Names a newsletter; which ones there are is asked later. */
export const newsletterSlug = z.string().regex(/^[a-z0-9-]{1,100}$/, 'is no slug');

/** Everything a newsletter is set to, as one document under one version. */
@Controller('api/v1/newsletters/:slug/settings')
export class NewsletterSettingsController {
  constructor(private readonly change: ChangeNewsletter) {}

  @Get()
  @Requires('editions:read', { newsletter: 'slug' })
  @Answers(200, newsletterSettings, 'Its settings, with the version to change them under as `ETag`.')
  async readSettings(
    @Param('slug', { schema: newsletterSlug }) slug: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewsletterSettingsAnswer> {
    const stated = await this.change.read(slug);
    reply.header('etag', entityTag(stated.version));
    return answerOf(stated);
  }

  /** What settings say together is judged with what is stored: 422 `newsletter.settings_invalid` names each problem. */
  @Patch()
  @Requires('configure', { newsletter: 'slug' })
  @TakesIfMatch()
  @Answers(200, changedSettings, 'Changed; `changes` says field by field what was. The same again changes nothing.')
  async changeSettings(
    @Param('slug', { schema: newsletterSlug }) slug: string,
    @Body({ schema: settingsChange }) change: SettingsChangeInput,
    @IfMatch() version: number,
    @Caller() { operatorId }: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof changedSettings>> {
    const changed = await this.change.change(slug, { change, version, operatorId });
    reply.header('etag', entityTag(changed.version));
    return { ...answerOf(changed), changes: [...changed.changes] };
  }
}

function answerOf({ newsletter, version, settings }: StatedSettings): NewsletterSettingsAnswer {
  const { id, slug, language, listId, familyName, brand } = newsletter;
  // A copy: what is stored is nobody's to change, and an answer's lists are anybody's.
  const document = newsletterSettings.shape.settings.parse(settings);
  return { id, slug, language, listId, family: familyName, brand: brand.name, version, settings: document };
}
