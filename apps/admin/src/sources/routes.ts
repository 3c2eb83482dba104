import { createRoute } from '@tanstack/react-router';
import { root } from '../frame/root.js';
import { screen } from '../frame/screen.js';
import { readSourcesView } from './view.js';

export const sourceRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/sources',
    validateSearch: readSourcesView,
    component: screen(() => import('./sources-screen.js'), 'SourcesScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/sources/new',
    component: screen(() => import('./new-source-screen.js'), 'NewSourceScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/sources/$slug',
    component: screen(() => import('./source-screen.js'), 'SourceScreen'),
  }),
] as const;
