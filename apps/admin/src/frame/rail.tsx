import { UnstyledButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { sessionQuery, signOut } from '../api/session.js';
import type { Operator } from '../api/session.js';
import { SignOutIcon } from '../elements/icons.js';
import { said, useWords } from '../language/words.js';
import type { RailEntry } from './rail-entries.js';
import styles from './rail.module.css';
import { LanguageSwitch, SchemeSwitch } from './switches.js';
import { useHasRoom, useRooms } from './use-rooms.js';
import { words } from './words.js';

/** A newsletter's and an edition's desk are the desk, not the room whose address they continue. */
const AT_DESK = /^\/(?:newsletters|editions)\/[^/]+\/desk$/;

/** The room that is open: its own address, or one inside it. */
function isOpen(to: string, pathname: string): boolean {
  if (AT_DESK.test(pathname)) return to === '/desk';
  return to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`);
}

function Entries({ entries, onLeave }: { entries: readonly RailEntry[]; onLeave: (() => void) | undefined }) {
  const m = useWords(words);
  const { pathname } = useLocation();
  return (
    <ul className={styles.entries}>
      {entries.map(({ to, name, icon: Icon, badge: Badge }) => (
        <li key={to}>
          <Link
            to={to}
            // What is open is for `isOpen` to say: an edition's desk is no page of the editions.
            activeOptions={{ exact: true }}
            className={styles.entry}
            aria-current={isOpen(to, pathname) ? 'page' : undefined}
            onClick={onLeave}
          >
            <Icon />
            <span>{m[name]}</span>
            {Badge !== undefined && <Badge />}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** `onLeave` closes the drawer the rail stands in on a phone. */
export function Rail({ operator, onLeave }: { operator: Operator; onLeave?: () => void }) {
  const m = useWords(words);
  const { rooms, house } = useRooms();
  return (
    <>
      <nav className={styles.nav} aria-label={m.rooms}>
        <Entries entries={rooms} onLeave={onLeave} />
        {house.length > 0 && <Entries entries={house} onLeave={onLeave} />}
      </nav>
      <div className={styles.foot}>
        <LanguageSwitch />
        <SchemeSwitch />
        <OperatorLine operator={operator} onLeave={onLeave} />
      </div>
    </>
  );
}

function OperatorLine({ operator, onLeave }: { operator: Operator; onLeave: (() => void) | undefined }) {
  const m = useWords(words);
  const hasAccount = useHasRoom()('/account');
  const client = useQueryClient();
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      client.setQueryData(sessionQuery.queryKey, null);
      // The next person at this screen must not see what this one saw.
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] });
    },
  });
  const who = (
    <>
      <bdi className={styles.name}>{operator.name}</bdi>
      <span className={styles.role}>{said(m.roles, operator.role)}</span>
    </>
  );
  return (
    <>
      <div className={styles.operator}>
        {hasAccount ? (
          <Link to="/account" className={styles.who} title={m.account} onClick={onLeave}>
            {who}
          </Link>
        ) : (
          <div className={styles.who}>{who}</div>
        )}
        <UnstyledButton
          className={styles.signOut}
          aria-label={m.signOut}
          title={m.signOut}
          disabled={leave.isPending}
          onClick={() => {
            leave.mutate();
          }}
        >
          <SignOutIcon />
        </UnstyledButton>
      </div>
      {leave.isError && (
        <p role="alert" className={styles.alarm}>
          {m.signOutFailed}
        </p>
      )}
    </>
  );
}
