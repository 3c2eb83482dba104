import type { Rights } from './rights.js';

/** Rights as the tables of sources, dispatches and pictures hold them. */
export interface RightsRow {
  readonly may_mail: boolean;
  readonly may_archive: boolean;
  readonly may_feed: boolean;
  readonly use_until: Date | null;
  readonly credit: string | null;
  readonly territories: string[] | null;
}

export function toRights(row: RightsRow): Rights {
  return {
    mail: row.may_mail,
    archive: row.may_archive,
    feed: row.may_feed,
    until: row.use_until,
    credit: row.credit,
    territories: row.territories,
  };
}

export function rightsRow(rights: Rights): RightsRow {
  return {
    may_mail: rights.mail,
    may_archive: rights.archive,
    may_feed: rights.feed,
    use_until: rights.until,
    credit: rights.credit,
    territories: rights.territories === null ? null : [...rights.territories],
  };
}

/** Only what is given: what is left out stays. */
export function rightsColumns(rights: Partial<Rights>): Partial<RightsRow> {
  const { mail, archive, feed, until, credit, territories } = rights;
  return {
    ...(mail !== undefined && { may_mail: mail }),
    ...(archive !== undefined && { may_archive: archive }),
    ...(feed !== undefined && { may_feed: feed }),
    ...(until !== undefined && { use_until: until }),
    ...(credit !== undefined && { credit }),
    ...(territories !== undefined && { territories: territories === null ? null : [...territories] }),
  };
}
