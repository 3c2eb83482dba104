import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { ChangeDispatch, RewordDispatch, type ChangeResult, type DeskAct, type StoreResult } from '@app/dispatches';
import { ReviseEdition } from '@app/editions';
import type { Principal } from '@app/operators';
import { Caller, Requires } from '../access.js';
import { Answers } from '../answers.js';
import { changed, rightsChange, stored } from './dispatch-answers.js';
import { line, reason } from './texts.js';

const act = z.object({ reason }).default({});
type Act = z.infer<typeof act>;

const correction = z.object({ replaces: z.uuid().describe('Id of the dispatch that was wrong.'), reason });
const words = z.object({
  headline: line(1_000).pipe(z.string().min(1)).optional(),
  standfirst: z.string().max(5_000).optional(),
  bodyHtml: z.string().max(400_000).optional().describe('Sanitised on the way in.'),
  byline: line(1_000).optional(),
  reason,
}); // prettier-ignore
const embargo = z.object({
  until: z.coerce.date().min(new Date('1900-01-01')).max(new Date('2200-01-01')).nullable().describe('null lifts it.'),
  reason,
}); // prettier-ignore

const slugs = z.array(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)).max(10).nullable().optional(); // prettier-ignore
const labels = z
  .object({
    countries: z.array(z.string().regex(/^[A-Z]{2}$/)).max(30).nullable().optional(),
    regions: slugs,
    topics: slugs,
    reason,
  })
  .describe('Those given are set; null gives a kind back to what is found; left out, it stays.'); // prettier-ignore

const rightsAct = z.union([
  z.object({ inherit: z.literal(true).describe('Those of the source count again.'), reason }),
  rightsChange.extend({ reason }),
]);

const ID = { schema: z.uuid() };

/** What the desk does to a dispatch. The same act again changes nothing; a later version undoes none of them. */
@Controller('api/v1/dispatches/:id')
@Requires('dispatches:write')
export class DispatchLifeController {
  constructor(
    private readonly change: ChangeDispatch,
    private readonly rewording: RewordDispatch,
    private readonly editions: ReviseEdition,
  ) {}

  @Post('withhold')
  @HttpCode(200)
  @Answers(200, changed, 'In no edition until it is released. Brings a killed one back as far as that.')
  withholdDispatch(@Param('id', ID) id: string, @Body({ schema: act }) body: Act, @Caller() caller: Principal) {
    return thenRevise(this.editions, this.change.withhold(id, actOf(caller, body)));
  }

  @Post('release')
  @HttpCode(200)
  @Answers(200, changed, 'Usable. A killed one is withheld first.')
  releaseDispatch(@Param('id', ID) id: string, @Body({ schema: act }) body: Act, @Caller() caller: Principal) {
    return this.change.release(id, actOf(caller, body));
  }

  /** Takes a reason. */
  @Post('kill')
  @HttpCode(200)
  @Requires('dispatches:kill')
  @Answers(200, changed, 'Killed: no version that arrives brings it back.')
  killDispatch(@Param('id', ID) id: string, @Body({ schema: act }) body: Act, @Caller() caller: Principal) {
    return thenRevise(this.editions, this.change.kill(id, actOf(caller, body)));
  }

  @Post('correct')
  @HttpCode(200)
  @Answers(200, changed, 'Linked to the dispatch it corrects, which is withheld.')
  correctDispatch(
    @Param('id', ID) id: string,
    @Body({ schema: correction }) body: z.infer<typeof correction>,
    @Caller() caller: Principal,
  ): Promise<ChangeResult> {
    return thenRevise(this.editions, this.change.correct(id, body.replaces, actOf(caller, body)));
  }

  /** For what an operator or a program sent; a feed's words are the feed's to correct. */
  @Post('reword')
  @HttpCode(200)
  @Answers(200, stored, 'The next version; `unchanged` where it says so already.')
  rewordDispatch(
    @Param('id', ID) id: string,
    @Body({ schema: words }) { reason: why, ...given }: z.infer<typeof words>,
    @Caller() caller: Principal,
  ): Promise<StoreResult> {
    return this.rewording.reword(id, defined(given), actOf(caller, { reason: why }));
  }

  @Post('embargo')
  @HttpCode(200)
  @Answers(200, changed, 'In no edition until then.')
  embargoDispatch(
    @Param('id', ID) id: string,
    @Body({ schema: embargo }) body: z.infer<typeof embargo>,
    @Caller() caller: Principal,
  ): Promise<ChangeResult> {
    return thenRevise(this.editions, this.change.setEmbargo(id, body.until, actOf(caller, body)));
  }

  @Post('labels')
  @HttpCode(200)
  @Answers(200, changed, 'Labelled as the desk says.')
  labelDispatch(
    @Param('id', ID) id: string,
    @Body({ schema: labels }) { reason: why, ...given }: z.infer<typeof labels>,
    @Caller() caller: Principal,
  ): Promise<ChangeResult> {
    return this.change.setLabels(id, defined(given), actOf(caller, { reason: why }));
  }

  @Post('rights')
  @HttpCode(200)
  @Answers(200, changed, 'Those given are set by the desk, and the source’s no longer reach it.')
  setDispatchRights(
    @Param('id', ID) id: string,
    @Body({ schema: rightsAct }) body: z.infer<typeof rightsAct>,
    @Caller() caller: Principal,
  ): Promise<ChangeResult> {
    const { reason: why, ...given } = body;
    const rights = 'inherit' in given ? ('inherit' as const) : defined(given);
    return this.change.setRights(id, rights, actOf(caller, { reason: why }));
  }
}

@Controller('api/v1/pictures/:id')
@Requires('dispatches:write')
export class PicturesController {
  constructor(
    private readonly change: ChangeDispatch,
    private readonly editions: ReviseEdition,
  ) {}

  /** Takes a reason. */
  @Post('kill')
  @HttpCode(200)
  @Requires('dispatches:kill')
  @Answers(200, changed, 'Killed by itself: its dispatch stays, its copies leave the store.')
  killPicture(@Param('id', ID) id: string, @Body({ schema: act }) body: Act, @Caller() caller: Principal) {
    return thenRevise(this.editions, this.change.killPicture(id, actOf(caller, body)));
  }
}

/** What was frozen already and may not leave any more is revised at once; the sweeper would look within seconds. */
async function thenRevise(editions: ReviseEdition, act: Promise<ChangeResult>): Promise<ChangeResult> {
  const result = await act;
  if (result.changed) await editions.ringTainted('all');
  return result;
}

function actOf({ operatorId }: Principal, { reason: why }: { readonly reason?: string | undefined }): DeskAct {
  return { operatorId, reason: why };
}

/** Without what was left out, which stays as it is. */
function defined<Given extends object>(given: Given): { [Key in keyof Given]?: Exclude<Given[Key], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof defined<Given>
  >;
}
