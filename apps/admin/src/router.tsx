import { createRouter } from '@tanstack/react-router';
import { accountRoutes } from './account/routes.js';
import { auditRoutes } from './audit/routes.js';
import { deskRoutes } from './desk/routes.js';
import { apiKeyRoutes } from './api-keys/routes.js';
import { editionRoutes } from './editions/routes.js';
import { NotHere, ScreenFailure } from './elements/failure.js';
import { DeskRoot } from './frame/desk-root.js';
import { root } from './frame/root.js';
import { dispatchRoutes } from './dispatches/routes.js';
import { newsletterRoutes } from './newsletters/routes.js';
import { operatorRoutes } from './operators/routes.js';
import { settingsRoutes } from './settings/routes.js';
import { signInRoutes } from './sign-in/routes.js';
import { SignedOut } from './sign-in/signed-out.js';
import { sourceRoutes } from './sources/routes.js';
import { subscriberRoutes } from './subscribers/routes.js';
import { templateRoutes } from './templates/routes.js';
import { todayRoutes } from './today/routes.js';
import { transportRoutes } from './transports/routes.js';

/*
 * How a room is made. A room is a folder here (`sources/`) with
 *   routes.ts     its addresses; every screen is loaded when it is first opened (`screen`)
 *   words.ts      its words in both languages (`defineWords`, language/words.ts)
 *   queries.ts    what it asks of the API (`dataOf` and `taggedOf`, api/answers.ts; pages of a list: api/cursor.ts)
 *   *-screen.tsx  what is seen: a `Page` (elements/page.tsx) with a `DataTable`, a `FilterBar`, …
 * and one line below. Its entry in the rail stands in frame/rail-entries.ts already, or is added there. Rooms use
 * elements/, frame/, language/ and api/, never another room (the machine checks that): what two rooms need is an
 * element. What is on screen stands in the address (`validateSearch`), personal data never does. What may be done is
 * asked with `useMay()` (frame/use-may.ts).
 */
const rooms = root.addChildren([
  ...newsletterRoutes,
  ...deskRoutes,
  ...editionRoutes,
  ...dispatchRoutes,
  ...sourceRoutes,
  ...templateRoutes,
  ...subscriberRoutes,
  ...accountRoutes,
  ...operatorRoutes,
  ...apiKeyRoutes,
  ...signInRoutes,
  ...todayRoutes,
  ...transportRoutes,
  ...auditRoutes,
  ...settingsRoutes,
]);

root.update({ component: () => <DeskRoot signIn={<SignedOut />} /> });

export const router = createRouter({
  routeTree: rooms,
  basepath: '/admin',
  scrollRestoration: false,
  defaultPreload: 'intent',
  // Chunks are fetched ahead; data is the queries' business.
  defaultPreloadStaleTime: 0,
  defaultNotFoundComponent: NotHere,
  defaultErrorComponent: ScreenFailure,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
