import { createRoute } from '@tanstack/react-router';
import { root } from '../frame/root.js';
import { screen } from '../frame/screen.js';
import { readAuditView } from './audit-view.js';

export const auditRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/audit',
    staticData: { needs: 'administer' },
    validateSearch: readAuditView,
    component: screen(() => import('./audit-screen.js'), 'AuditScreen'),
  }),
] as const;
