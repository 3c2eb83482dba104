import { createRoute } from '@tanstack/react-router';
import { root } from '../frame/root.js';
import { screen } from '../frame/screen.js';

export const todayRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    component: screen(() => import('./today-screen.js'), 'TodayScreen'),
  }),
] as const;
