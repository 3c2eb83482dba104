import { createRoute } from '@tanstack/react-router';
import { readSort } from '../elements/sort.js';
import { root } from '../frame/root.js';
import { screen } from '../frame/screen.js';

export const transportRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/transports',
    validateSearch: readSort,
    component: screen(() => import('./transports-screen.js'), 'TransportsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/transports/new',
    component: screen(() => import('./new-transport-screen.js'), 'NewTransportScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/transports/by-name/$name',
    component: screen(() => import('./transport-screen.js'), 'TransportScreen'),
  }),
] as const;
