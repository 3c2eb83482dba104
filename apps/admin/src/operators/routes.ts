import { createRoute } from '@tanstack/react-router';
import { readCursor } from '../api/cursor.js';
import { root } from '../frame/root.js';
import { screen } from '../frame/screen.js';

export const operatorRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/operators',
    staticData: { needs: 'administer' },
    validateSearch: readCursor,
    component: screen(() => import('./operators-screen.js'), 'OperatorsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/operators/invite',
    staticData: { needs: 'administer' },
    component: screen(() => import('./invite-screen.js'), 'InviteScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/operators/$id',
    staticData: { needs: 'administer' },
    component: screen(() => import('./operator-screen.js'), 'OperatorScreen'),
  }),
] as const;
