import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId, type Db } from '@app/platform';
import type { NewsletterSettings } from './newsletter-settings.js';
import type { BrandSetUp, FamilySetUp, NewsletterSetUp } from './newsroom-set-up.js';
import { usualWindowHours } from './usual-window.js';

/** What a newsletter's row says beside what {@link NewsletterRepository} reads of it. */
export interface NewsletterRow {
  readonly id: string;
  readonly version: number;
  readonly templateId: string;
  readonly brandId: string;
  readonly familyId: string | null;
  readonly contactAddress: string | null;
  readonly accent: string | null;
}

/** Where a new newsletter belongs. */
export interface NewsletterPlace {
  readonly brandId: string;
  readonly familyId: string;
  readonly templateId: string;
  /** Right side of its list id (RFC 2919), which stays when the brand's domain changes. */
  readonly listDomain: string;
}

/** Every statement that writes brands, families, newsletters and their calendars. */
@Injectable()
export class NewsroomRepository {
  /** The brand with this slug as it was stated, locked. */
  async lockBrand(db: Db, slug: string): Promise<(Required<BrandSetUp> & { id: string }) | undefined> {
    const row = await db.selectFrom('brand').selectAll().where('slug', '=', slug).forUpdate().executeTakeFirst();
    if (row === undefined) return undefined;
    return {
      id: row.id,
      slug: row.slug,
      name: row.name,
      legalName: row.legal_name,
      postalAddress: row.postal_address,
      contactAddress: row.contact_address,
      siteUrl: row.site_url,
      senderDomain: row.sender_domain,
      accent: row.accent,
      ownHosts: row.own_hosts,
    };
  }

  /** Adds the brand, unless one has this slug. */
  async ensureBrand(db: Db, brand: BrandSetUp): Promise<string> {
    await db
      .insertInto('brand')
      .values({ id: newId(), slug: brand.slug, ...brandColumns(brand) })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .execute();
    return (await db.selectFrom('brand').select('id').where('slug', '=', brand.slug).executeTakeFirstOrThrow()).id;
  }

  async changeBrand(db: Db, id: string, brand: BrandSetUp): Promise<void> {
    await db.updateTable('brand').set(brandColumns(brand)).where('id', '=', id).execute();
  }

  async lockFamily(db: Db, slug: string): Promise<(FamilySetUp & { id: string; brandId: string }) | undefined> {
    return db
      .selectFrom('newsletter_family')
      .select(['id', 'slug', 'name', 'brand_id as brandId'])
      .where('slug', '=', slug)
      .forUpdate()
      .executeTakeFirst();
  }

  /** Adds the family, unless one has this slug. */
  async ensureFamily(db: Db, brandId: string, family: FamilySetUp): Promise<string> {
    const { slug, name } = family;
    await db
      .insertInto('newsletter_family')
      .values({ id: newId(), brand_id: brandId, slug, name })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .execute();
    return (await db.selectFrom('newsletter_family').select('id').where('slug', '=', slug).executeTakeFirstOrThrow())
      .id;
  }

  async renameFamily(db: Db, id: string, name: string): Promise<void> {
    await db.updateTable('newsletter_family').set({ name }).where('id', '=', id).execute();
  }

  async find(db: Db, slug: string): Promise<NewsletterRow | undefined> {
    return this.row(db, slug).executeTakeFirst();
  }

  /** As `find`; nobody else changes it until the transaction ends. */
  async lock(db: Db, slug: string): Promise<NewsletterRow | undefined> {
    return this.row(db, slug).forUpdate().executeTakeFirst();
  }

  private row(db: Db, slug: string) {
    return db
      .selectFrom('newsletter')
      .select(['id', 'version', 'contact_address as contactAddress', 'accent'])
      .select(['brand_id as brandId', 'family_id as familyId', 'template_id as templateId'])
      .where('slug', '=', slug);
  }

  /** Adds the newsletter with what it cannot be without, unless one has this slug. Returns whether it did. */
  async add(db: Db, setUp: NewsletterSetUp, place: NewsletterPlace): Promise<boolean> {
    const inserted = await db
      .insertInto('newsletter')
      .values({
        id: newId(),
        brand_id: place.brandId,
        family_id: place.familyId,
        slug: setUp.slug,
        name: setUp.name,
        promise: setUp.promise,
        language: setUp.language,
        time_zone: setUp.timeZone,
        sender_name: setUp.senderName,
        sender_address: setUp.senderAddress,
        list_id: `${setUp.slug}.${place.listDomain}`,
        template_id: place.templateId,
        window_hours: usualWindowHours(Object.keys(setUp.calendar).map(Number)),
      })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n;
  }

  /** Puts a newsletter into another family of its brand. */
  async moveToFamily(db: Db, id: string, familyId: string): Promise<void> {
    await db
      .updateTable('newsletter')
      .set({ family_id: familyId, version: sql<number>`version + 1`, changed_at: sql<Date>`now()` })
      .where('id', '=', id)
      .execute();
  }

  /** Writes all settings, under the next version where it is a change. The row is locked by the caller. */
  async write(db: Db, id: string, to: { settings: NewsletterSettings; templateId: string; version: number }) {
    const { settings, templateId, version } = to;
    await db
      .updateTable('newsletter')
      .set({ ...settingColumns(settings), template_id: templateId, version, changed_at: sql<Date>`now()` })
      .where('id', '=', id)
      .execute();
    await db.deleteFrom('calendar_day').where('newsletter_id', '=', id).execute();
    const days = Object.entries(settings.calendar).map(([weekday, localTime]) => ({
      newsletter_id: id,
      weekday: Number(weekday),
      local_time: localTime,
    }));
    if (days.length > 0) await db.insertInto('calendar_day').values(days).execute();
    await db.deleteFrom('calendar_break').where('newsletter_id', '=', id).execute();
    const breaks = settings.breaks.map(({ firstDay, lastDay, reason }) => ({
      newsletter_id: id,
      first_day: firstDay,
      last_day: lastDay,
      reason,
    }));
    if (breaks.length > 0) await db.insertInto('calendar_break').values(breaks).execute();
  }
}

function brandColumns(brand: BrandSetUp) {
  return {
    name: brand.name,
    legal_name: brand.legalName,
    postal_address: brand.postalAddress,
    contact_address: brand.contactAddress,
    site_url: brand.siteUrl,
    sender_domain: brand.senderDomain,
    accent: brand.accent,
    ...(brand.ownHosts === undefined ? {} : { own_hosts: [...brand.ownHosts] }),
  };
}

function settingColumns(settings: NewsletterSettings) {
  return {
    name: settings.name,
    promise: settings.promise,
    time_zone: settings.timeZone,
    sender_name: settings.senderName,
    sender_address: settings.senderAddress,
    reply_to: settings.replyTo,
    contact_address: settings.contactAddress,
    accent: settings.accent,
    logo: settings.logo === null ? null : JSON.stringify(settings.logo),
    section_rules: JSON.stringify(settings.sections),
    slots: JSON.stringify(settings.slots),
    approval: settings.approval,
    unapproved: settings.unapproved,
    approvals_needed: settings.approvalsNeeded,
    approval_delay_minutes: settings.approvalDelayMinutes,
    proposal_lead_minutes: settings.proposalLeadMinutes,
    freeze_lead_minutes: settings.freezeLeadMinutes,
    seed_lead_minutes: settings.seedLeadMinutes,
    useful_hours: settings.usefulHours,
    window_hours: settings.windowHours,
    max_dispatches: settings.maxDispatches,
    short_dispatches: settings.shortDispatches,
    slow_day_min: settings.slowDayMin,
    slow_day: settings.slowDay,
    told_days: settings.toldDays,
    cut_min: settings.cutMin,
    flash_per_day: settings.flashPerDay,
    target_percent: settings.targetPercent,
    target_minutes: settings.targetMinutes,
    uncertain_policy: settings.uncertainPolicy,
    archive: settings.archive,
    link_parameters: JSON.stringify(settings.linkParameters),
    is_public: settings.isPublic,
    allowed_origins: [...settings.allowedOrigins],
    offers_regions: settings.offers.regions,
    offers_topics: settings.offers.topics,
    offers_time_zone: settings.offers.timeZone,
    delivery_times: [...settings.offers.deliveryTimes],
    inactivity_months: settings.inactivityMonths,
  };
}
