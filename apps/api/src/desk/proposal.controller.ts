import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  ChangeProposal,
  deskAct,
  MAX_ACTS,
  NewsletterWords,
  ReadProposal,
  type ProposalChange,
  type ProposalView,
} from '@app/editions';
import { OperatorNamesRepository, type Principal } from '@app/operators';
import { Caller, Requires } from '../access.js';
import { Answers } from '../answers.js';
import { entityTag, IfMatch, TakesIfMatch } from '../if-match.js';
import { changeAnswer, diffAnswer, proposalAnswer, toProposalAnswer } from './proposal-answers.js';

const ID = { schema: z.uuid() };

/** One act, or a list of them: read as a list, so that what does not fit is named by its place in it. */
const acts = z
  .preprocess((given): unknown => (Array.isArray(given) ? given : [given]), z.array(deskAct).min(1).max(MAX_ACTS))
  .describe('A list of acts, or one by itself: all are done, in order, or none.');

/** What an edition may become: looked at, changed, compared with what the machine proposed. */
@Controller('api/v1/editions/:id')
export class ProposalController {
  constructor(
    private readonly proposals: ReadProposal,
    private readonly change: ChangeProposal,
    private readonly words: NewsletterWords,
    private readonly names: OperatorNamesRepository,
  ) {}

  @Get('proposal')
  @Requires('editions:read', { edition: 'id' })
  @Answers(200, proposalAnswer, 'The proposal, with the ETag that changes and approvals name.')
  async readProposal(
    @Param('id', ID) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof proposalAnswer>> {
    const view = await this.proposals.read(id);
    reply.header('etag', entityTag(view.edition.proposalVersion));
    const { newsletter } = view;
    return toProposalAnswer(view, {
      names: await this.names.of(peopleOf(view)),
      direction: this.words.direction(newsletter),
      section: (slug) => this.words.section(newsletter, slug),
    });
  }

  @Get('diff')
  @Requires('editions:read', { edition: 'id' })
  @Answers(200, diffAnswer, 'What people made of the machine’s proposal.')
  async diffProposal(@Param('id', ID) id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const diff = await this.proposals.diff(id);
    reply.header('etag', entityTag(diff.version));
    return diff;
  }

  @Post('acts')
  @HttpCode(200)
  @Requires('editions:write', { edition: 'id' })
  @TakesIfMatch()
  @Answers(200, changeAnswer, 'Done. The version counts on where anything changed.')
  async changeProposal(
    @Param('id', ID) id: string,
    @IfMatch() version: number,
    @Body({ schema: acts }) given: z.infer<typeof acts>,
    @Caller() { operatorId }: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProposalChange> {
    const done = await this.change.apply(id, { acts: given, version, by: operatorId });
    reply.header('etag', entityTag(done.version));
    return done;
  }
}

function peopleOf({ blocks, exclusions, approvals }: ProposalView): string[] {
  return [
    ...blocks.flatMap(({ addedBy }) => addedBy ?? []),
    ...exclusions.flatMap(({ excludedBy }) => excludedBy ?? []),
    ...approvals.map(({ operatorId }) => operatorId),
  ];
}
