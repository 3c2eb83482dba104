import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useMatches } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { sessionQuery } from '../api/session.js';
import { Announcer } from '../elements/announcer.js';
import { Failure, NotYours } from '../elements/failure.js';
import { LocaleProvider } from '../language/locale.js';
import { Shell } from './shell.js';
import shell from './shell.module.css';
import { useMaySomewhere } from './use-may.js';

/** Everything stands behind the session: signed in, not signed in (`signIn`), or not known yet. */
export function DeskRoot({ signIn }: { signIn: ReactNode }) {
  const session = useQuery(sessionQuery);
  const isOpen = useMatches({ select: (matches) => matches.some(({ staticData }) => staticData.isOpen === true) });
  return (
    <LocaleProvider account={session.data?.operator.locale}>
      <Announcer>
        {isOpen ? (
          <Outlet />
        ) : session.isPending ? (
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
          signIn
        ) : (
          <Shell operator={session.data.operator}>
            <Allowed />
          </Shell>
        )}
      </Announcer>
    </LocaleProvider>
  );
}

/** The screen, for those who may use it. The server asks again in any case. */
function Allowed() {
  const may = useMaySomewhere();
  const needs = useMatches({ select: (matches) => matches.flatMap(({ staticData }) => staticData.needs ?? []) });
  return needs.every(may) ? <Outlet /> : <NotYours />;
}
