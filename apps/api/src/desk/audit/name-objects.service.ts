import { Injectable } from '@nestjs/common';
import { DispatchPageRepository, SourceRepository } from '@app/dispatches';
import { EditionListRepository, NewsletterRepository } from '@app/editions';
import { OperatorNamesRepository } from '@app/operators';

/** What an entry is about, for people: the log itself keeps ids, which say the same for ever. */
export interface NamedObject {
  /** As it is called now. */
  readonly name: string;
  /** Of an edition, `YYYY-MM-DD`. */
  readonly date: string | null;
  /** Its screen, below `/admin`. */
  readonly path: string;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Looks up what ids of the log are called, a statement for each kind however many entries there are. */
@Injectable()
export class NameObjects {
  constructor(
    private readonly dispatches: DispatchPageRepository,
    private readonly editions: EditionListRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly operators: OperatorNamesRepository,
    private readonly sources: SourceRepository,
  ) {}

  /** By object, such as `edition:<id>`; without what has no name, or no name any more. */
  async of(objects: readonly string[]): Promise<Map<string, NamedObject>> {
    const ids = (kind: string): string[] => idsOf(kind, objects);
    const [editions, dispatches, operators, newsletters, sources] = await Promise.all([
      this.editions.named(ids('edition')),
      this.dispatches.headlines(ids('dispatch')),
      this.operators.of(ids('operator')),
      ids('newsletter').length === 0 ? [] : this.newsletters.all(),
      ids('source').length === 0 ? [] : this.sources.list(),
    ]);
    const named: (readonly [string, NamedObject])[] = [
      ...[...editions].map(([id, { newsletter, editionDate }]) => [`edition:${id}`, { name: newsletter, date: editionDate, path: `/editions/${id}` }] as const),
      ...[...dispatches].map(([id, name]) => [`dispatch:${id}`, { name, date: null, path: `/dispatches/${id}` }] as const),
      ...[...operators].map(([id, name]) => [`operator:${id}`, { name, date: null, path: `/operators/${id}` }] as const),
      ...newsletters.map(({ id, slug, name }) => [`newsletter:${id}`, { name, date: null, path: `/newsletters/${slug}/settings` }] as const),
      ...sources.map(({ id, slug, name }) => [`source:${id}`, { name, date: null, path: `/sources/${slug}` }] as const),
    ];
    // A dispatch whose words were taken down is told by its kind: a link of no words could not be followed.
    return new Map(named.filter(([, { name }]) => name.trim() !== ''));
  } // prettier-ignore
}

function idsOf(kind: string, objects: readonly string[]): string[] {
  const found = objects.flatMap((object) => (object.startsWith(`${kind}:`) ? [object.slice(kind.length + 1)] : []));
  // An object is a text; what is no id was never one of ours.
  return [...new Set(found)].filter((id) => UUID.test(id));
}
