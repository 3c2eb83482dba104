import type { OperatorRole } from '@app/platform';
import { operatorErrors } from './operators.errors.js';
import { holds, holdsSomewhere, type HeldRights, type Right, type RightsSubject } from './rights.js';

/** What an API key may be given. A program never approves and never administers. */
export const scopes = [
  'dispatches:write',
  'dispatches:read',
  'dispatches:kill',
  'editions:read',
  'editions:write',
  'editions:flash',
  'editions:send',
  'preview:read',
  'subscriptions:write',
  'subscribers:read',
  'subscribers:import',
  'subscribers:export',
  'audit:read',
] as const;
export type Scope = (typeof scopes)[number];

/** The one scope that can be given for a single source: `dispatches:write:agency`. */
const SOURCE_SCOPE = 'dispatches:write';
export type SourceScope = `${typeof SOURCE_SCOPE}:${string}`;
/** Letters, digits, hyphens, points and underscores, as a source's slug has them. */
const SOURCE_SLUG = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u;

/** The right an operator needs to do by hand what the scope lets a key do. */
const rightOfScope: Readonly<Record<Scope, Right>> = {
  'dispatches:write': 'edit',
  'dispatches:read': 'view',
  'dispatches:kill': 'kill',
  'editions:read': 'view',
  // It changes a proposal; a person still approves what it became.
  'editions:write': 'edit',
  'editions:flash': 'flash',
  'editions:send': 'send',
  'preview:read': 'view',
  // It says in the newsroom's name that somebody has agreed: nobody's everyday work.
  'subscriptions:write': 'import',
  // Addresses stay masked without `export`.
  'subscribers:read': 'view',
  'subscribers:import': 'import',
  'subscribers:export': 'export',
  'audit:read': 'administer',
};

/** An operator who signed in. */
export interface OperatorPrincipal {
  readonly kind: 'operator';
  readonly operatorId: string;
  readonly sessionId: string;
  readonly name: string;
  readonly role: OperatorRole;
  /** BCP 47 tag. */
  readonly locale: string;
  readonly held: HeldRights;
}

/** All a key is good for: one newsletter, or the newsletters of one family. */
export interface KeyRestriction {
  readonly newsletterId: string | null;
  readonly familyId: string | null;
}

/** A program with an API key. `scopes` is what is left of the key's scopes under its operator's present rights. */
export interface ApiKeyPrincipal {
  readonly kind: 'api_key';
  readonly keyId: string;
  readonly operatorId: string;
  readonly scopes: readonly (Scope | SourceScope)[];
  /** What its operator may at this moment: the key never may more. */
  readonly held: HeldRights;
  /** null: wherever its operator may. */
  readonly restriction: KeyRestriction | null;
  readonly requestsPerMinute: number;
}

/** Whoever a request speaks for. */
export type Principal = OperatorPrincipal | ApiKeyPrincipal;

export function isScope(text: string): text is Scope {
  return (scopes as readonly string[]).includes(text);
}

/** For one source only. */
export function isSourceScope(text: string): text is SourceScope {
  return text.startsWith(`${SOURCE_SCOPE}:`) && SOURCE_SLUG.test(text.slice(SOURCE_SCOPE.length + 1));
}

/** The scopes of `wanted` that exist and that the rights cover somewhere. */
export function scopesWithin(held: HeldRights, wanted: readonly string[]): (Scope | SourceScope)[] {
  return wanted
    .filter((scope) => isScope(scope) || isSourceScope(scope))
    .filter((scope) => {
      if (isSourceScope(scope) || scope === SOURCE_SCOPE) return holds(held, rightOfScope[SOURCE_SCOPE]);
      return holdsSomewhere(held, rightOfScope[scope]);
    });
}

/** What an operator needs to be let do what the scope lets a key do. */
export function rightOf(scope: Scope | SourceScope): Right {
  return rightOfScope[isSourceScope(scope) ? SOURCE_SCOPE : scope];
}

/** Whether the scope is about newsletters, so that a key for one newsletter can use it. */
export function isNewsletterScope(scope: Scope | SourceScope): boolean {
  return !isSourceScope(scope) && !scope.startsWith('dispatches:') && scope !== 'audit:read';
}

/**
 * The one question everybody asks. A right is for people only; a scope admits keys that have it and operators who may.
 * `subject` is the newsletter it is to be done to; without one it takes the right everywhere, and a key with a
 * restriction may nothing.
 */
export function mayDo(principal: Principal, need: Right | Scope, subject?: RightsSubject): boolean {
  if (!isScope(need)) return principal.kind === 'operator' && holds(principal.held, need, subject);
  if (principal.kind === 'api_key') {
    if (!principal.scopes.includes(need) || !isWithin(principal.restriction, subject)) return false;
  }
  return holds(principal.held, rightOfScope[need], subject);
}

/** @throws `operator.forbidden` where {@link mayDo} says no */
export function demand(principal: Principal, need: Right | Scope, subject?: RightsSubject): void {
  if (!mayDo(principal, need, subject)) throw operatorErrors.error('operator.forbidden', { needs: need });
}

/** Whether there is any newsletter it may do it for; which one is then asked with {@link mayDo}. */
export function mayDoSomewhere(principal: Principal, need: Right | Scope): boolean {
  if (!isScope(need)) return principal.kind === 'operator' && holdsSomewhere(principal.held, need);
  if (principal.kind === 'api_key' && !principal.scopes.includes(need)) return false;
  return holdsSomewhere(principal.held, rightOfScope[need]);
}

function isWithin(restriction: KeyRestriction | null, subject: RightsSubject | undefined): boolean {
  if (restriction === null) return true;
  if (subject === undefined) return false;
  const { newsletterId, familyId } = restriction;
  return newsletterId === subject.newsletterId || (familyId !== null && familyId === subject.familyId);
}

/** Whether it may do it for some source at least; which one is then asked with {@link mayWriteTo}. */
export function mayForSomeSource(principal: Principal, need: Right | Scope): boolean {
  if (mayDo(principal, need)) return true;
  return need === SOURCE_SCOPE && (sourcesOf(principal)?.length ?? 0) > 0;
}

/** Whether dispatches may be filed under the source. */
export function mayWriteTo(principal: Principal, sourceSlug: string): boolean {
  return mayDo(principal, SOURCE_SCOPE) || (sourcesOf(principal) ?? []).includes(sourceSlug);
}

/** The only sources, by slug, that it may write to; undefined: it is not bound to any. */
export function sourcesOf(principal: Principal): readonly string[] | undefined {
  if (principal.kind !== 'api_key' || mayDo(principal, SOURCE_SCOPE)) return undefined;
  if (principal.restriction !== null) return [];
  return principal.scopes.filter(isSourceScope).map((scope) => scope.slice(SOURCE_SCOPE.length + 1));
}
