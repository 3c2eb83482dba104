import { createRoute, retainSearchParams } from '@tanstack/react-router';
import { readView } from '../elements/mail/view.js';
import { root } from '../frame/root.js';
import { screen } from '../frame/screen.js';
import { readEmbedView, readSettingsView } from './view.js';

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
  createRoute({
    getParentRoute: () => root,
    path: '/newsletters/new',
    component: screen(() => import('./new-newsletter-screen.js'), 'NewNewsletterScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/newsletters/$slug/settings',
    validateSearch: readSettingsView,
    component: screen(() => import('./settings-screen.js'), 'NewsletterSettingsScreen'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/newsletters/$slug/embed',
    validateSearch: readEmbedView,
    component: screen(() => import('./embed-screen.js'), 'EmbedScreen'),
  }),
] as const;
