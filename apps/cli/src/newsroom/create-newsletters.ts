import type { INestApplicationContext } from '@nestjs/common';
import { Audit, Clock, Config, Database } from '@app/platform';
import { NewsletterRepository, SetUpNewsroom, nextDue, type NewsroomSetUp } from '@app/editions';

export interface CreatedNewsletter {
  readonly id: string;
  readonly slug: string;
  /** `existing`: one had this slug already and was left as it is. */
  readonly outcome: 'created' | 'existing';
  /** ISO 8601; null for a calendar without lines. */
  readonly nextDue: string | null;
  /** Where readers sign up. */
  readonly form: string;
}

/** Sets the newsroom up and says what came of each newsletter. All of it or nothing. */
export async function createNewsletters(
  tools: INestApplicationContext,
  newsroom: NewsroomSetUp,
): Promise<CreatedNewsletter[]> {
  const newsletters = tools.get(NewsletterRepository, { strict: false });
  const before = new Set((await newsletters.all()).map(({ slug }) => slug));
  await tools.get(SetUpNewsroom, { strict: false }).setUp(newsroom.brand, newsroom.family, newsroom.newsletters);
  const wanted = new Set(newsroom.newsletters.map(({ slug }) => slug));
  const rows: CreatedNewsletter[] = [];
  for (const one of (await newsletters.all()).filter(({ slug }) => wanted.has(slug))) {
    const outcome = before.has(one.slug) ? 'existing' : 'created';
    if (outcome === 'created') {
      const entry = { operatorId: null, action: 'newsletter.created', object: `newsletter:${one.id}` };
      await tools.get(Audit).append(tools.get(Database), entry);
    }
    const due = nextDue(one, tools.get(Clock).now())?.dueAt.toISOString() ?? null;
    const form = `${tools.get(Config).publicUrl}/n/${one.slug}`;
    rows.push({ id: one.id, slug: one.slug, outcome, nextDue: due, form });
  }
  return rows;
}
