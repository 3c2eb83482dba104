import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Navigate } from '@tanstack/react-router';
import { sessionQuery } from '../api/session.js';
import { SignInCard } from './sign-in-card.js';

const route = getRouteApi('/sign-in');

/** Where a link and the identity provider lead back to. */
export function SignInScreen() {
  const { step, failed } = route.useSearch();
  const session = useQuery(sessionQuery);
  if (session.data !== undefined && session.data !== null) return <Navigate to="/" replace />;
  return <SignInCard first={step ?? 'password'} failed={failed} />;
}
