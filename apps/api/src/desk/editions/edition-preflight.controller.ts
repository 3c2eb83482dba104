import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { DESK_LIMITS, PreflightEdition, PreflightGate, wordedLine } from '@app/editions';
import type { OperatorPrincipal, Principal } from '@app/operators';
import { fallbackLocale } from '@app/platform';
import { Caller, Requires, SignedIn } from '../../access.js';
import { Answers } from '../../answers.js';
import { IfMatch, TakesIfMatch } from '../../if-match.js';
import { editionFinding, toEditionFinding } from './preflight-answers.js';

const ID = { schema: z.uuid() };
/** There are fewer codes than these. */
const MAX_CODES = 100;

const override = z.object({
  id: z.uuid(),
  version: z.int().describe('Of the proposal; a change voids it.'),
  codes: z.array(z.string()),
  reason: z.string(),
  operatorId: z.uuid().nullable().describe('null: the command line.'),
  at: z.iso.datetime(),
});
const answer = z.object({
  version: z.int().describe('Of the proposal that was looked at.'),
  findings: z.array(editionFinding).describe('Blocks first.'),
  overrides: z.array(override).describe('The newest first, also of earlier versions.'),
});
const given = z.object({
  codes: z
    .array(z.string().regex(/^preflight\.[a-z_]{1,60}$/))
    .min(1)
    .max(MAX_CODES)
    .describe('Of findings that block now.'),
  reason: wordedLine(DESK_LIMITS.reason).describe('For the audit, and for whoever asks later.'),
});

/** What is wrong with an edition before it leaves, and who lets it leave all the same. */
@Controller('api/v1/editions/:id')
export class EditionPreflightController {
  constructor(
    private readonly preflight: PreflightEdition,
    private readonly gate: PreflightGate,
  ) {}

  @Get('preflight')
  @Requires('editions:read', { edition: 'id' })
  @Answers(200, answer, 'What keeps the edition from being approved, and what should be looked at. Changes nothing.')
  async readPreflight(@Param('id', ID) id: string, @Caller() caller: Principal): Promise<z.infer<typeof answer>> {
    const locale = caller.kind === 'operator' ? caller.locale : fallbackLocale;
    const { edition, findings } = await this.preflight.ofProposal(id, locale);
    const overrides = await this.gate.overrides(id);
    return {
      version: edition.proposalVersion,
      findings: findings.map(toEditionFinding),
      overrides: overrides.map(({ createdAt, codes, ...rest }) => ({ ...rest, codes: [...codes], at: createdAt.toISOString() })),
    };
  } // prettier-ignore

  @Post('overrides')
  @HttpCode(201)
  @Requires('override', { edition: 'id' })
  @TakesIfMatch()
  @Answers(201, override, 'These findings no longer keep this version from being approved.')
  async overridePreflight(
    @Param('id', ID) id: string,
    @IfMatch() version: number,
    @Body({ schema: given }) body: z.infer<typeof given>,
    @SignedIn() { operatorId }: OperatorPrincipal,
  ): Promise<z.infer<typeof override>> {
    const { createdAt, codes, ...rest } = await this.gate.override(id, { ...body, by: operatorId, version });
    return { ...rest, codes: [...codes], at: createdAt.toISOString() };
  }
}
