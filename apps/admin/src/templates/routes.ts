import { createRoute } from '@tanstack/react-router';
import { root } from '../frame/root.js';
import { screen } from '../frame/screen.js';
import { readListView, readWorkshopSearch } from './workshop-view.js';

const list = () => import('./templates-screen.js');
/** The editor is the heaviest thing there is; who looks at the list does not wait for it. */
const workshop = () => import('./workshop-screen.js');
const versions = () => import('./versions-screen.js');

export const templateRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/templates',
    validateSearch: (search: Record<string, unknown>): { archived?: true } =>
      readListView(search).archived ? { archived: true } : {},
    component: screen(list, 'TemplatesScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/templates/$id',
    validateSearch: readWorkshopSearch,
    component: screen(workshop, 'WorkshopScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/templates/$id/versions',
    validateSearch: (search: Record<string, unknown>): { version?: number } => {
      const { version } = search;
      return typeof version === 'number' && Number.isInteger(version) && version > 0 ? { version } : {};
    },
    component: screen(versions, 'VersionsScreen'),
  }),
] as const;
