import { createRoute, retainSearchParams } from '@tanstack/react-router';
import { readView } from '../elements/mail/view.js';
import { root } from '../frame/root.js';
import { screen } from '../frame/screen.js';
import { readTemplateView } from './template-view.js';

const screens = () => import('./templates-screen.js');

export const templateRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/templates',
    validateSearch: readView,
    search: { middlewares: [retainSearchParams(['width', 'part'])] },
    component: screen(screens, 'TemplatesScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/templates/$id',
    validateSearch: readTemplateView,
    search: { middlewares: [retainSearchParams(['width', 'part'])] },
    component: screen(screens, 'TemplateScreen'),
  }),
] as const;
