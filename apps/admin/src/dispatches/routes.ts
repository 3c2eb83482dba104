import { createRoute } from '@tanstack/react-router';
import { root } from '../frame/root.js';
import { screen } from '../frame/screen.js';
import { readListView } from './view.js';

export const dispatchRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/dispatches',
    validateSearch: readListView,
    component: screen(() => import('./dispatches-screen.js'), 'DispatchesScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/dispatches/new',
    staticData: { needs: 'edit' },
    component: screen(() => import('./new-dispatch-screen.js'), 'NewDispatchScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/dispatches/$id',
    validateSearch: (search: Record<string, unknown>): { tab?: string } =>
      typeof search['tab'] === 'string' ? { tab: search['tab'] } : {},
    component: screen(() => import('./dispatch-screen.js'), 'DispatchScreen'),
  }),
] as const;
