import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { FindSources } from '@app/dispatches';
import {
  isSourceScope,
  IssueApiKey,
  KEY_REQUESTS_PER_MINUTE,
  ManageApiKeys,
  type ListedApiKey,
  type OperatorPrincipal,
} from '@app/operators';
import { Clock } from '@app/platform';
import { Requires, SignedIn } from '../../access.js';
import { Answers } from '../../answers.js';
import { RightsSubjects } from '../../rights-subject.service.js';
import { ShownOnce } from '../../shown-once.js';

const listQuery = z.object({
  operator: z.uuid().optional().describe('Whom they act for.'),
  revoked: z.enum(['true', 'false']).default('false').describe('Revoked ones too.'),
  after: z.uuid().optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});

const named = z.object({ id: z.uuid(), name: z.string() });
const keyAnswer = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string().describe('What it is recognised by: `clp_` and eight digits.'),
  scopes: z.array(z.string()),
  operator: named.describe('Whom it acts for; it never may more than they do.'),
  newsletterId: z.uuid().nullable().describe('Good for this newsletter only.'),
  familyId: z.uuid().nullable().describe('Good for the newsletters of this family only.'),
  requestsPerMinute: z.int(),
  createdAt: z.iso.datetime(),
  createdBy: z.uuid().nullable().describe('null: the command line.'),
  lastUsedAt: z.iso.datetime().nullable().describe('To the minute; null: never.'),
  expiresAt: z.iso.datetime().nullable().describe('null: until it is revoked.'),
  revokedAt: z.iso.datetime().nullable(),
  opens: z.boolean().describe('false: revoked, expired, or its operator is disabled.'),
});
const keyPage = z.object({ keys: z.array(keyAnswer), next: z.string().nullable() });
const issuedKey = keyAnswer.extend({ key: z.string().describe('The whole key. It is shown this once.') });

const request = z
  .object({
    operatorId: z.uuid(),
    name: z.string().max(300).describe('What it is for.'),
    scopes: z.array(z.string().max(150)).min(1).max(50).describe('Such as `editions:read`, or `dispatches:write:` and a source’s slug.'),
    newsletterId: z.uuid().optional().describe('For this newsletter only.'),
    familyId: z.uuid().optional().describe('For the newsletters of this family only.'),
    expiresAt: z.iso.datetime({ offset: true }).optional().describe('Left out: until it is revoked.'),
    requestsPerMinute: z.int().min(1).max(60_000).default(KEY_REQUESTS_PER_MINUTE),
  })
  .refine(({ newsletterId, familyId }) => newsletterId === undefined || familyId === undefined, 'a newsletter or a family, not both'); // prettier-ignore

/** Keys that let programs act for an operator. Without send, import and export unless these are asked for by name. */
@Controller('api/v1/api-keys')
@Requires('administer')
export class ApiKeysController {
  constructor(
    private readonly keys: ManageApiKeys,
    private readonly issuing: IssueApiKey,
    private readonly subjects: RightsSubjects,
    private readonly sources: FindSources,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Answers(200, keyPage, 'The newest first.')
  async listApiKeys(@Query({ schema: listQuery }) query: z.infer<typeof listQuery>): Promise<z.infer<typeof keyPage>> {
    const { operator: operatorId, revoked, ...page } = query;
    const { keys, next } = await this.keys.page({ operatorId, withRevoked: revoked === 'true' }, page);
    return { keys: keys.map((key) => this.answerOf(key)), next };
  }

  @Post()
  @ShownOnce()
  @Answers(201, issuedKey, 'Issued. The key is shown now and never again.')
  async issueApiKey(
    @Body({ schema: request }) given: z.infer<typeof request>,
    @SignedIn() { operatorId: issuedBy, held }: OperatorPrincipal,
  ): Promise<z.infer<typeof issuedKey>> {
    const { newsletterId = null, familyId = null, expiresAt, ...asked } = given;
    // A mistyped source would make a key that opens nothing, or one day what somebody gives that name.
    for (const scope of asked.scopes.filter(isSourceScope)) await this.sources.bySlug(scope.split(':')[2] ?? '');
    if (newsletterId !== null) await this.subjects.ofNewsletter(newsletterId);
    const restriction = newsletterId === null && familyId === null ? undefined : { newsletterId, familyId };
    const end = expiresAt === undefined ? undefined : new Date(expiresAt);
    const issued = await this.issuing.issue({ ...asked, expiresAt: end, restriction, issuedBy, within: held });
    return { ...this.answerOf(await this.keys.read(issued.keyId)), key: issued.key };
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @Answers(200, keyAnswer, 'Opens nothing from now on.')
  async revokeApiKey(@Param('id', { schema: z.uuid() }) id: string, @SignedIn() { operatorId }: OperatorPrincipal) {
    return this.answerOf(await this.keys.revoke(id, operatorId));
  }

  private answerOf(key: ListedApiKey): z.infer<typeof keyAnswer> {
    const { operatorId, operatorName, isOperatorDisabled, createdAt, lastUsedAt, expiresAt, revokedAt, ...rest } = key;
    const isOver = expiresAt !== null && expiresAt <= this.clock.now();
    return {
      ...rest,
      scopes: [...rest.scopes],
      operator: { id: operatorId, name: operatorName },
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      expiresAt: expiresAt?.toISOString() ?? null,
      revokedAt: revokedAt?.toISOString() ?? null,
      opens: revokedAt === null && !isOver && !isOperatorDisabled,
    };
  }
}
