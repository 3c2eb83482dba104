import { createRoute } from '@tanstack/react-router';
import { root } from '../frame/root.js';
import { screen } from '../frame/screen.js';
import { readKeysView } from './view.js';

export const apiKeyRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/api-keys',
    staticData: { needs: 'administer' },
    validateSearch: readKeysView,
    component: screen(() => import('./api-keys-screen.js'), 'ApiKeysScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/api-keys/new',
    staticData: { needs: 'administer' },
    component: screen(() => import('./issue-screen.js'), 'IssueScreen'),
  }),
] as const;
