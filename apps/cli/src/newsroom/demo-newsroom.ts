import { readFileSync } from 'node:fs';
import { projectPath } from '@app/platform';
import type { KeepPicture, SourceRepository, StoreDispatch } from '@app/dispatches';
import type { BookInsertions, BrandSetUp, NewsletterSetUp, SetUpNewsroom } from '@app/editions';
import type { Database } from '@app/platform';
import { DEMO_REGIONS, demoDispatchesSchema, type DemoDispatch } from './demo-dispatch.schema.js';

/** The newsroom of the try-it mode: one brand, one family of three newsletters, two sources, invented dispatches. */
const brand: BrandSetUp = {
  slug: 'newsroom',
  name: 'Newsroom',
  legalName: 'Newsroom Example SAS',
  postalAddress: '12 rue des Exemples, 75011 Paris, France',
  contactAddress: 'courrier@newsroom.example',
  siteUrl: 'https://newsroom.example',
  senderDomain: 'newsletters.newsroom.example',
  accent: '#a8321f',
  ownHosts: ['newsroom.example'],
};

const everyDay = (time: string): NewsletterSetUp['calendar'] => ({
  1: time,
  2: time,
  3: time,
  4: time,
  5: time,
  6: time,
  7: time,
});

/** What readers may choose: everything that the demo's dispatches are labelled by, and hours around breakfast. */
const offers = { regions: true, timeZone: true, deliveryTimes: ['06:00', '07:00', '08:00', '12:00'] };

const newsletters: readonly NewsletterSetUp[] = [
  {
    slug: 'monde',
    name: 'Le monde ce matin',
    promise: 'Recevez toute l’actualité internationale directement dans votre boîte mail',
    language: 'fr',
    timeZone: 'Europe/Paris',
    senderName: 'Newsroom',
    senderAddress: 'monde@newsletters.newsroom.example',
    sections: DEMO_REGIONS,
    calendar: everyDay('07:00'),
    offers,
    archive: 'public',
  },
  {
    slug: 'world',
    name: 'The World This Morning',
    promise: 'All the international news, straight to your inbox',
    language: 'en',
    timeZone: 'Europe/London',
    senderName: 'Newsroom',
    senderAddress: 'world@newsletters.newsroom.example',
    sections: DEMO_REGIONS,
    calendar: everyDay('07:00'),
    offers,
    archive: 'public',
  },
  {
    slug: 'alam',
    name: 'العالم هذا الصباح',
    promise: 'كل الأخبار الدولية مباشرة إلى بريدكم الإلكتروني',
    language: 'ar',
    timeZone: 'Asia/Beirut',
    senderName: 'Newsroom',
    senderAddress: 'alam@newsletters.newsroom.example',
    sections: DEMO_REGIONS,
    calendar: everyDay('07:00'),
    offers,
    archive: 'public',
  },
];

/** The house's own promotion in each newsletter, by slug. */
const promotions: Readonly<Record<string, { title: string; text: string; linkLabel: string }>> = {
  monde: {
    title: 'Dans les coulisses de la rédaction',
    text: 'Chaque samedi, une correspondante raconte comment une nouvelle lui est parvenue.',
    linkLabel: 'Lire les carnets',
  },
  world: {
    title: 'Behind the newsroom’s door',
    text: 'Every Saturday a correspondent tells how one story reached her.',
    linkLabel: 'Read the notebooks',
  },
  alam: {
    title: 'من داخل غرفة الأخبار',
    text: 'كل سبت تروي مراسلة كيف وصلها أحد الأخبار.',
    linkLabel: 'اقرأ الدفاتر',
  },
};
/** Days a promotion stands: a demo is looked at again, but not for ever. */
const PROMOTION_DAYS = 365;

const sources = [
  { slug: 'agence-colporteur', name: 'Agence Colporteur' },
  { slug: 'correspondants', name: 'Newsroom' },
];

const LANGUAGES = ['fr', 'en', 'ar'] as const;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface Newsroom {
  readonly database: Database;
  readonly setUp: SetUpNewsroom;
  readonly insertions: BookInsertions;
  readonly sources: SourceRepository;
  readonly dispatches: StoreDispatch;
  readonly pictures: KeepPicture;
}

/**
 * Sets the demo newsroom up, or finds it as it was. The dispatches are dated relative to `now`; on a later day the same
 * samples come in again as that day's news, so that there is always something to read.
 *
 * @param allowedOrigins sites whose pages may carry the newsletters' forms
 */
export async function openDemoNewsroom(
  newsroom: Newsroom,
  now: Date,
  allowedOrigins: readonly string[] = [],
): Promise<{ dispatches: number }> {
  const shown = newsletters.map((newsletter) => ({ ...newsletter, allowedOrigins }));
  await newsroom.setUp.setUp(brand, { slug: 'matin', name: 'Le matin' }, shown);
  const day = now.toISOString().slice(0, 10);
  await promote(newsroom.insertions, now);
  const rights = { mail: true, archive: true, feed: true };
  const records = new Map(
    await Promise.all(
      sources.map(
        async (source) =>
          [
            source.slug,
            await newsroom.sources.ensure(newsroom.database, { ...source, kind: 'operator', rights }),
          ] as const,
      ),
    ),
  );
  let created = 0;
  for (const language of LANGUAGES) {
    for (const sample of readSamples(language)) {
      const source = records.get(sample.source);
      if (source === undefined) throw new Error(`demo source ${sample.source} is missing`);
      const publishedAt = new Date(now.getTime() - sample.hoursAgo * HOUR_MS);
      const picture = pictureOf(sample);
      const dispatch = { ...incoming(sample, language, day, publishedAt), ...(picture && { picture: picture.told }) };
      const stored = await newsroom.dispatches.store(source, dispatch, publishedAt);
      if (stored.outcome !== 'created') continue;
      created += 1;
      if (picture !== undefined)
        await newsroom.pictures.keepFor(stored.id, picture.told.url, readFileSync(picture.path));
    }
  }
  return { dispatches: created };
}

/** Books each newsletter's promotion, unless one was ever booked. */
async function promote(insertions: BookInsertions, now: Date): Promise<void> {
  const firstDay = now.toISOString().slice(0, 10);
  const lastDay = new Date(now.getTime() + PROMOTION_DAYS * DAY_MS).toISOString().slice(0, 10);
  for (const [slug, words] of Object.entries(promotions)) {
    if ((await insertions.list(slug)).length > 0) continue;
    const link = `https://newsroom.example/${slug}`;
    await insertions.add(slug, { kind: 'promotion', ...words, link, afterBlocks: 4, firstDay, lastDay }, null);
  }
}

/** The sample dispatches that ship in one language. */
export function readSamples(language: string): DemoDispatch[] {
  const parsed: unknown = JSON.parse(
    readFileSync(projectPath('apps', 'cli', 'demo', `dispatches.${language}.json`), 'utf8'),
  );
  return demoDispatchesSchema.parse(parsed);
}

/** A sample as a source would deliver it on `day` (`YYYY-MM-DD`). */
export function incoming(
  sample: DemoDispatch,
  language: string,
  day: string,
  publishedAt: Date,
): Parameters<StoreDispatch['store']>[1] {
  return {
    externalId: `${sample.externalId}@${day}`,
    language,
    headline: sample.headline,
    standfirst: sample.standfirst,
    bodyHtml: sample.body.map((paragraph) => `<p>${paragraph}</p>`).join(''),
    ...(sample.byline === undefined ? {} : { byline: sample.byline }),
    dateline: sample.dateline,
    // Tomorrow's is another page: the same one again would be an update of today's.
    link: `${sample.link}/${day}`,
    isUpdate: sample.kind === 'update',
    urgency: sample.urgency,
    countries: sample.countries,
    regions: [sample.region],
    topics: [sample.topic],
    publishedAt,
    access: sample.access,
  };
}

/** It has an address of the invented newsroom, which nobody asks: the file ships with the project. */
function pictureOf({ picture }: DemoDispatch) {
  if (picture === undefined) return undefined;
  const { file, ...told } = picture;
  const path = projectPath('apps', 'cli', 'demo', file);
  return { told: { ...told, url: `https://newsroom.example/pictures/${file}` }, path };
}
