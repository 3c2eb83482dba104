import type { Insertable } from 'kysely';
import { SourceRepository } from '@app/dispatches';
import { shippedTemplate, TemplateRepository } from '@app/mail';
import { newId, type Database, type Schema } from '@app/platform';

export interface Newsroom {
  readonly brandId: string;
  readonly familyId: string;
  readonly newsletterId: string;
  readonly slug: string;
  readonly templateId: string;
  /** Slug `desk`, with the right to be mailed in full. */
  readonly sourceId: string;
}

/**
 * A brand with one newsletter, "Le Matin": French, every day at 7:00 in Paris, sent without an approval. Called again
 * with another `slug` and `language` it adds a sister newsletter.
 */
export async function createNewsroom(
  database: Database,
  overrides: Partial<Insertable<Schema['newsletter']>> = {},
): Promise<Newsroom> {
  const brandId = await ensureBrand(database);
  const familyId = await ensureFamily(database, brandId);
  const digest = shippedTemplate('digest');
  if (digest === undefined) throw new Error('no digest template is shipped');
  const templateId = await new TemplateRepository(database).publish(database, { ...digest, note: '', isShipped: true });
  const slug = overrides.slug ?? 'matin';
  const newsletter = {
    id: newId(),
    brand_id: brandId,
    family_id: familyId,
    slug,
    name: 'Le Matin',
    promise: 'Toute l’actualité du monde, chaque matin.',
    language: 'fr',
    time_zone: 'Europe/Paris',
    sender_name: 'La Gazette',
    sender_address: 'matin@gazette.example',
    list_id: `${slug}.gazette.example`,
    template_id: templateId,
    section_rules: JSON.stringify(
      ['france', 'europe', 'afrique', 'moyen-orient', 'ameriques', 'asie-pacifique'].map((slug) => ({
        label: 'region',
        slug,
        min: 0,
        max: null,
        weekdays: null,
      })),
    ),
    ...overrides,
  };
  await database.insertInto('newsletter').values(newsletter).execute();
  const days = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ newsletter_id: newsletter.id, weekday, local_time: '07:00' }));
  await database.insertInto('calendar_day').values(days).execute();
  const source = await new SourceRepository(database).ensure(database, {
    slug: 'desk',
    kind: 'operator',
    name: 'La Gazette',
    rights: { mail: true, archive: true, feed: true },
  });
  return { brandId, familyId, newsletterId: newsletter.id, slug, templateId, sourceId: source.id };
}

async function ensureBrand(database: Database): Promise<string> {
  const row = await database
    .insertInto('brand')
    .values({
      id: newId(),
      slug: 'gazette',
      name: 'La Gazette du Large',
      legal_name: 'Gazette du Large SAS',
      postal_address: '1 quai des Brumes, 29200 Brest, France',
      contact_address: 'contact@gazette.example',
      site_url: 'https://gazette.example',
      sender_domain: 'gazette.example',
      accent: '#c8321f',
    })
    .onConflict((conflict) => conflict.column('slug').doUpdateSet({ slug: 'gazette' }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

async function ensureFamily(database: Database, brandId: string): Promise<string> {
  const row = await database
    .insertInto('newsletter_family')
    .values({ id: newId(), brand_id: brandId, slug: 'gazette-matin', name: 'Le Matin' })
    .onConflict((conflict) => conflict.column('slug').doUpdateSet({ slug: 'gazette-matin' }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}
