import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import { Database } from '@app/platform';
import { RANKED, type DispatchSearch, type FoundDispatch } from './dispatch-search.js';
import type { NewestCursor } from './search-cursor.js';
import { textConfiguration } from './search-kinds.js';
import { alternatives, spelled, type SearchTerm, type TermPart } from './search-terms.js';

/** A query as PostgreSQL writes it, for one kind of words. */
export interface KindQuery {
  readonly kind: string;
  /** null: nothing that was typed can be looked for among such words. */
  readonly all: string | null;
  /** Any of the words that must be there, to mark them. */
  readonly any: string | null;
}

export interface FoundRow extends FoundDispatch {
  readonly micros: string;
}

/** Characters of the standfirst in a list. */
const SHOWN_STANDFIRST = 300;

/** The statements behind the search. `words` and `marks` are in one index; the newest first in another: the planner takes whichever is shorter. */
@Injectable()
export class SearchDispatchesRepository {
  constructor(private readonly database: Database) {}

  /** The kinds of words there are, found one by one at the edges of their index. */
  async kinds(): Promise<string[]> {
    const { rows } = await sql<{ kind: string }>`
      with recursive used (kind) as (
        (select kind from dispatch_search order by kind limit 1)
        union all
        select (select s.kind from dispatch_search s where s.kind > used.kind order by s.kind limit 1) from used where used.kind is not null)
      select kind from used where kind is not null`.execute(this.database);
    return rows.map(({ kind }) => kind);
  } // prettier-ignore

  /** Has PostgreSQL cut the terms as it cuts each kind of words. */
  async queries(kinds: readonly string[], terms: readonly SearchTerm[]): Promise<KindQuery[]> {
    if (kinds.length === 0) return [];
    const each = kinds.map((kind) => {
      const all = sql.join(terms.map((term) => termQuery(term, kind)), sql` && `);
      const wanted = terms.filter(({ isNegated }) => !isNegated);
      const words = wanted.flatMap((term) => term.text.split(' ').map((text) => ({ ...term, text, isBegun: false })));
      const any = words.length === 0 ? sql`null::tsquery` : sql.join(words.map((term) => termQuery(term, kind)), sql` || `);
      return sql`select ${kind}::text as kind, ${all} as "all", ${any} as "any"`;
    });
    const { rows } = await sql<KindQuery>`
      select kind, nullif("all"::text, '') as "all", nullif("any"::text, '') as "any"
        from (${sql.join(each, sql` union all `)}) as cut`.execute(this.database);
    return rows;
  } // prettier-ignore

  /** Which of these words, folded, are forms of what was looked for. */
  async hits(kind: string, words: readonly string[], any: string): Promise<Set<string>> {
    const { rows } = await sql<{ word: string }>`
      select word from unnest(${words}::text[]) as given (word)
       where to_tsvector(${textConfiguration(kind)}::regconfig, word) @@ ${any}::tsquery`.execute(this.database);
    return new Set(rows.map(({ word }) => word));
  }

  async newest(search: DispatchSearch, query: string | null, after: NewestCursor | undefined): Promise<FoundRow[]> {
    const page = after === undefined ? sql`` : sql` and (s.published_at, s.dispatch_id)
      < ('epoch'::timestamptz + ${after.micros}::bigint * interval '1 microsecond', ${after.id}::uuid)`;
    const { rows } = await sql<FoundRow>`
      with page as materialized (
        select s.dispatch_id, s.published_at from ${among(search)}
         where ${this.conditions(search, query, await this.marks(search))}${page}
         order by s.published_at desc, s.dispatch_id desc limit ${search.limit}
      )
      select ${columns} from page s ${shown} order by s.published_at desc, s.dispatch_id desc`.execute(this.database);
    return rows;
  } // prettier-ignore

  /** The newest that fit, weighed: a word in the headline counts more than one in the text. */
  async ranked(search: DispatchSearch, query: string, offset: number): Promise<FoundRow[]> {
    const { rows } = await sql<FoundRow>`
      with fitting as materialized (
        select s.dispatch_id, s.published_at, s.words from ${among(search)}
         where ${this.conditions(search, query, await this.marks(search))}
         order by s.published_at desc, s.dispatch_id desc limit ${RANKED}
      ), page as materialized (
        select dispatch_id, published_at, ts_rank(words, ${query}::tsquery) as rank from fitting
         order by rank desc, published_at desc, dispatch_id desc limit ${search.limit} offset ${offset}
      )
      select ${columns} from page s ${shown} order by s.rank desc, s.published_at desc, s.dispatch_id desc`.execute(this.database);
    return rows;
  } // prettier-ignore

  /** All in one list, of known values: the planner then knows how few have them together. */
  private async marks(search: DispatchSearch): Promise<string[]> {
    const marks = marksOf(search);
    if (search.source === undefined) return marks;
    const source = await this.database.selectFrom('source').select('id').where('slug', '=', search.source).executeTakeFirst();
    return [...marks, `source:${source?.id ?? 'nowhere'}`];
  } // prettier-ignore

  private conditions(search: DispatchSearch, query: string | null, marks: readonly string[]): RawBuilder<unknown> {
    const { from: since, to, hasPicture, ids, without } = search;
    const all: RawBuilder<unknown>[] = [sql`true`];
    if (query !== null) all.push(sql`s.words @@ ${query}::tsquery`);
    if (marks.length > 0) all.push(sql`s.marks @> ${marks}::text[]`);
    if (since !== undefined) all.push(sql`s.published_at >= ${since}`);
    if (to !== undefined) all.push(sql`s.published_at < ${to}`);
    if (ids !== undefined) all.push(sql`s.dispatch_id = any(${ids}::uuid[])`);
    if (hasPicture !== undefined) all.push(hasPicture ? picture : sql`not ${picture}`);
    if (without !== undefined) all.push(sql`not exists (select from ${without(this.database)} as used where used.dispatch_id = d.id)`);
    // The row beside it may be a second older than a decision of the desk.
    if (search.status !== undefined) all.push(sql`d.status = ${search.status}`);
    return sql.join(all, sql` and `);
  } // prettier-ignore
}

const shown = sql`join dispatch d on d.id = s.dispatch_id join source on source.id = d.source_id`;
const picture = sql`exists (select from picture p where p.dispatch_id = d.id and p.is_lead and p.killed_at is null)`;
const columns = sql`
  d.id, source.slug as "sourceSlug", source.name as "sourceName", d.language, d.status, d.status_reason as "statusReason", d.access,
  d.is_update as "isUpdate", d.headline, left(d.standfirst, ${sql.lit(SHOWN_STANDFIRST)}) as standfirst, d.regions, d.topics, d.urgency,
  d.published_at as "publishedAt", d.first_seen_at as "firstSeenAt", d.embargoed_until as "embargoedUntil", d.cluster_id as "clusterId",
  ${picture} as "hasPicture", (extract(epoch from s.published_at) * 1000000)::bigint::text as micros`;

/** A frequent word fits tens of thousands: their dispatches are looked up only where they are asked about themselves. */
function among({ status, hasPicture, without }: DispatchSearch): RawBuilder<unknown> {
  const isAsked = status !== undefined || hasPicture !== undefined || without !== undefined;
  return isAsked ? sql`dispatch_search s join dispatch d on d.id = s.dispatch_id` : sql`dispatch_search s`;
}

function marksOf({ language, region, topic, status, told, access }: DispatchSearch): string[] {
  const marks = { language, region, topic, status, told, access };
  return Object.entries(marks).flatMap(([name, value]) => (value === undefined ? [] : [`${name}:${value}`]));
}

function termQuery(term: SearchTerm, kind: string): RawBuilder<unknown> {
  const either = alternatives(term, kind).map((parts) => sql`(${sql.join(parts.map((part) => partQuery(part, kind)), sql` && `)})`);
  const query = sql`(${sql.join(either, sql` || `)})`;
  return term.isNegated ? sql`(!! ${query})` : query;
} // prettier-ignore

function partQuery(part: TermPart, kind: string): RawBuilder<unknown> {
  if (part.kind === 'lexeme') return sql`${spelled(part)}::tsquery`;
  return sql`phraseto_tsquery(${textConfiguration(kind)}::regconfig, ${part.text})`;
}

/** Whether a word begins as the last term does, while somebody types it. */
export function beginsWith(word: string, terms: readonly SearchTerm[]): boolean {
  return terms.some(({ text, isBegun }) => isBegun && !text.includes(' ') && word.startsWith(text));
} // prettier-ignore
