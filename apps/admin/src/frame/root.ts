import { createRootRoute } from '@tanstack/react-router';
import { NotHere, ScreenFailure } from '../elements/failure.js';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** true: also shown to somebody who is not signed in, without the rail */
    isOpen?: boolean;
  }
}

/** The trunk every room's routes grow from; router.tsx says what it shows. */
export const root = createRootRoute({ notFoundComponent: NotHere, errorComponent: ScreenFailure });
