import { Injectable } from '@nestjs/common';
import { Database, Log, type Db, type LabelKind } from '@app/platform';
import { storedLabel, type Label } from './label.js';

/** Every statement on the installation's labels. */
@Injectable()
export class LabelRepository {
  constructor(
    private readonly database: Database,
    private readonly log: Log,
  ) {}

  /**
   * In the newsroom's order, regions first. Empty for a kind: the shipped ones stand in. A row that somebody wrote past
   * `label import` and that is no label is left out, and the log says so: it must not keep dispatches from being stored.
   */
  async list(db: Db = this.database): Promise<Label[]> {
    const columns = ['kind', 'slug', 'names', 'countries', 'rules'] as const;
    const rows = await db
      .selectFrom('label')
      .select(columns)
      .orderBy('kind')
      .orderBy('position')
      .orderBy('slug')
      .execute();
    return rows.flatMap(({ kind, ...row }) => {
      const read = storedLabel.safeParse(row);
      if (read.success) return [{ kind, ...read.data }];
      const issues = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
      this.log.error('label.invalid', { kind, slug: row.slug, issues });
      return [];
    });
  }

  /** Puts `labels`, all of `kind`, in the place of those there are. Readers see the old ones or the new ones. */
  async replace(db: Db, kind: LabelKind, labels: readonly Label[]): Promise<void> {
    await db.deleteFrom('label').where('kind', '=', kind).execute();
    if (labels.length === 0) return;
    const rows = labels.map(({ slug, names, countries, rules }, position) => ({
      kind,
      slug,
      position,
      names: JSON.stringify(names),
      countries: [...countries],
      rules: JSON.stringify(rules),
    }));
    await db.insertInto('label').values(rows).execute();
  }
}
