import { describe, expect, it } from '@jest/globals';
import type { OperatorRole } from '@app/platform';
import {
  mayDo,
  mayDoSomewhere,
  mayForSomeSource,
  mayWriteTo,
  scopes,
  scopesWithin,
  sourcesOf,
  type ApiKeyPrincipal,
  type OperatorPrincipal,
  type Scope,
} from './operator-access.js';
import { heldRights, rights, rightsOf, withoutRights, type Grant } from './rights.js';

const operator = (role: OperatorRole, ...grants: Grant[]): OperatorPrincipal => ({
  kind: 'operator',
  operatorId: 'o',
  sessionId: 's',
  name: 'N',
  role,
  locale: 'en',
  held: heldRights(role, grants),
});

const key = (given: Partial<ApiKeyPrincipal>): ApiKeyPrincipal => ({
  kind: 'api_key',
  keyId: 'k',
  operatorId: 'o',
  scopes: [],
  held: heldRights('admin'),
  restriction: null,
  requestsPerMinute: 600,
  ...given,
});

/** Written out, so that a change of the product's table has to be meant. */
const table = {
  admin: {
    rights: 'view edit approve override send flash kill import export design configure administer',
    scopes:
      'dispatches:write dispatches:read dispatches:kill editions:read editions:write editions:flash editions:send preview:read subscriptions:write ' +
      'subscribers:read subscribers:import subscribers:export audit:read',
  },
  editor: {
    rights: 'view edit approve override send flash kill',
    scopes:
      'dispatches:write dispatches:read dispatches:kill editions:read editions:write editions:flash editions:send preview:read subscribers:read',
  },
  designer: { rights: 'view design', scopes: 'dispatches:read editions:read preview:read subscribers:read' },
  viewer: { rights: 'view', scopes: 'dispatches:read editions:read preview:read subscribers:read' },
} as const satisfies Record<OperatorRole, { rights: string; scopes: string }>;

describe('what a principal may do', () => {
  it.each(Object.entries(table))('as %s', (name, expected) => {
    const role = name as OperatorRole;
    const principal = operator(role);
    expect(rights.filter((right) => mayDo(principal, right)).join(' ')).toBe(expected.rights);
    expect(scopes.filter((scope) => mayDo(principal, scope)).join(' ')).toBe(expected.scopes);
    expect(rightsOf(role)).toEqual(rights.filter((right) => mayDo(principal, right)));
  });

  it.each(scopes)('as a key with the scope %s: that scope and no right at all', (scope) => {
    const principal = key({ scopes: [scope] });
    expect(scopes.filter((other) => mayDo(principal, other))).toEqual([scope]);
    expect(rights.filter((right) => mayDo(principal, right))).toEqual([]);
  });

  it('cuts scopes by the rights and drops what is no scope', () => {
    expect(scopesWithin(heldRights('admin'), [...scopes, 'administer', 'dispatches:*'])).toEqual([...scopes]);
    expect(scopesWithin(heldRights('viewer'), [...scopes]).join(' ')).toBe(table.viewer.scopes);
  });
});

const MORNING = { newsletterId: 'morning', familyId: 'briefing' };
const MATIN = { newsletterId: 'matin', familyId: 'briefing' };
const ALONE = { newsletterId: 'alone', familyId: null };

describe('rights for a part', () => {
  const forMorning = { rights: ['edit'], newsletterId: 'morning', familyId: null } as const;
  const forFamily = { rights: ['approve', 'edit'], newsletterId: null, familyId: 'briefing' } as const;

  it('hold for the newsletter they were given for, and for no other and not everywhere', () => {
    const principal = operator('viewer', forMorning);
    expect([MORNING, MATIN, ALONE, undefined].map((subject) => mayDo(principal, 'edit', subject))).toEqual([true, false, false, false]);
    expect([mayDoSomewhere(principal, 'edit'), mayDoSomewhere(principal, 'send')]).toEqual([true, false]);
    expect(mayDo(principal, 'editions:write', MORNING)).toBe(true);
    expect(mayDo(principal, 'view')).toBe(true);
  }); // prettier-ignore

  it('hold for every newsletter of a family, and a newsletter without family is of none', () => {
    const principal = operator('viewer', forFamily);
    expect([MORNING, MATIN, ALONE, undefined].map((subject) => mayDo(principal, 'approve', subject))).toEqual([true, true, false, false]);
  }); // prettier-ignore

  it('add up, each right once and in one order', () => {
    const twice = { rights: ['approve', 'edit'], newsletterId: 'morning', familyId: null } as const;
    const general = { rights: ['export'], newsletterId: null, familyId: null } as const;
    expect(heldRights('viewer', [twice, forMorning, general])).toEqual({
      everywhere: ['view', 'export'],
      newsletters: [{ id: 'morning', rights: ['edit', 'approve'] }],
      families: [],
    });
  });

  it('can be lost wherever they were held', () => {
    const { held } = operator('editor', forMorning, forFamily);
    expect(withoutRights(held, ['edit', 'send', 'kill'])).toEqual({
      everywhere: ['view', 'approve', 'override', 'flash'],
      newsletters: [{ id: 'morning', rights: [] }],
      families: [{ id: 'briefing', rights: ['approve'] }],
    });
  });
});

describe('a key with a restriction', () => {
  const wanted: Scope[] = ['editions:read', 'editions:write'];
  const restricted = key({ scopes: wanted, restriction: { newsletterId: 'morning', familyId: null } });
  const ofFamily = key({ scopes: wanted, restriction: { newsletterId: null, familyId: 'briefing' } });

  it('is good for that part, for reading too, and for nothing that belongs to no newsletter', () => {
    const may = (principal: ApiKeyPrincipal) => [MORNING, MATIN, ALONE, undefined].map((subject) => mayDo(principal, 'editions:read', subject)); // prettier-ignore
    expect(may(restricted)).toEqual([true, false, false, false]);
    expect(may(ofFamily)).toEqual([true, true, false, false]);
  });

  it('never may more than its operator there', () => {
    const held = heldRights('viewer', [{ rights: ['edit'], newsletterId: 'matin', familyId: null }]);
    const cut = key({ scopes: wanted, held, restriction: { newsletterId: null, familyId: 'briefing' } });
    expect([MORNING, MATIN].map((subject) => mayDo(cut, 'editions:write', subject))).toEqual([false, true]);
  });
});

describe('a key for one source', () => {
  const bound = key({ scopes: ['dispatches:write:reuters'], held: heldRights('editor') });
  const free = key({ scopes: ['dispatches:write', 'dispatches:write:reuters'] });

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
    const reader = key({ scopes: ['dispatches:read'] });
    expect([sourcesOf(reader), mayForSomeSource(reader, 'dispatches:write')]).toEqual([[], false]);
  });

  it('is cut by the rights everywhere, and only writing is for one source', () => {
    const wanted = ['dispatches:write:reuters', 'dispatches:write:', 'dispatches:write:a b', 'dispatches:read:reuters'];
    expect(scopesWithin(heldRights('editor'), wanted)).toEqual(['dispatches:write:reuters']);
    expect(scopesWithin(heldRights('viewer'), wanted)).toEqual([]);
    const partly = heldRights('viewer', [{ rights: ['edit'], newsletterId: 'morning', familyId: null }]);
    expect(scopesWithin(partly, ['dispatches:write', ...wanted])).toEqual([]);
  });
});
