import { Injectable } from '@nestjs/common';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { Database, newId, type Db } from '@app/platform';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter, SectionRule } from './newsletter.js';
import type { BrandSetUp, NewsletterSetUp } from './newsroom-set-up.js';

/** Every statement on brands, families, newsletters and their calendars. */
@Injectable()
export class NewsletterRepository {
  private readonly readings = new Map<string, Promise<Newsletter | undefined>>();

  constructor(private readonly database: Database) {}

  async all(): Promise<Newsletter[]> {
    const rows = await this.select(this.database).orderBy('newsletter.created_at').orderBy('newsletter.slug').execute();
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

  async ensureBrand(db: Db, brand: BrandSetUp): Promise<string> {
    await db
      .insertInto('brand')
      .values({
        id: newId(),
        slug: brand.slug,
        name: brand.name,
        legal_name: brand.legalName,
        postal_address: brand.postalAddress,
        contact_address: brand.contactAddress,
        site_url: brand.siteUrl,
        sender_domain: brand.senderDomain,
        accent: brand.accent,
      })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .execute();
    return (await db.selectFrom('brand').select('id').where('slug', '=', brand.slug).executeTakeFirstOrThrow()).id;
  }

  async ensureFamily(db: Db, brandId: string, family: { slug: string; name: string }): Promise<string> {
    await db
      .insertInto('newsletter_family')
      .values({ id: newId(), brand_id: brandId, ...family })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .execute();
    return (
      await db.selectFrom('newsletter_family').select('id').where('slug', '=', family.slug).executeTakeFirstOrThrow()
    ).id;
  }

  /** Adds the newsletter with its calendar, unless one has this slug. */
  async ensure(
    db: Db,
    setUp: NewsletterSetUp & { brandId: string; familyId: string; templateId: string; listDomain: string },
  ): Promise<void> {
    const id = newId();
    const inserted = await db
      .insertInto('newsletter')
      .values({
        id,
        brand_id: setUp.brandId,
        family_id: setUp.familyId,
        slug: setUp.slug,
        name: setUp.name,
        promise: setUp.promise,
        language: setUp.language,
        time_zone: setUp.timeZone,
        sender_name: setUp.senderName,
        sender_address: setUp.senderAddress,
        list_id: `${setUp.slug}.${setUp.listDomain}`,
        template_id: setUp.templateId,
        section_rules: JSON.stringify(setUp.sections.map(sectionRule)),
        ...(setUp.approval === undefined ? {} : { approval: setUp.approval }),
        ...(setUp.maxDispatches === undefined ? {} : { max_dispatches: setUp.maxDispatches }),
        ...(setUp.allowedOrigins === undefined ? {} : { allowed_origins: [...setUp.allowedOrigins] }),
        offers_regions: setUp.offers?.regions ?? false,
        offers_topics: setUp.offers?.topics ?? false,
        offers_time_zone: setUp.offers?.timeZone ?? false,
        delivery_times: [...(setUp.offers?.deliveryTimes ?? [])],
        inactivity_months: setUp.inactivityMonths ?? null,
      })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows !== 1n) return;
    const days = Object.entries(setUp.calendar).map(([weekday, localTime]) => ({
      newsletter_id: id,
      weekday: Number(weekday),
      local_time: localTime,
    }));
    if (days.length > 0) await db.insertInto('calendar_day').values(days).execute();
  }

  /** The sites that may frame the form and call the public API by script, all of them. */
  async allowOrigins(db: Db, id: string, origins: readonly string[]): Promise<void> {
    await db
      .updateTable('newsletter')
      .set({ allowed_origins: [...origins] })
      .where('id', '=', id)
      .execute();
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

/** A bare slug is a region without bounds. */
function sectionRule(given: string | SectionRule): SectionRule {
  return typeof given === 'string' ? { label: 'region', slug: given, min: 0, max: null, weekdays: null } : given;
}
