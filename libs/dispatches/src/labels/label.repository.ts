import { Injectable } from '@nestjs/common';
import { Database, type Db, type LabelKind } from '@app/platform';
import { labelRules, type Label } from './label.js';

/** Every statement on the installation's labels. */
@Injectable()
export class LabelRepository {
  constructor(private readonly database: Database) {}

  /** In the newsroom's order, regions first. Empty for a kind: the shipped ones stand in. */
  async list(db: Db = this.database): Promise<Label[]> {
    const rows = await db.selectFrom('label').selectAll().orderBy('kind').orderBy('position').orderBy('slug').execute();
    return rows.map(({ kind, slug, names, countries, rules }) => ({
      kind,
      slug,
      names,
      countries,
      rules: labelRules.parse(rules),
    }));
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
