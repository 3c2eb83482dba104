import { Injectable } from '@nestjs/common';
import { DispatchShelf, type ShelfDispatch } from '@app/dispatches';
import type { Db } from '@app/platform';
import { InsertionRepository } from '../newsletters/insertion.repository.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import type { AssemblyInput, DeskChoices, Telling } from './proposal.js';
import { ToldRepository, type Remembering } from './told.repository.js';
import { rememberedSince } from './told.js';

const HOUR_MS = 3_600_000;

/** Far longer than storing a dispatch takes and than the clocks of two machines differ. */
const CUT_OFF_OVERLAP_MS = 10 * 60_000;

/** For which edition a digest is assembled. */
export interface Occasion {
  /** `YYYY-MM-DD`. */
  readonly editionDate: string;
  readonly dueAt: Date;
  /** The last wave's instant. */
  readonly lastDueAt: Date;
  /** The window ends here. */
  readonly cutOff: Date;
  /** null: for everybody. */
  readonly slot: string | null;
  /** undefined: it does not exist yet. */
  readonly editionId?: string;
  readonly desk?: DeskChoices;
}

/** Gathers what an assembly goes by. */
@Injectable()
export class ReadAssembly {
  constructor(
    private readonly shelf: DispatchShelf,
    private readonly told: ToldRepository,
    private readonly insertions: InsertionRepository,
  ) {}

  /** `from`: where the window begins, exclusively. */
  async read(db: Db, newsletter: Newsletter, occasion: Occasion): Promise<{ input: AssemblyInput; from: Date }> {
    const { editionDate, dueAt, lastDueAt, cutOff, slot, editionId, desk = NOTHING_DONE } = occasion;
    const past: Remembering = { newsletterId: newsletter.id, before: cutOff, slot, editionId };
    const { found, from } = await this.window(db, newsletter, { past, dueAt });
    const since = rememberedSince(editionDate, newsletter.toldDays);
    const dispatchIds = found.map(({ id }) => id);
    const told = await this.told.tellings(db, past, { since, dispatchIds });
    const known = new Set(dispatchIds);
    const wanted = desk.kept.flatMap(({ dispatchId }) => dispatchId ?? []);
    const others = [...wanted, ...told.map(({ dispatchId }) => dispatchId)].filter((id) => !known.has(id));
    const further = await this.shelf.usable(db, [...new Set(others)]);
    const input: AssemblyInput = {
      dispatches: [...found, ...further.filter((one) => wanted.includes(one.id) || isUpdated(one, newsletter, told))],
      rules: newsletter,
      editionDate,
      dueAt,
      lastDueAt,
      told: await this.complete(db, told, [...found, ...further]),
      insertions: await this.insertions.standing(db, newsletter.id, editionDate),
      desk,
    };
    return { input, from };
  }

  private async window(
    db: Db,
    { language, windowHours }: Newsletter,
    { past, dueAt }: { past: Remembering; dueAt: Date },
  ): Promise<{ found: ShelfDispatch[]; from: Date }> {
    const cutOff = past.before;
    const oldest = new Date(cutOff.getTime() - windowHours * HOUR_MS);
    const last = await this.told.lastCounted(db, past);
    // What was stored around the last cut-off may have been invisible to it: look again; what was told is left out by itself.
    const again = last === undefined ? oldest : new Date(last.cutOff.getTime() - CUT_OFF_OVERLAP_MS);
    const from = again > oldest ? again : oldest;
    const lastDueAt = last?.dueAt ?? from;
    return { found: await this.shelf.window(db, { language, from, to: cutOff, oldest, dueAt, lastDueAt }), from };
  }

  /**
   * With the event each belongs to now, and in full where rights cut the words that readers got: another telling of the rest
   * is nothing new to say.
   */
  private async complete(
    db: Db,
    told: readonly Omit<Telling, 'clusterId'>[],
    shelf: readonly ShelfDispatch[],
  ): Promise<Telling[]> {
    const clusters = await this.shelf.clustersOf(db, [...new Set(told.map(({ dispatchId }) => dispatchId))]);
    const present = new Map(shelf.map((dispatch) => [dispatch.id, dispatch]));
    return told.map((one) => {
      const dispatch = present.get(one.dispatchId);
      const isSame = dispatch?.version === one.version;
      const standfirst = isSame ? `${one.standfirst}\n${dispatch.standfirst}` : one.standfirst;
      return { ...one, standfirst, clusterId: clusters.get(one.dispatchId) ?? null };
    });
  }
}

const NOTHING_DONE: DeskChoices = { kept: [], excluded: [] };

/** Told in an older version than its source has now. Whether it says more is the assembly's to judge. */
function isUpdated(
  { id, language, version, isUpdate }: ShelfDispatch,
  newsletter: Newsletter,
  told: readonly Omit<Telling, 'clusterId'>[],
): boolean {
  const last = Math.max(...told.filter(({ dispatchId }) => dispatchId === id).map((telling) => telling.version));
  return isUpdate && language === newsletter.language && version > last;
}
