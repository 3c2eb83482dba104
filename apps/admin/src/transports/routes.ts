import { createRoute } from '@tanstack/react-router';
import { root } from '../frame/root.js';
import { screen } from '../frame/screen.js';
import { readTransportsView } from './view.js';

export const transportRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/transports',
    staticData: { needs: 'administer' },
    validateSearch: readTransportsView,
    component: screen(() => import('./transports-screen.js'), 'TransportsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/transports/new',
    staticData: { needs: 'administer' },
    component: screen(() => import('./new-transport-screen.js'), 'NewTransportScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/transports/by-name/$name',
    staticData: { needs: 'administer' },
    component: screen(() => import('./transport-screen.js'), 'TransportScreen'),
  }),
] as const;
