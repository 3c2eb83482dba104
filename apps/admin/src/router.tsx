import { createRootRoute, createRoute, createRouter, retainSearchParams } from '@tanstack/react-router';
import { DeskRoot } from './desk-root.js';
import { NewslettersScreen } from './newsletters-screen.js';
import { NotHere } from './failure.js';
import { TemplatesScreen } from './templates-screen.js';
import { readTemplateView, readView } from './view.js';

const root = createRootRoute({
  validateSearch: readView,
  // Going from one newsletter to the next keeps the width and the part one was comparing.
  search: { middlewares: [retainSearchParams(['width', 'part'])] },
  component: DeskRoot,
  notFoundComponent: NotHere,
});

const editions = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: () => <NewslettersScreen />,
});

const newsletter = createRoute({
  getParentRoute: () => root,
  path: '/newsletters/$id',
  component: function NewsletterRoute() {
    return <NewslettersScreen chosen={newsletter.useParams().id} />;
  },
});

const templates = createRoute({
  getParentRoute: () => root,
  path: '/templates',
  component: () => <TemplatesScreen filledFrom={undefined} />,
});

const template = createRoute({
  getParentRoute: () => root,
  path: '/templates/$id',
  validateSearch: readTemplateView,
  component: function TemplateRoute() {
    return <TemplatesScreen chosen={template.useParams().id} filledFrom={template.useSearch().newsletter} />;
  },
});

export const router = createRouter({
  routeTree: root.addChildren([editions, newsletter, templates, template]),
  basepath: '/admin',
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
