import { createRoute } from '@tanstack/react-router';
import { root } from '../frame/root.js';
import { screen } from '../frame/screen.js';
import { readListView, readReadershipView, readStoryView } from './view.js';

export const subscriberRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/subscribers',
    validateSearch: readListView,
    component: screen(() => import('./subscribers-screen.js'), 'SubscribersScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/subscribers/readership',
    validateSearch: readReadershipView,
    component: screen(() => import('./readership-screen.js'), 'ReadershipScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/subscribers/imports',
    staticData: { needs: 'import' },
    component: screen(() => import('./imports-screen.js'), 'ImportsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/subscribers/imports/$id',
    staticData: { needs: 'import' },
    component: screen(() => import('./import-screen.js'), 'ImportScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/subscribers/$id',
    validateSearch: readStoryView,
    component: screen(() => import('./subscriber-screen.js'), 'SubscriberScreen'),
  }),
] as const;
