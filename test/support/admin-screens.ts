/**
 * The screens of the admin that `npm run screenshots` pictures: light, dark, on a phone and in French. A room adds its
 * line here. `ready` is what stands on the screen when its data is there.
 */
export interface AdminScreen {
  /** Begins the files' names. */
  readonly name: string;
  /** Below `/admin`. */
  readonly path: string;
  /** CSS selector. */
  readonly ready: string;
}

const row = 'main tbody tr:not(:has([data-visible]))';

export const adminScreens: readonly AdminScreen[] = [
  { name: 'today', path: '', ready: 'main h1' },
  { name: 'desk', path: '/desk', ready: 'main h1' },
  { name: 'dispatches', path: '/dispatches', ready: 'main h1' },
  { name: 'sources', path: '/sources', ready: row },
  { name: 'newsletters', path: '/newsletters', ready: 'main h1' },
  { name: 'preview', path: '/newsletters/monde/preview', ready: 'iframe' },
  { name: 'subscribers', path: '/subscribers', ready: 'main h1' },
  { name: 'editions', path: '/editions', ready: 'main h1' },
  { name: 'templates', path: '/templates', ready: 'iframe' },
  { name: 'transports', path: '/transports', ready: 'main h1' },
  { name: 'operators', path: '/operators', ready: row },
  { name: 'api-keys', path: '/api-keys', ready: 'main h1' },
  { name: 'audit', path: '/audit', ready: row },
  { name: 'settings', path: '/settings', ready: row },
  { name: 'account', path: '/account', ready: 'main h1' },
];
