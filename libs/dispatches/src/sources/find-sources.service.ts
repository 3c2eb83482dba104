import { Injectable } from '@nestjs/common';
import { Clock } from '@app/platform';
import { dispatchErrors } from '../dispatches.errors.js';
import { writeOpml } from '../feeds/opml.js';
import { HEALTH_DAYS, HealthRepository, type PollListing } from './health.repository.js';
import { healthOf, type SourceHealth } from './source-health.js';
import { SourceRepository } from './source.repository.js';
import type { SourceRecord } from './source.js';

export interface WatchedSource {
  readonly source: SourceRecord;
  readonly health: SourceHealth;
}

/** Polls shown of one source: about a day of an eager one. */
const SHOWN_POLLS = 50;

/** Sources with their health, for whoever looks after them. */
@Injectable()
export class FindSources {
  constructor(
    private readonly sources: SourceRepository,
    private readonly health: HealthRepository,
    private readonly clock: Clock,
  ) {}

  /** By slug. */
  async all(): Promise<WatchedSource[]> {
    const [sources, counts, failures] = await Promise.all([
      this.sources.list(),
      this.health.counts(),
      this.health.failures(),
    ]);
    const bySource = Map.groupBy(failures, ({ sourceId }) => sourceId);
    const countsById = new Map(counts.map((row) => [row.id, row]));
    return sources.flatMap((source) => {
      const row = countsById.get(source.id);
      // Added between the two queries; the next look shows it.
      if (row === undefined) return [];
      const context = { now: this.clock.now(), days: HEALTH_DAYS };
      return [{ source, health: healthOf(row, bySource.get(source.id) ?? [], context) }];
    });
  }

  /** Throws `source.unknown`. */
  async bySlug(slug: string): Promise<SourceRecord> {
    const source = await this.sources.bySlug(slug);
    if (source === undefined) throw dispatchErrors.error('source.unknown', { slug });
    return source;
  }

  /** Every feed that is watched or paused, as a list that other readers import (OPML 2.0). */
  async opml(): Promise<string> {
    const feeds = (await this.sources.list()).flatMap(({ url, name, siteUrl, folder, language, state }) => {
      if (url === null || state === 'stopped') return [];
      const rest = { ...(siteUrl !== null && { siteUrl }), ...(folder !== null && { folder }) };
      return [{ url, title: name, ...rest, ...(language !== null && { language }) }];
    });
    return writeOpml(feeds);
  }

  /** Throws `source.unknown`. */
  async show(slug: string): Promise<WatchedSource & { polls: PollListing[] }> {
    const source = await this.bySlug(slug);
    const [counts, failures, polls] = await Promise.all([
      this.health.counts(source.id),
      this.health.failures(source.id),
      this.health.polls(source.id, SHOWN_POLLS),
    ]);
    const [row] = counts;
    if (row === undefined) throw dispatchErrors.error('source.unknown', { slug });
    return { source, health: healthOf(row, failures, { now: this.clock.now(), days: HEALTH_DAYS }), polls };
  }
}
