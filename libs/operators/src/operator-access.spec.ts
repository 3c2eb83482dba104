import { describe, expect, it } from '@jest/globals';
import type { OperatorRole } from '@app/platform';
import {
  mayDo,
  mayForSomeSource,
  mayWriteTo,
  rights,
  roleMay,
  scopes,
  scopesWithin,
  sourcesOf,
  type OperatorPrincipal,
  type Principal,
} from './operator-access.js';

const operator = (role: OperatorRole): OperatorPrincipal => ({
  kind: 'operator',
  operatorId: 'o',
  sessionId: 's',
  name: 'N',
  role,
  locale: 'en',
});

/** Written out, so that a change of the product's table has to be meant. */
const table = {
  //         view edit approve send design administer | dispatches:write :read editions:read :write preview:read subscriptions:write
  admin: ['yes yes yes yes yes yes', 'yes yes yes yes yes yes'],
  editor: ['yes yes yes yes no no', 'yes yes yes yes yes no'],
  designer: ['yes no no no yes no', 'no yes yes no yes no'],
  viewer: ['yes no no no no no', 'no yes yes no yes no'],
} as const satisfies Record<OperatorRole, readonly [string, string]>;

describe('what a principal may do', () => {
  it.each(Object.entries(table))('as %s', (role, [expectedRights, expectedScopes]) => {
    const principal = operator(role as OperatorRole);
    const answer = (need: Parameters<typeof mayDo>[1]) => (mayDo(principal, need) ? 'yes' : 'no');
    expect(rights.map(answer).join(' ')).toBe(expectedRights);
    expect(scopes.map(answer).join(' ')).toBe(expectedScopes);
    expect(rights.filter((right) => roleMay(principal.role, right))).toEqual(
      rights.filter((right) => mayDo(principal, right)),
    );
  });

  it.each(scopes)('as a key with the scope %s: that scope and no right at all', (scope) => {
    const principal: Principal = { kind: 'api_key', keyId: 'k', operatorId: 'o', scopes: [scope] };
    expect(scopes.filter((other) => mayDo(principal, other))).toEqual([scope]);
    expect(rights.filter((right) => mayDo(principal, right))).toEqual([]);
  });

  it('cuts scopes by the role and drops what is no scope', () => {
    expect(scopesWithin('admin', [...scopes, 'administer', 'dispatches:*'])).toEqual([...scopes]);
    expect(scopesWithin('editor', [...scopes])).not.toContain('subscriptions:write');
    expect(scopesWithin('viewer', [...scopes])).toEqual(['dispatches:read', 'editions:read', 'preview:read']);
  });
});

describe('a key for one source', () => {
  const bound: Principal = { kind: 'api_key', keyId: 'k', operatorId: 'o', scopes: ['dispatches:write:reuters'] };
  const free: Principal = { ...bound, scopes: ['dispatches:write', 'dispatches:write:reuters'] };

  it('writes to that one and does nothing else', () => {
    expect(scopes.filter((scope) => mayDo(bound, scope))).toEqual([]);
    expect(scopes.filter((scope) => mayForSomeSource(bound, scope))).toEqual(['dispatches:write']);
    expect(rights.filter((right) => mayForSomeSource(bound, right))).toEqual([]);
    expect(['reuters', 'Reuters', 'reuters2', 'api', ''].map((slug) => mayWriteTo(bound, slug))).toEqual([true, false, false, false, false]);
    expect(sourcesOf(bound)).toEqual(['reuters']);
  }); // prettier-ignore

  it('is not bound where it also has the whole scope, nor is a person', () => {
    expect([sourcesOf(free), mayWriteTo(free, 'api')]).toEqual([undefined, true]);
    expect([sourcesOf(operator('editor')), mayWriteTo(operator('editor'), 'api')]).toEqual([undefined, true]);
    expect([mayWriteTo(operator('viewer'), 'api'), mayForSomeSource(operator('viewer'), 'dispatches:write')]).toEqual([false, false]); // prettier-ignore
    const reader: Principal = { ...bound, scopes: ['dispatches:read'] };
    expect([sourcesOf(reader), mayForSomeSource(reader, 'dispatches:write')]).toEqual([[], false]);
  });

  it('is cut by the role, and only writing is for one source', () => {
    const wanted = ['dispatches:write:reuters', 'dispatches:write:', 'dispatches:write:a b', 'dispatches:read:reuters'];
    expect(scopesWithin('editor', wanted)).toEqual(['dispatches:write:reuters']);
    expect(scopesWithin('viewer', wanted)).toEqual([]);
  });
});
