import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { sessionQuery } from './api.js';
import { Failure } from './failure.js';
import { LocaleProvider } from './locale.js';
import { Shell } from './shell.js';
import shell from './shell.module.css';
import { SignedOut } from './signed-out.js';

/** Everything stands behind the session: signed in, not signed in, or not known yet. */
export function DeskRoot() {
  const session = useQuery(sessionQuery);
  return (
    <LocaleProvider account={session.data?.locale}>
      {session.isPending ? (
        <div className={shell.shell} aria-busy="true">
          <div className={shell.rail}>
            <Skeleton height={26} width={130} />
            <Skeleton height={20} width={110} mt="xl" />
            <Skeleton height={20} width={90} mt="md" />
          </div>
        </div>
      ) : session.isError ? (
        <main className={shell.alone}>
          <Failure error={session.error} onRetry={() => void session.refetch()} retrying={session.isFetching} />
        </main>
      ) : session.data === null ? (
        <SignedOut onRetry={() => void session.refetch()} retrying={session.isFetching} />
      ) : (
        <Shell operator={session.data}>
          <Outlet />
        </Shell>
      )}
    </LocaleProvider>
  );
}
