/**
 * Every route that answers somebody who has not shown who they are, as `METHOD /pattern`. The guard lets in whom a
 * route's own decorator says; this list is where a reviewer sees all of it at once. A spec fails when a public route is
 * missing here, and when something here does not exist or is not public.
 */
export const publicRoutes: readonly string[] = [
  // for machines
  'GET /health/live',
  'GET /health/ready',
  'GET /api/openapi.json',
  // the operators' application: files without data, and the way in
  'GET /admin',
  'GET /admin/*',
  'GET /admin/sign-in/:token',
  'POST /admin/sign-in/:token',
  // for readers
  'GET /assets/*',
  'GET /',
  'GET /n/:slug',
  'POST /n/:slug/subscribe',
  'POST /n/subscribe',
  'GET /n/:slug/frame',
  'POST /n/:slug/frame',
  'GET /confirm/:token',
  'POST /confirm/:token',
  'GET /unsubscribe/:token',
  'POST /unsubscribe/:token',
  'POST /unsubscribe/:token/reason',
  'POST /return/:token',
  'GET /preferences/:token',
  'POST /preferences/:token',
  'POST /preferences/:token/personal-link',
  'GET /my/:token',
  'GET /my/:token/data.json',
  'GET /my/:token/receipt.json',
  'POST /my/:token/address',
  'GET /my/:token/erase',
  'POST /my/:token/erase',
  'GET /address/:token',
  'POST /address/:token',
  'GET /view/:token',
  'GET /n/:slug/archive',
  'GET /n/:slug/archive/:date',
  'GET /n/:slug/archive/:date/:name',
  'GET /n/:slug/feed.xml',
  'GET /n/:slug/feed.json',
  'GET /media/:hash',
  'GET /privacy',
  // for the newsroom's own site
  'GET /embed.js',
  'GET /api/public/v1/newsletters',
  'GET /api/public/v1/newsletters/:slug',
  'OPTIONS /api/public/v1/newsletters/:slug',
  'OPTIONS /api/public/v1/newsletters/:slug/subscriptions',
  'OPTIONS /api/public/v1/challenge',
  'GET /api/public/v1/challenge',
  'POST /api/public/v1/newsletters/:slug/subscriptions',
  'POST /api/public/v1/newsletters/subscriptions',
];
