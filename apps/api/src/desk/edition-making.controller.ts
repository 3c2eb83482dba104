import { Body, Controller, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import {
  correctionWords,
  editionErrors,
  EditionRepository,
  flashWords,
  letterWords,
  MakeCorrection,
  MakeFlash,
  MakeLetter,
  NewsletterRepository,
  ReleaseEdition,
  type Newsletter,
} from '@app/editions';
import { demand, SoloMode, type Principal, type RightsSubject } from '@app/operators';
import { Database } from '@app/platform';
import { Caller, Requires } from '../access.js';
import { Answers } from '../answers.js';
import { editionAnswer, toEditionAnswer, type EditionAnswer } from './edition-answers.js';

const SLUG = { schema: z.string().max(100) };

const send = z
  .boolean()
  .default(false)
  .describe('Approve it at once, under the newsletter’s rule of approvals; needs the right to approve.');

const letter = letterWords.extend({
  dueAt: z.iso.datetime({ offset: true }).optional().describe('An instant with its offset; left out: now.'),
  send,
});
const flash = flashWords.extend({
  family: z.boolean().default(false).describe('Also for the sister newsletters: each gets the dispatches in its language.'),
  send,
}); // prettier-ignore
const correction = correctionWords.extend({ send });
const flashAnswer = z.object({ editions: z.array(editionAnswer) });

/** Editions outside the calendar. They are proposed to the desk; sending one is an approval, and a program gives none. */
@Controller('api/v1')
export class EditionMakingController {
  constructor(
    private readonly database: Database,
    private readonly newsletters: NewsletterRepository,
    private readonly editions: EditionRepository,
    private readonly letters: MakeLetter,
    private readonly flashes: MakeFlash,
    private readonly corrections: MakeCorrection,
    private readonly releasing: ReleaseEdition,
    private readonly solo: SoloMode,
  ) {}

  @Post('newsletters/:slug/letters')
  @Requires('editions:write', { newsletter: 'slug' })
  @Answers(201, editionAnswer, 'An edition of hand-written text, with no digest.')
  async makeLetter(
    @Param('slug', SLUG) slug: string,
    @Body({ schema: letter }) { send: isSent, dueAt, ...words }: z.infer<typeof letter>,
    @Caller() caller: Principal,
  ): Promise<EditionAnswer> {
    const newsletter = await this.newsletter(slug);
    const by = maker(caller, isSent, [newsletter]);
    const due = dueAt === undefined ? undefined : new Date(dueAt);
    return this.made(await this.letters.make({ ...words, dueAt: due, newsletter, by }), { by, isSent });
  }

  @Post('newsletters/:slug/flashes')
  @Requires('editions:flash', { newsletter: 'slug' })
  @Answers(201, flashAnswer, 'One edition for each newsletter that has a dispatch in its language.')
  async makeFlash(
    @Param('slug', SLUG) slug: string,
    @Body({ schema: flash }) { send: isSent, family, ...words }: z.infer<typeof flash>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof flashAnswer>> {
    const newsletter = await this.newsletter(slug);
    const newsletters = family ? await this.newsletters.familyOf(newsletter) : [newsletter];
    for (const one of newsletters) demand(caller, 'editions:flash', subjectOf(one));
    const by = maker(caller, isSent, newsletters);
    const editions: EditionAnswer[] = [];
    for (const { editionId } of await this.flashes.make({ ...words, newsletters, by }))
      editions.push(await this.made(editionId, { by, isSent }));
    return { editions };
  }

  @Post('editions/:id/corrections')
  @Requires('editions:write', { edition: 'id' })
  @Answers(201, editionAnswer, 'A correction for those, and only those, who were sent the error.')
  async makeCorrection(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: correction }) { send: isSent, ...words }: z.infer<typeof correction>,
    @Caller() caller: Principal,
  ): Promise<EditionAnswer> {
    const erroneous = await this.editions.byId(this.database, id);
    if (erroneous === undefined) throw editionErrors.error('edition.unknown', { editionId: id });
    const newsletter = await this.newsletters.known(this.database, erroneous.newsletterId);
    const by = maker(caller, isSent, [newsletter]);
    return this.made(await this.corrections.make({ ...words, newsletter, by }), { by, isSent });
  }

  private async newsletter(slug: string): Promise<Newsletter> {
    const newsletter = await this.newsletters.bySlug(slug);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { slug });
    return newsletter;
  }

  private async made(editionId: string, { by, isSent }: { by: string; isSent: boolean }): Promise<EditionAnswer> {
    if (isSent) await this.releasing.release(editionId, { by, isAlone: await this.solo.holds() });
    const edition = await this.editions.byId(this.database, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    return toEditionAnswer(edition);
  }
}

/** Whoever also sends it has to be somebody who may approve. */
function maker(caller: Principal, isSent: boolean, newsletters: readonly Newsletter[]): string {
  if (isSent) for (const newsletter of newsletters) demand(caller, 'approve', subjectOf(newsletter));
  return caller.operatorId;
}

function subjectOf({ id, familyId }: Newsletter): RightsSubject {
  return { newsletterId: id, familyId };
}
