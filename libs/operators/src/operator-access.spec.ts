import { describe, expect, it } from '@jest/globals';
import type { OperatorRole } from '@app/platform';
import { mayDo, rights, scopes, scopesWithin, type Principal } from './operator-access.js';

const operator = (role: OperatorRole): Principal => ({
  kind: 'operator',
  operatorId: 'o',
  sessionId: 's',
  name: 'N',
  role,
  locale: 'en',
});

/** Written out, so that a change of the product's table has to be meant. */
const table = {
  //         view edit approve send design administer | dispatches:write :read editions:read preview:read
  admin: ['yes yes yes yes yes yes', 'yes yes yes yes'],
  editor: ['yes yes yes yes no no', 'yes yes yes yes'],
  designer: ['yes no no no yes no', 'no yes yes yes'],
  viewer: ['yes no no no no no', 'no yes yes yes'],
} as const satisfies Record<OperatorRole, readonly [string, string]>;

describe('what a principal may do', () => {
  it.each(Object.entries(table))('as %s', (role, [expectedRights, expectedScopes]) => {
    const principal = operator(role as OperatorRole);
    const answer = (need: Parameters<typeof mayDo>[1]) => (mayDo(principal, need) ? 'yes' : 'no');
    expect(rights.map(answer).join(' ')).toBe(expectedRights);
    expect(scopes.map(answer).join(' ')).toBe(expectedScopes);
  });

  it.each(scopes)('as a key with the scope %s: that scope and no right at all', (scope) => {
    const principal: Principal = { kind: 'api_key', keyId: 'k', operatorId: 'o', scopes: [scope] };
    expect(scopes.filter((other) => mayDo(principal, other))).toEqual([scope]);
    expect(rights.filter((right) => mayDo(principal, right))).toEqual([]);
  });

  it('cuts scopes by the role and drops what is no scope', () => {
    expect(scopesWithin('editor', [...scopes, 'administer', 'dispatches:*'])).toEqual([...scopes]);
    expect(scopesWithin('viewer', [...scopes])).toEqual(['dispatches:read', 'editions:read', 'preview:read']);
  });
});
