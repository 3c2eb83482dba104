import { createRoute } from '@tanstack/react-router';
import { root } from '../frame/root.js';
import { screen } from '../frame/screen.js';

export const settingsRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/settings',
    staticData: { needs: 'administer' },
    component: screen(() => import('./settings-screen.js'), 'SettingsScreen'),
  }),
] as const;
