import { createRoute } from '@tanstack/react-router';
import { root } from '../frame/root.js';
import { screen } from '../frame/screen.js';

interface AccountSearch {
  /** what one was led here for, after a link */
  choose?: 'password';
}

export const accountRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/account',
    validateSearch: (search: Record<string, unknown>): AccountSearch =>
      search['choose'] === 'password' ? { choose: 'password' } : {},
    component: screen(() => import('./account-screen.js'), 'AccountScreen'),
  }),
] as const;
