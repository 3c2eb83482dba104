import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { ReadReport } from '@app/delivery';
import { CompareEditions, editionErrors, type EditionComparison } from '@app/editions';
import { mayDo, type Principal } from '@app/operators';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { RightsSubjects } from '../../rights-subject.service.js';

const query = z.object({
  with: z.uuid().optional().describe('Id of another edition of the newsletter; left out: the one before it, of its kind.'),
}); // prettier-ignore

const count = z.int().min(0);
const side = z.object({
  id: z.uuid(),
  editionDate: z.iso.date(),
  kind: z.string(),
  sequence: z.int(),
  dueAt: z.iso.datetime(),
  revision: z.int(),
  subject: z.string(),
  blocks: count,
  recipients: count,
  submitted: count,
  rejected: count,
  skipped: count,
  uncertain: count,
});
const place = z.object({ section: z.string(), place: count.describe('Among all blocks, from 0.') });
const comparison = z.object({
  before: side.describe('The one that was due first.'),
  after: side,
  blocks: z
    .array(
      z.object({
        kind: z.enum(['dispatch', 'text', 'promotion', 'sponsor']),
        dispatchId: z.uuid().nullable(),
        title: z.string(),
        change: z.enum(['came', 'went', 'moved', 'stayed']),
        isReworded: z.boolean().describe('The dispatch has another version in the later one.'),
        before: place.nullable(),
        after: place.nullable(),
      }),
    )
    .describe('In the order of the later one; what went stands at the end.'),
});

/** Two editions side by side. */
@Controller('api/v1/editions/:id/comparison')
export class ComparisonController {
  constructor(
    private readonly comparing: CompareEditions,
    private readonly reports: ReadReport,
    private readonly subjects: RightsSubjects,
  ) {}

  @Get()
  @Requires('editions:read', { edition: 'id' })
  @Answers(200, comparison, 'What came, went and moved, and what became of both. Each by its current revision.')
  async compareEditions(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: query }) { with: other }: z.infer<typeof query>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof comparison>> {
    // To whoever may not see it there is no such edition.
    if (other !== undefined && !mayDo(caller, 'editions:read', await this.subjects.ofEdition(other)))
      throw editionErrors.error('edition.unknown', { editionId: other });
    const { before, after, blocks } = await this.comparing.compare(id, other);
    const sums = await this.reports.sums([before.edition.id, after.edition.id]);
    const sideOf = ({ edition, revision, subject, blocks: own }: EditionComparison['before']) => {
      const { recipients = 0, submitted = 0, rejected = 0, skipped = 0, uncertain = 0 } = sums.get(edition.id) ?? {};
      const { id: editionId, editionDate, kind, sequence, dueAt } = edition;
      return {
        id: editionId, editionDate, kind, sequence, dueAt: dueAt.toISOString(), revision: revision.number, subject,
        blocks: own.length, recipients, submitted, rejected, skipped, uncertain,
      }; // prettier-ignore
    };
    return { before: sideOf(before), after: sideOf(after), blocks: [...blocks] };
  }
}
