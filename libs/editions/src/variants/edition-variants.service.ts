import { Injectable } from '@nestjs/common';
import { Log, type Db } from '@app/platform';
import { TemplateRepository, type TemplateVersion } from '@app/mail';
import type { DigestHead } from '../digest/digest-view.js';
import type { FrozenBlock } from '../digest/frozen-block.js';
import { EditionRepository, type Edition } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { storyLinks } from '../digest/story-marks.js';
import { RevisionRepository } from '../revisions/revision.repository.js';
import { canonicalChoice, choiceKey, cutPositions, type Choice } from './cut.js';
import { OpenEditions, type OpenEdition } from './open-editions.service.js';
import { StoryLinkRepository } from './story-link.repository.js';
import { VariantRepository, type EditionCut, type NewVariant } from './variant.repository.js';

/** A revision whose row and blocks are written and whose variants are not. */
export interface UnrenderedRevision {
  readonly edition: Edition;
  readonly newsletter: Newsletter;
  readonly number: number;
  readonly blocks: readonly FrozenBlock[];
  readonly template: TemplateVersion;
  readonly head: DigestHead;
}

/** Variants stored in one statement: with both parts some 4 MB, which is all that is held of them. */
const BATCH = 50;

/**
 * Distinct variants of one revision. With 60 KB each, more would be a gigabyte for one morning; who chose after that gets
 * everything, and the log says so.
 */
const MOST_VARIANTS = 4_000;

/** Cuts an edition for its readers' choices, and renders what each cut shows. Cuts that show the same share a variant. */
@Injectable()
export class EditionVariants {
  constructor(
    private readonly variants: VariantRepository,
    private readonly editions: EditionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly revisions: RevisionRepository,
    private readonly templates: TemplateRepository,
    private readonly opening: OpenEditions,
    private readonly storyLinks: StoryLinkRepository,
    private readonly log: Log,
  ) {}

  /**
   * The numbers of the cuts for these choices, by `choiceKey`; new ones are added, and rendered for the current revision
   * where there is one. Holds the edition's row until the transaction ends, so that no two callers number at once.
   *
   * @throws `edition.unknown`, `edition.too_large`
   */
  async ensureCuts(trx: Db, editionId: string, choices: readonly Choice[]): Promise<ReadonlyMap<string, number>> {
    const edition = await this.editions.lock(trx, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    await this.variants.ensureWholeCut(trx, editionId);
    const numbers = new Map(
      (await this.variants.cuts(trx, editionId)).map(({ cut, choice }) => [choiceKey(choice), cut]),
    );
    const added: EditionCut[] = [];
    for (const choice of choices) {
      const key = choiceKey(choice);
      if (numbers.has(key)) continue;
      numbers.set(key, numbers.size);
      added.push({ cut: numbers.size - 1, choice: canonicalChoice(choice) });
    }
    await this.variants.addCuts(trx, editionId, added);
    const revision = added.length === 0 ? undefined : await this.current(trx, edition);
    if (revision !== undefined) await this.serve(trx, revision, added);
    return new Map(choices.map(choiceKey).map((key) => [key, numbers.get(key) ?? 0]));
  }

  /**
   * Renders a new revision for every cut its edition has; everything is always one of them.
   *
   * @throws `edition.too_large`, `template.invalid`
   */
  async renderAll(trx: Db, revision: UnrenderedRevision): Promise<void> {
    await this.variants.ensureWholeCut(trx, revision.edition.id);
    await this.serve(trx, revision, await this.variants.cuts(trx, revision.edition.id));
  }

  private async serve(trx: Db, revision: UnrenderedRevision, cuts: readonly EditionCut[]): Promise<void> {
    const { edition, newsletter, number, blocks } = revision;
    const name = { editionId: edition.id, revision: number };
    // Whatever makes bytes: a cut that is added later may be made with other parameters than the revision was.
    await this.storyLinks.keep(trx, edition.id, storyLinks(revision));
    const ids = await this.variants.variantIds(trx, name);
    const served: { cut: number; variantId: string }[] = [];
    const wanted = new Map<string, { positions: number[]; choice: Choice; cuts: number[] }>();
    for (const { cut, choice } of cuts) {
      const positions = cutPositions({ kind: edition.kind, blocks, cutMin: newsletter.cutMin }, choice);
      const held = positions.join();
      const known = ids.get(held);
      const waiting = wanted.get(held);
      if (known !== undefined) served.push({ cut, variantId: known });
      else if (waiting !== undefined) waiting.cuts.push(cut);
      else wanted.set(held, { positions, choice, cuts: [cut] });
    }
    const room = Math.max(0, MOST_VARIANTS - ids.size);
    const rendered = [...wanted.values()];
    const begun = performance.now();
    const open = rendered.length === 0 ? undefined : await this.opening.open(revision);
    for (let from = 0; open !== undefined && from < Math.min(room, rendered.length); from += BATCH) {
      const batch = rendered.slice(from, Math.min(from + BATCH, room));
      const made: NewVariant[] = [];
      for (const { positions, choice } of batch) made.push(await this.variant(open, revision, { positions, choice }));
      const added = await this.variants.addVariants(trx, name, made);
      for (const [at, { cuts: of, positions }] of batch.entries()) {
        const variantId = added[at];
        if (variantId === undefined) throw new Error('a stored variant has no id');
        ids.set(positions.join(), variantId);
        served.push(...of.map((cut) => ({ cut, variantId })));
      }
    }
    served.push(...this.whole(revision, ids, rendered.slice(room)));
    await this.variants.serveCuts(trx, name, served);
    const took = Math.round(performance.now() - begun);
    this.log.info('edition.rendered', { ...name, cuts: cuts.length, variants: rendered.length, milliseconds: took });
  }

  private async variant(
    open: OpenEdition,
    { newsletter, blocks }: UnrenderedRevision,
    { positions, choice }: { positions: readonly number[]; choice: Choice },
  ): Promise<NewVariant> {
    const isWhole = positions.length === blocks.length;
    const { subject, preheader, ...rendering } = isWhole ? open.whole : await open.render(positions);
    const key = `${newsletter.language}/${isWhole ? 'all' : choiceKey(choice)}`;
    return { key, positions, subject, preheader, rendering };
  }

  /** Those beyond the last variant there is room for get everything. */
  private whole(
    { edition, number, blocks }: UnrenderedRevision,
    ids: ReadonlyMap<string, string>,
    left: readonly { readonly cuts: readonly number[] }[],
  ): { cut: number; variantId: string }[] {
    if (left.length === 0) return [];
    const variantId = ids.get(blocks.map((block) => block.position).join());
    if (variantId === undefined) throw new Error('an edition has no variant that is everything');
    this.log.warn('variant.too_many', { editionId: edition.id, revision: number, limit: MOST_VARIANTS });
    return left.flatMap(({ cuts }) => cuts.map((cut) => ({ cut, variantId })));
  }

  private async current(trx: Db, edition: Edition): Promise<UnrenderedRevision | undefined> {
    const current = await this.revisions.current(trx, edition.id);
    if (current === undefined) return undefined;
    const { revision, blocks, subject } = current;
    const templateId = revision.templateVersionId;
    const template = await this.templates.version(trx, templateId);
    if (template === undefined) throw editionErrors.error('template.unknown', { templateId });
    const newsletter = await this.newsletters.known(trx, edition.newsletterId);
    const head = { subject, preheader: revision.preheader };
    return { edition, newsletter, number: revision.number, blocks, template, head };
  }
}
