import { createRoute } from '@tanstack/react-router';
import { root } from '../frame/root.js';
import { screen } from '../frame/screen.js';
import { readArchiveView, readCompareView, readEditionView } from './view.js';

export const editionRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/editions',
    validateSearch: readArchiveView,
    component: screen(() => import('./editions-screen.js'), 'EditionsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/editions/$id',
    validateSearch: readEditionView,
    component: screen(() => import('./edition-screen.js'), 'EditionScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/editions/$id/compare',
    validateSearch: readCompareView,
    component: screen(() => import('./compare-screen.js'), 'CompareScreen'),
  }),
] as const;
