import { Injectable } from '@nestjs/common';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { Database, type Db } from '@app/platform';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from './newsletter.js';

/** Reads newsletters with their brands, families and calendars. */
@Injectable()
export class NewsletterRepository {
  private readonly readings = new Map<string, Promise<Newsletter | undefined>>();

  constructor(private readonly database: Database) {}

  async all(db: Db = this.database): Promise<Newsletter[]> {
    const rows = await this.select(db).orderBy('newsletter.created_at').orderBy('newsletter.slug').execute();
    return rows.map(toNewsletter);
  }

  /**
   * Whoever asks while the answer is on its way shares it: a link in a bulletin brings hundreds of readers to one
   * newsletter at the same moment.
   */
  async bySlug(slug: string): Promise<Newsletter | undefined> {
    const underWay = this.readings.get(slug) ?? this.read(slug);
    this.readings.set(slug, underWay);
    return underWay;
  }

  private async read(slug: string): Promise<Newsletter | undefined> {
    try {
      const row = await this.select(this.database).where('newsletter.slug', '=', slug).executeTakeFirst();
      return row === undefined ? undefined : toNewsletter(row);
    } finally {
      this.readings.delete(slug);
    }
  }

  async byId(db: Db, id: string): Promise<Newsletter | undefined> {
    const row = await this.select(db).where('newsletter.id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : toNewsletter(row);
  }

  /** As `byId`, where an edition or an operator names it. @throws `newsletter.unknown` */
  async known(db: Db, id: string): Promise<Newsletter> {
    const newsletter = await this.byId(db, id);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { newsletterId: id });
    return newsletter;
  }

  /** With its sister newsletters, oldest first; alone where it has no family. */
  async familyOf({ id, familyId }: Newsletter): Promise<Newsletter[]> {
    return (await this.all()).filter((one) => one.id === id || (familyId !== null && one.familyId === familyId));
  }

  private select(db: Db) {
    return db
      .selectFrom('newsletter')
      .innerJoin('brand', 'brand.id', 'newsletter.brand_id')
      .leftJoin('newsletter_family', 'newsletter_family.id', 'newsletter.family_id')
      .selectAll('newsletter')
      .select((eb) => [
        'brand.name as brand_name',
        'brand.legal_name',
        'brand.postal_address',
        'brand.site_url',
        'brand.sender_domain',
        'brand.accent as brand_accent',
        'brand.contact_address as brand_contact_address',
        'brand.own_hosts',
        'newsletter_family.name as family_name',
        jsonArrayFrom(
          eb
            .selectFrom('calendar_day')
            .select(['weekday', 'local_time'])
            .whereRef('calendar_day.newsletter_id', '=', 'newsletter.id')
            .orderBy('weekday'),
        ).as('calendar'),
        jsonArrayFrom(
          eb
            .selectFrom('calendar_break')
            .select(['first_day as firstDay', 'last_day as lastDay', 'reason'])
            .whereRef('calendar_break.newsletter_id', '=', 'newsletter.id')
            .orderBy('first_day'),
        ).as('breaks'),
      ]);
  }
}

type Row = Awaited<ReturnType<ReturnType<NewsletterRepository['select']>['execute']>>[number];

function toNewsletter(row: Row): Newsletter {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    promise: row.promise,
    language: row.language,
    timeZone: row.time_zone,
    senderName: row.sender_name,
    senderAddress: row.sender_address,
    replyTo: row.reply_to,
    listId: row.list_id,
    templateId: row.template_id,
    approval: row.approval,
    sections: row.section_rules.map(({ slug }) => slug),
    sectionRules: row.section_rules,
    maxDispatches: row.max_dispatches,
    windowHours: row.window_hours,
    proposalLeadMinutes: row.proposal_lead_minutes,
    freezeLeadMinutes: row.freeze_lead_minutes,
    usefulHours: row.useful_hours,
    unapproved: row.unapproved,
    approvalsNeeded: row.approvals_needed === 2 ? 2 : 1,
    approvalDelayMinutes: row.approval_delay_minutes,
    seedLeadMinutes: row.seed_lead_minutes,
    shortDispatches: row.short_dispatches,
    slowDayMin: row.slow_day_min,
    slowDay: row.slow_day,
    toldDays: row.told_days,
    cutMin: row.cut_min,
    flashPerDay: row.flash_per_day,
    targetPercent: row.target_percent,
    targetMinutes: row.target_minutes,
    uncertainPolicy: row.uncertain_policy,
    archive: row.archive,
    linkParameters: row.link_parameters,
    slots: row.slots,
    breaks: row.breaks,
    accent: row.accent ?? row.brand_accent,
    logo: row.logo,
    contactAddress: row.contact_address ?? row.brand_contact_address,
    isPublic: row.is_public,
    allowedOrigins: row.allowed_origins,
    offers: {
      regions: row.offers_regions,
      topics: row.offers_topics,
      timeZone: row.offers_time_zone,
      deliveryTimes: row.delivery_times,
    },
    inactivityMonths: row.inactivity_months,
    createdAt: row.created_at,
    version: row.version,
    familyId: row.family_id,
    familyName: row.family_name,
    calendar: row.calendar.map((day) => ({ weekday: day.weekday, localTime: day.local_time.slice(0, 5) })),
    brand: {
      id: row.brand_id,
      name: row.brand_name,
      legalName: row.legal_name,
      postalAddress: row.postal_address,
      contactAddress: row.brand_contact_address,
      siteUrl: row.site_url,
      senderDomain: row.sender_domain,
      ownHosts: [...new Set([...row.own_hosts, new URL(row.site_url).hostname])],
    },
  };
}
