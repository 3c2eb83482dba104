import { z } from 'zod';
import { rights, type Actor, type ListedOperator, type OperatorPrincipal } from '@app/operators';

/** Grants of one operator: every newsletter of a large house, and then some. */
const MAX_GRANTS = 200;

export const role = z.enum(['admin', 'editor', 'designer', 'viewer']);
const rightName = z.enum(rights);

const grantAnswer = z
  .object({ newsletterId: z.uuid().nullable(), familyId: z.uuid().nullable(), rights: z.array(rightName) })
  .describe('For one newsletter, for the newsletters of one family, or, with both null, everywhere.');

export const grantInput = z
  .array(
    z
      .object({
        newsletterId: z.uuid().nullable().default(null),
        familyId: z.uuid().nullable().default(null),
        rights: z.array(rightName).min(1).max(rights.length),
      })
      .refine(({ newsletterId, familyId }) => newsletterId === null || familyId === null, 'names a newsletter or a family, not both'),
  )
  .max(MAX_GRANTS)
  .refine((grants) => new Set(grants.map(({ newsletterId, familyId }) => `${newsletterId}|${familyId}`)).size === grants.length, 'names a place twice'); // prettier-ignore

/** BCP 47, as far as anybody here writes one. */
export const localeTag = z
  .string()
  .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/, 'a BCP 47 tag such as fr or pt-BR');

export const operatorAnswer = z.object({
  id: z.uuid(),
  address: z.string(),
  name: z.string(),
  role,
  locale: z.string().describe('BCP 47 tag.'),
  grants: z.array(grantAnswer).describe('Beyond the rights of the role.'),
  hasPassword: z.boolean(),
  hasSecondFactor: z.boolean(),
  isFromProvider: z.boolean().describe('Comes in through the identity provider.'),
  liveKeys: z.int().min(0),
  createdAt: z.iso.datetime(),
  lastSignedInAt: z.iso.datetime().nullable().describe('null: never.'),
  disabledAt: z.iso.datetime().nullable().describe('null: may sign in.'),
  version: z.int(),
});
export type OperatorAnswer = z.infer<typeof operatorAnswer>;

export function operatorAnswerOf(operator: ListedOperator): OperatorAnswer {
  const { createdAt, lastSignedInAt, disabledAt, grants, ...rest } = operator;
  return {
    ...rest,
    grants: grants.map((grant) => ({ ...grant, rights: [...grant.rights] })),
    createdAt: createdAt.toISOString(),
    lastSignedInAt: lastSignedInAt?.toISOString() ?? null,
    disabledAt: disabledAt?.toISOString() ?? null,
  };
}

export function actorOf({ operatorId, held }: OperatorPrincipal): Actor {
  return { operatorId, held };
}
