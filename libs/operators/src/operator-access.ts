import type { OperatorRole } from '@app/platform';

/** What a role allows. `administer` is operators, keys and settings. */
export const rights = ['view', 'edit', 'approve', 'send', 'design', 'administer'] as const;
export type Right = (typeof rights)[number];

/** What an API key may be given. A program never approves, sends or administers. */
export const scopes = [
  'dispatches:write',
  'dispatches:read',
  'editions:read',
  'editions:write',
  'preview:read',
  'subscriptions:write',
] as const;
export type Scope = (typeof scopes)[number];

/** The one scope that can be given for a single source: `dispatches:write:agency`. */
const SOURCE_SCOPE = 'dispatches:write';
export type SourceScope = `${typeof SOURCE_SCOPE}:${string}`;
/** Letters, digits, hyphens, points and underscores, as a source's slug has them. */
const SOURCE_SLUG = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u;

const rightsOfRole: Readonly<Record<OperatorRole, readonly Right[]>> = {
  admin: rights,
  editor: ['view', 'edit', 'approve', 'send'],
  designer: ['view', 'design'],
  viewer: ['view'],
};

/** The right an operator needs to do by hand what the scope lets a key do. */
const rightOfScope: Readonly<Record<Scope, Right>> = {
  'dispatches:write': 'edit',
  'dispatches:read': 'view',
  'editions:read': 'view',
  // It changes a proposal; a person still approves what it became.
  'editions:write': 'edit',
  'preview:read': 'view',
  // It says in the newsroom's name that somebody has agreed: nobody's everyday work.
  'subscriptions:write': 'administer',
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
}

/** A program with an API key. `scopes` is what is left of the key's scopes under its operator's present role. */
export interface ApiKeyPrincipal {
  readonly kind: 'api_key';
  readonly keyId: string;
  readonly operatorId: string;
  readonly scopes: readonly (Scope | SourceScope)[];
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

/** For the command line, where somebody is named and nobody signed in. */
export function roleMay(role: OperatorRole, right: Right): boolean {
  return rightsOfRole[role].includes(right);
}

/** The scopes of `wanted` that exist and that the role covers. */
export function scopesWithin(role: OperatorRole, wanted: readonly string[]): (Scope | SourceScope)[] {
  return wanted
    .filter((scope) => isScope(scope) || isSourceScope(scope))
    .filter((scope) => rightsOfRole[role].includes(rightOfScope[isSourceScope(scope) ? SOURCE_SCOPE : scope]));
}

/** The one question the guard asks. A right is for people only; a scope admits keys that have it and operators who may. */
export function mayDo(principal: Principal, need: Right | Scope): boolean {
  if (!isScope(need)) return principal.kind === 'operator' && rightsOfRole[principal.role].includes(need);
  if (principal.kind === 'api_key') return principal.scopes.includes(need);
  return rightsOfRole[principal.role].includes(rightOfScope[need]);
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
  if (principal.kind !== 'api_key' || principal.scopes.includes(SOURCE_SCOPE)) return undefined;
  return principal.scopes.filter(isSourceScope).map((scope) => scope.slice(SOURCE_SCOPE.length + 1));
}
