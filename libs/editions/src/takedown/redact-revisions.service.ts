import { Injectable } from '@nestjs/common';
import { TemplateRepository } from '@app/mail';
import { Database, Log } from '@app/platform';
import type { FrozenBlock, FrozenDispatchBlock } from '../digest/frozen-block.js';
import { RenderDigest, renderingHash } from '../digest/render-digest.service.js';
import { EditionRepository, type Edition } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { keepsDeskHead } from '../revisions/revised-blocks.js';
import { TakedownRepository, type TakenRevision } from './takedown.repository.js';
import type { Takedown } from './takedown.js';

interface Bytes {
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
  readonly hash: Buffer;
}

/** Whose revision is rendered anew. */
interface Scene {
  readonly takedown: Takedown;
  readonly newsletter: Newsletter;
  readonly edition: Edition;
  readonly revision: TakenRevision;
}

/** After so many renderings progress is written down. */
const COUNT_EVERY = 25;

/**
 * The stored renderings of every revision that held what is taken down, made anew without it: a message that is being
 * built in this moment is whole, and says nothing of it.
 */
@Injectable()
export class RedactRevisions {
  constructor(
    private readonly database: Database,
    private readonly takedowns: TakedownRepository,
    private readonly editions: EditionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly templates: TemplateRepository,
    private readonly renderer: RenderDigest,
    private readonly log: Log,
  ) {}

  async rerender(takedown: Takedown): Promise<void> {
    const owed: { scene: Scene; variants: { id: string; positions: readonly number[] }[] }[] = [];
    for (const editionId of await this.takedowns.editions(takedown)) {
      const edition = await this.editions.byId(this.database, editionId);
      if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
      const newsletter = await this.newsletters.known(this.database, edition.newsletterId);
      for (const revision of await this.takedowns.revisions(takedown.id, editionId))
        owed.push({
          scene: { takedown, newsletter, edition, revision },
          variants: await this.takedowns.variants(revision),
        });
    }
    const total = owed.reduce((sum, { variants }) => sum + variants.length, 0);
    let done = 0;
    await this.takedowns.count(takedown.id, total, done);
    for (const { scene, variants } of owed) {
      for (const { id, positions } of variants) {
        await this.takedowns.moveVariant(takedown.id, id, await this.without(scene, positions));
        done += 1;
        if (done % COUNT_EVERY === 0) await this.takedowns.count(takedown.id, total, done);
      }
      await this.moveHead(scene);
    }
    await this.takedowns.count(takedown.id, total, done);
    this.log.info('takedown.rendered', { takedownId: takedown.id, renderings: total });
  }

  /** The desk's own words stay where they are about something else; what the machine made is made anew. */
  private async moveHead(scene: Scene): Promise<void> {
    const { takedown, revision } = scene;
    const { subject, preheader } = revision;
    const gone = revision.blocks.filter((block): block is FrozenDispatchBlock => block.kind === 'dispatch' && revision.taken.includes(block.position));
    const isAboutAll = takedown.object === 'edition' || scene.edition.kind === 'correction';
    const keepsDesk = takedown.object === 'picture' || (!isAboutAll && revision.isSubjectByDesk && keepsDeskHead({ subject, preheader }, revision.blocks, gone));
    if (keepsDesk) return;
    await this.takedowns.moveHead(takedown.id, revision, await this.renderer.head(scene.newsletter, scene.edition, left(scene)));
  } // prettier-ignore

  private async without(scene: Scene, positions: readonly number[]): Promise<Bytes> {
    const { newsletter, edition, revision } = scene;
    const blocks = left(scene).filter((block) => positions.includes(block.position));
    if (blocks.length === 0) return this.nothing(scene);
    const template = await this.templates.version(this.database, revision.templateVersionId);
    if (template === undefined) throw editionErrors.error('template.unknown', { templateId: newsletter.templateId });
    return this.renderer.render(newsletter, edition, blocks, template);
  }

  /** Where nothing is left: a page that says so. */
  private async nothing({ newsletter, takedown, edition }: Scene): Promise<Bytes> {
    const translator = this.renderer.translator(newsletter);
    const date = translator.formatDate(takedown.orderedAt, newsletter.timeZone, 'long');
    const note = translator.t('archive.edition_taken_down', { date });
    const head = await this.renderer.head(newsletter, edition, []);
    const html = `<!doctype html><html lang="${translator.locale}" dir="${translator.direction}"><head><meta charset="utf-8"><title>${escaped(head.subject)}</title></head><body><p>${escaped(note)}</p></body></html>`;
    return { ...head, html, text: note, hash: renderingHash(html, note) };
  }
}

/** The blocks of the revision without what is taken down; of a story whose picture goes, the story stays. */
function left({ takedown, revision }: Scene): readonly FrozenBlock[] {
  const { blocks, taken } = revision;
  if (takedown.object !== 'picture') return blocks.filter(({ position }) => !taken.includes(position));
  return blocks.map((block) =>
    block.kind === 'dispatch' && taken.includes(block.position)
      ? { ...block, pictureId: null, content: { ...block.content, picture: null } }
      : block,
  );
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
