import { createRoute } from '@tanstack/react-router';
import { root } from '../frame/root.js';
import { screen } from '../frame/screen.js';
import { readDeskView } from './view.js';

export const deskRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/desk',
    component: screen(() => import('./desks-screen.js'), 'DesksScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/newsletters/$slug/desk',
    component: screen(() => import('./newsletter-desk-screen.js'), 'NewsletterDeskScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/editions/$id/desk',
    validateSearch: readDeskView,
    component: screen(() => import('./desk-screen.js'), 'DeskScreen'),
  }),
] as const;
