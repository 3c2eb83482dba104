import { lazy, Suspense } from 'react';

// Apart from the first route: whoever is signed in never needs it.
const SignInCard = lazy(async () => ({ default: (await import('./sign-in-card.js')).SignInCard }));

/** Instead of any screen, to somebody who is not signed in. */
export function SignedOut() {
  return (
    <Suspense fallback={<main aria-busy="true" id="main" tabIndex={-1} />}>
      <SignInCard />
    </Suspense>
  );
}
