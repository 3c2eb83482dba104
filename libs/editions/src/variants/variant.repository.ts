import { Injectable } from '@nestjs/common';
import { newId, type Db } from '@app/platform';
import { choiceKey, EVERYTHING, type Choice } from './cut.js';

export interface EditionCut {
  readonly cut: number;
  readonly choice: Choice;
}

/** A variant with its bytes, about to be stored. */
export interface NewVariant {
  readonly key: string;
  readonly positions: readonly number[];
  /** null: the revision's. */
  readonly subject: string | null;
  readonly preheader: string | null;
  readonly rendering: { readonly hash: Buffer; readonly html: string; readonly text: string };
}

interface RevisionName {
  readonly editionId: string;
  readonly revision: number;
}

/** Every statement on an edition's cuts and on the variants and renderings made for them. */
@Injectable()
export class VariantRepository {
  /** The cut that is everything; every edition has it before its first revision. */
  async ensureWholeCut(db: Db, editionId: string): Promise<void> {
    await this.addCuts(db, editionId, [{ cut: 0, choice: EVERYTHING }]);
  }

  /** In the order of their numbers. */
  async cuts(db: Db, editionId: string): Promise<EditionCut[]> {
    return db
      .selectFrom('edition_cut')
      .select(['cut', 'choice'])
      .where('edition_id', '=', editionId)
      .orderBy('cut')
      .execute();
  }

  async addCuts(db: Db, editionId: string, cuts: readonly EditionCut[]): Promise<void> {
    if (cuts.length === 0) return;
    await db
      .insertInto('edition_cut')
      .values(
        cuts.map(({ cut, choice }) => ({
          edition_id: editionId,
          cut,
          key: choiceKey(choice),
          choice: JSON.stringify(choice),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** Variants a revision has by now, by the positions they hold (with commas between). */
  async variantIds(db: Db, { editionId, revision }: RevisionName): Promise<Map<string, string>> {
    const rows = await db
      .selectFrom('variant')
      .select(['id', 'positions'])
      .where('edition_id', '=', editionId)
      .where('revision', '=', revision)
      .execute();
    return new Map(rows.map(({ id, positions }) => [positions.join(), id]));
  }

  /** Stores variants and their bytes; what another variant has the bytes of already is not stored twice. Returns their ids, in order. */
  async addVariants(db: Db, { editionId, revision }: RevisionName, variants: readonly NewVariant[]): Promise<string[]> {
    if (variants.length === 0) return [];
    const renderings = new Map(variants.map(({ rendering }) => [rendering.hash.toString('hex'), rendering]));
    await db
      .insertInto('rendering')
      .values([...renderings.values()].map(({ hash, html, text }) => ({ hash, html, plain_text: text })))
      .onConflict((conflict) => conflict.column('hash').doNothing())
      .execute();
    const rows = variants.map(({ key, positions, subject, preheader, rendering }) => ({
      id: newId(),
      edition_id: editionId,
      revision,
      key,
      rendering_hash: rendering.hash,
      subject,
      preheader,
      positions: [...positions],
    }));
    await db.insertInto('variant').values(rows).execute();
    return rows.map(({ id }) => id);
  }

  /** Says which variant each cut's readers get under a revision. */
  async serveCuts(
    db: Db,
    { editionId, revision }: RevisionName,
    served: readonly { readonly cut: number; readonly variantId: string }[],
  ): Promise<void> {
    for (let from = 0; from < served.length; from += CUTS_A_STATEMENT) {
      const rows = served
        .slice(from, from + CUTS_A_STATEMENT)
        .map(({ cut, variantId }) => ({ edition_id: editionId, revision, cut, variant_id: variantId }));
      await db.insertInto('variant_cut').values(rows).execute();
    }
  }
}

/** PostgreSQL takes 65,535 values a statement; a row has four. */
const CUTS_A_STATEMENT = 5_000;
