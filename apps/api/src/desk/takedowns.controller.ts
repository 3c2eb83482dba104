import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { MAX_PUBLIC_REASON, MAX_REFERENCE, NewsletterRepository, TakeDown, type Takedown } from '@app/editions';
import { demand, mayDo, type OperatorPrincipal } from '@app/operators';
import { Requires, SignedIn } from '../access.js';
import { Answers } from '../answers.js';
import { RightsSubjects } from '../rights-subject.service.js';
import { instant } from './dispatch-answers.js';
import { line } from './texts.js';

const order = z.object({
  object: z.enum(['dispatch', 'picture', 'edition']),
  objectId: z.uuid(),
  mode: z.enum(['redact', 'remove']).describe('remove: the addresses of an edition answer 410.'),
  reference: line(MAX_REFERENCE).pipe(z.string().min(1)).describe('Who asked, and under which number. Never shown.'),
  publicReason: line(MAX_PUBLIC_REASON).optional().describe('One sentence that readers are shown.'),
});

const takedown = z.object({
  id: z.uuid(),
  object: z.enum(['dispatch', 'picture', 'edition']),
  objectId: z.uuid(),
  mode: z.enum(['redact', 'remove']),
  reference: z.string(),
  publicReason: z.string(),
  orderedBy: z.uuid().nullable(),
  orderedAt: instant,
  renderings: z.int().nullable().describe('Stored renderings that held it; null: not counted yet.'),
  renderingsDone: z.int(),
  doneAt: instant.nullable().describe('null: not every copy is gone yet.'),
});
const takedownList = z.object({ takedowns: z.array(takedown) });
const listQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });

/** What the law orders: a dispatch, a picture or an edition goes from every copy there is. */
@Controller('api/v1/takedowns')
export class TakedownsController {
  constructor(
    private readonly takingDown: TakeDown,
    private readonly subjects: RightsSubjects,
    private readonly newsletters: NewsletterRepository,
  ) {}

  @Post()
  @HttpCode(200)
  @Requires('kill', 'handler')
  @Answers(200, takedown, 'Carried out, or under way where `doneAt` is null. The same order again changes nothing.')
  async orderTakedown(
    @Body({ schema: order }) body: z.infer<typeof order>,
    @SignedIn() caller: OperatorPrincipal,
  ): Promise<Takedown> {
    await this.demandFor(body, caller);
    return this.takingDown.order({ ...body, by: caller.operatorId });
  }

  @Get()
  @Requires('kill', 'handler')
  @Answers(200, takedownList, 'The newest first; for whoever may kill in some newsletters, those of their editions.')
  async listTakedowns(
    @Query({ schema: listQuery }) { limit }: z.infer<typeof listQuery>,
    @SignedIn() caller: OperatorPrincipal,
  ) {
    if (mayDo(caller, 'kill')) return { takedowns: await this.takingDown.list(limit) };
    const mine = (await this.newsletters.all()).filter(({ id, familyId }) =>
      mayDo(caller, 'kill', { newsletterId: id, familyId }),
    );
    if (mine.length === 0) demand(caller, 'kill');
    return { takedowns: await this.takingDown.list(limit, mine.map(({ id }) => id)) }; // prettier-ignore
  }

  @Get(':id')
  @Requires('kill', 'handler')
  @Answers(200, takedown, 'One order, and how far it is.')
  async readTakedown(
    @Param('id', { schema: z.uuid() }) id: string,
    @SignedIn() caller: OperatorPrincipal,
  ): Promise<Takedown> {
    const found = await this.takingDown.read(id);
    await this.demandFor(found, caller);
    return found;
  }

  /** An edition is its newsletter's; dispatches and pictures are everybody's. */
  private async demandFor({ object, objectId }: Pick<Takedown, 'object' | 'objectId'>, caller: OperatorPrincipal) {
    demand(caller, 'kill', object === 'edition' ? await this.subjects.ofEdition(objectId) : undefined);
  }
}
