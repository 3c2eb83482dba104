import { InvalidArgumentError } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import {
  EditionRepository,
  NewsletterRepository,
  editionErrors,
  isDay,
  readEditionName,
  type Edition,
  type EditionName as Archived,
  type Newsletter,
} from '@app/editions';
import { Database, isId } from '@app/platform';

/** How a command line names an edition: by its id, or by newsletter, day and, where it is not the digest, kind. */
export interface EditionName {
  /** An id, or a newsletter's slug. */
  readonly edition: string;
  /** `YYYY-MM-DD`; undefined: `edition` is an id. */
  readonly date?: string | undefined;
  /** `digest`, `flash-2`; left out: the day's digest. */
  readonly kind?: string | undefined;
}

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
  const { kind, sequence } = nameGiven(name.date, name.kind ?? 'digest');
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
  if (!isDay(text)) throw new InvalidArgumentError(`given ${text}; expected: a day such as 2026-11-22`);
  return text;
}

/** The archive's addresses name editions by the same words; a kind by itself is the day's first. */
function nameGiven(date: string, kind: string): Archived {
  const named = readEditionName(date, kind.includes('-') ? kind : `${kind}-1`);
  if (named === undefined)
    throw new InvalidArgumentError(`given ${kind}; expected: digest, flash, letter, correction or flash-2`);
  return named;
}
