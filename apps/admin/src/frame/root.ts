import { createRootRoute } from '@tanstack/react-router';
import { NotHere, ScreenFailure } from '../elements/failure.js';
import type { Right } from '../api/session.js';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** true: also shown to somebody who is not signed in, without the rail */
    isOpen?: boolean;
    /** a screen only for those who may do this somewhere: others are told so instead of seeing a form they may not send */
    needs?: Right;
  }
}

/** The trunk every room's routes grow from; router.tsx says what it shows. */
export const root = createRootRoute({ notFoundComponent: NotHere, errorComponent: ScreenFailure });
