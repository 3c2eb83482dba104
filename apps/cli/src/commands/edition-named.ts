import { InvalidArgumentError } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { EditionRepository, NewsletterRepository, editionErrors, type Edition, type Newsletter } from '@app/editions';
import { Database, type EditionKind } from '@app/platform';

/** How a command line names an edition: by its id, or by newsletter, day and, where it is not the digest, kind. */
export interface EditionName {
  /** An id, or a newsletter's slug. */
  readonly edition: string;
  /** `YYYY-MM-DD`; undefined: `edition` is an id. */
  readonly date?: string | undefined;
  /** `digest`, `flash-2`; left out: the day's digest. */
  readonly kind?: string | undefined;
}

const KINDS: readonly EditionKind[] = ['digest', 'flash', 'letter', 'correction'];

/** @throws `edition.unknown`, `newsletter.unknown` */
export async function editionNamed(tools: INestApplicationContext, name: EditionName): Promise<Edition> {
  const editions = tools.get(EditionRepository, { strict: false });
  const database = tools.get(Database);
  if (name.date === undefined) {
    const found = isId(name.edition) ? await editions.byId(database, name.edition) : undefined;
    if (found === undefined) throw editionErrors.error('edition.unknown', { edition: name.edition });
    return found;
  }
  const newsletter = await newsletterNamed(tools, name.edition);
  const [kind, sequence] = kindNamed(name.kind ?? 'digest');
  const found = await editions.named(database, { newsletterId: newsletter.id, date: name.date, kind, sequence });
  if (found === undefined)
    throw editionErrors.error('edition.unknown', { edition: `${name.edition} ${name.date} ${kind}-${sequence}` });
  return found;
}

/** @throws `newsletter.unknown` */
export async function newsletterNamed(tools: INestApplicationContext, slug: string): Promise<Newsletter> {
  const newsletter = await tools.get(NewsletterRepository, { strict: false }).bySlug(slug);
  if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { slug });
  return newsletter;
}

/** Parses an argument that is a day. */
export function dayArgument(text: string): string {
  const day = new Date(`${text}T00:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  if (!isDay) throw new InvalidArgumentError(`given ${text}; expected: a day such as 2026-11-22`);
  return text;
}

function kindNamed(text: string): [EditionKind, number] {
  const [, name, number = '1'] = /^([a-z]+)(?:-(\d{1,4}))?$/.exec(text) ?? [];
  const kind = KINDS.find((known) => known === name);
  if (kind === undefined) throw new InvalidArgumentError(`given ${text}; expected: ${KINDS.join(', ')} or flash-2`);
  return [kind, Number(number)];
}

function isId(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
