import { createRoute, retainSearchParams } from '@tanstack/react-router';
import { readView } from '../elements/mail/view.js';
import { root } from '../frame/root.js';
import { screen } from '../frame/screen.js';

const screens = () => import('./next-editions-screen.js');

export const newsletterRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/newsletters',
    validateSearch: readView,
    // Going from one newsletter to the next keeps the width and the part one was comparing.
    search: { middlewares: [retainSearchParams(['width', 'part'])] },
    component: screen(screens, 'NextEditionsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/newsletters/$slug/preview',
    validateSearch: readView,
    search: { middlewares: [retainSearchParams(['width', 'part'])] },
    component: screen(screens, 'PreviewScreen'),
  }),
] as const;
