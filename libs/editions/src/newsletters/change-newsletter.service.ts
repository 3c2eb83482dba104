import { Injectable } from '@nestjs/common';
import { TemplateRepository } from '@app/mail';
import { Audit, Database, type Db } from '@app/platform';
import { editionErrors } from '../editions.errors.js';
import { NewsletterRepository } from './newsletter.repository.js';
import { settingsOf, settingsWith, type NewsletterSettings } from './newsletter-settings.js';
import type { Newsletter } from './newsletter.js';
import { NewsroomRepository, type NewsletterRow } from './newsroom.repository.js';
import { differences, type Difference } from './settings-differences.js';
import { senderProblems, settingsProblems } from './settings-problems.js';
import type { SettingsChange } from './settings-schema.js';

/** A newsletter's settings with the version they are changed under. */
export interface StatedSettings {
  readonly newsletter: Newsletter;
  readonly version: number;
  readonly settings: NewsletterSettings;
}

export interface ChangedSettings extends StatedSettings {
  /** Empty: it was so already, and the version is the same. */
  readonly changes: readonly Difference[];
}

/** Reads and changes what a newsletter is set to. */
@Injectable()
export class ChangeNewsletter {
  constructor(
    private readonly database: Database,
    private readonly newsletters: NewsletterRepository,
    private readonly newsroom: NewsroomRepository,
    private readonly templates: TemplateRepository,
    private readonly audit: Audit,
  ) {}

  /** @throws `newsletter.unknown` */
  async read(slug: string): Promise<StatedSettings> {
    const reading = this.database.transaction().setIsolationLevel('repeatable read');
    return reading.execute(async (trx) => this.stated(trx, this.known(slug, await this.newsroom.find(trx, slug))));
  }

  /**
   * Changes what is named and leaves the rest, under the version that was looked at.
   *
   * @param request.change from here, where two programs may change different things at once: applied to what is stored
   * @throws `newsletter.unknown`, `newsletter.changed_meanwhile` with the current `version`,
   *   `newsletter.settings_invalid` with each problem, `template.unknown`
   */
  async change(
    slug: string,
    request: {
      readonly change: SettingsChange | ((settings: NewsletterSettings) => SettingsChange);
      /** undefined: whatever it is now, for changes made from what is stored. */
      readonly version?: number | undefined;
      readonly operatorId: string | null;
    },
  ): Promise<ChangedSettings> {
    return this.database.transaction().execute(async (trx) => {
      const row = await this.locked(trx, slug);
      if (request.version !== undefined && request.version !== row.version)
        throw editionErrors.error('newsletter.changed_meanwhile', { slug, version: row.version });
      const { settings: before } = await this.stated(trx, row);
      const change = typeof request.change === 'function' ? request.change(before) : request.change;
      return this.write(trx, row, { change, operatorId: request.operatorId });
    });
  }

  /**
   * What the newsletter would be set to with a change, judged and not stored: for looking at what follows from it.
   *
   * @throws `newsletter.unknown`, `newsletter.settings_invalid` with each problem
   */
  async foresee(slug: string, change: SettingsChange): Promise<StatedSettings & { readonly foreseen: Newsletter }> {
    const stated = await this.read(slug);
    const settings = settingsWith(stated.settings, change);
    assertMeant(stated.newsletter, settings);
    const { timeZone, breaks, slots, offers, proposalLeadMinutes, freezeLeadMinutes, seedLeadMinutes } = settings;
    const calendar = Object.entries(settings.calendar).map(([weekday, localTime]) => ({ weekday: Number(weekday), localTime }));
    const foreseen = { ...stated.newsletter, timeZone, breaks, slots, offers, calendar, proposalLeadMinutes, freezeLeadMinutes, seedLeadMinutes };
    return { ...stated, settings, foreseen };
  } // prettier-ignore

  /** As {@link change}, for a caller who holds the row's lock and compares no version. */
  async write(
    trx: Db,
    row: NewsletterRow,
    request: { readonly change: SettingsChange; readonly operatorId: string | null },
  ): Promise<ChangedSettings> {
    const { newsletter, settings: before } = await this.stated(trx, row);
    const settings = settingsWith(before, request.change);
    const changes = differences(before, settings);
    if (changes.length === 0) return { newsletter, version: row.version, settings, changes };
    assertMeant(newsletter, settings);
    const version = row.version + 1;
    const templateId = await this.templateId(trx, row, { before: before.template, after: settings.template });
    await this.newsroom.write(trx, row.id, { settings, version, templateId });
    await this.audit.append(trx, {
      operatorId: request.operatorId,
      action: 'newsletter.changed',
      object: `newsletter:${row.id}`,
      detail: { version, changes },
    });
    return { newsletter: await this.newsletters.known(trx, row.id), version, settings, changes };
  }

  /** The settings a newsletter is brought into being with: no change, and no version of its own. */
  async complete(trx: Db, slug: string, given: SettingsChange): Promise<StatedSettings> {
    const row = await this.locked(trx, slug);
    const { newsletter, settings: before } = await this.stated(trx, row);
    const settings = settingsWith(before, given);
    assertMeant(newsletter, settings);
    const { version } = row;
    const templateId = await this.templateId(trx, row, { before: before.template, after: settings.template });
    await this.newsroom.write(trx, row.id, { settings, version, templateId });
    return { newsletter: await this.newsletters.known(trx, row.id), version, settings };
  }

  private async locked(trx: Db, slug: string): Promise<NewsletterRow> {
    return this.known(slug, await this.newsroom.lock(trx, slug));
  }

  private known(slug: string, row: NewsletterRow | undefined): NewsletterRow {
    if (row === undefined) throw editionErrors.error('newsletter.unknown', { slug });
    return row;
  }

  private async stated(trx: Db, row: NewsletterRow): Promise<StatedSettings> {
    const newsletter = await this.newsletters.known(trx, row.id);
    const template = await this.templates.currentOf(trx, row.templateId);
    if (template === undefined) throw editionErrors.error('template.unknown', { templateId: row.templateId });
    const { contactAddress, accent } = row;
    const settings = settingsOf(newsletter, { contactAddress, accent, template: template.slug });
    return { newsletter, version: row.version, settings };
  }

  /** @throws `template.unknown` */
  private async templateId(trx: Db, row: NewsletterRow, to: { before: string; after: string }): Promise<string> {
    if (to.before === to.after) return row.templateId;
    const all = await this.templates.current(trx);
    const named = all.find(({ slug, kind }) => kind === 'digest' && slug === to.after);
    if (named === undefined) throw editionErrors.error('template.unknown', { template: to.after });
    return named.templateId;
  }
}

/** @throws `newsletter.settings_invalid` naming each field, what was given and what is expected */
function assertMeant(newsletter: Newsletter, settings: NewsletterSettings): void {
  const problems = [
    ...settingsProblems(settings),
    ...senderProblems(settings.senderAddress, newsletter.brand.senderDomain),
  ].map(({ path, given, expected }) => ({ field: path.join('.'), given, expected }));
  if (problems.length > 0)
    throw editionErrors.error('newsletter.settings_invalid', { slug: newsletter.slug, problems });
}
