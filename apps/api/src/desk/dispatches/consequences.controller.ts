import { Controller, Get, Param } from '@nestjs/common';
import { z } from 'zod';
import { ForeseeConsequences, type Consequences } from '@app/delivery';
import { ReadDispatch } from '@app/dispatches';
import { Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { instant } from '../dispatch-answers.js';

const place = z.object({
  editionId: z.uuid(),
  newsletterId: z.uuid(),
  newsletterName: z.string(),
  newsletterSlug: z.string(),
  editionDate: z.string(),
  kind: z.string(),
  sequence: z.int(),
  state: z.string(),
  dueAt: instant,
  isProposed: z.boolean().describe('In the proposal a desk works on.'),
  revisions: z.array(z.int()).describe('Those that hold it.'),
  isCurrent: z.boolean().describe('In the revision that leaves now.'),
  section: z.string(),
  isCut: z.boolean().describe('Readers who chose regions or topics may have been sent the edition without it.'),
  isInArchive: z.boolean(),
  openWaves: z.int(),
  owed: z.int().describe('Readers who are still owed the edition with it.'),
  received: z.int().describe('Readers whose message a relay accepted, or may have.'),
});

const consequences = z.object({
  isExact: z.boolean().describe('false: readers chose what they get, and the numbers are at most these.'),
  waves: z.int().describe('Waves it would be removed from.'),
  readers: z.int().describe('Readers of those waves.'),
  received: z.int().describe('Readers who have it already: a mail cannot be called back.'),
  upcoming: z.int().describe('Editions without readers yet: proposals, and frozen ones before their first wave.'),
  archivePages: z.int(),
  editions: z.array(place).describe('Where it stands, the newest first.'),
});

/** What becomes of what was sent and is about to be when a dispatch goes. */
@Controller('api/v1/dispatches/:id/consequences')
@Requires('dispatches:read')
export class ConsequencesController {
  constructor(
    private readonly dispatches: ReadDispatch,
    private readonly foresee: ForeseeConsequences,
  ) {}

  @Get()
  @Answers(200, consequences, 'What killing it or taking it down would reach, and where it stands.')
  async foreseeConsequences(@Param('id', { schema: z.uuid() }) id: string): Promise<z.input<typeof consequences>> {
    await this.dispatches.known(id);
    return plain(await this.foresee.of(id));
  }
}

function plain(found: Consequences): z.input<typeof consequences> {
  return { ...found, editions: found.editions.map((edition) => ({ ...edition, revisions: [...edition.revisions] })) };
}
