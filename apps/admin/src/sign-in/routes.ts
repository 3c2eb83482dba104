import { createRoute } from '@tanstack/react-router';
import { root } from '../frame/root.js';
import { screen } from '../frame/screen.js';

interface SignInSearch {
  /** the second factor is owed, after a link */
  step?: 'code';
  /** why the identity provider's visitor was not let in: the end of an `openid.…` code */
  failed?: string;
}

function readSearch(search: Record<string, unknown>): SignInSearch {
  const { step, failed } = search;
  return { ...(step === 'code' && { step }), ...(typeof failed === 'string' && { failed: failed.slice(0, 40) }) };
}

export const signInRoutes = [
  createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    validateSearch: readSearch,
    staticData: { isOpen: true },
    component: screen(() => import('./sign-in-screen.js'), 'SignInScreen'),
  }),
] as const;
