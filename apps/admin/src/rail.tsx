import { SegmentedControl, UnstyledButton, VisuallyHidden, useMantineColorScheme } from '@mantine/core';
import type { MantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { sessionQuery, signOut } from './api.js';
import type { Operator } from './api.js';
import { EditionsIcon, MoonIcon, SignOutIcon, SunIcon, SystemIcon, TemplatesIcon } from './icons.js';
import { useWords } from './locale.js';
import type { Locale } from './moments.js';
import styles from './rail.module.css';

export function LanguageSwitch() {
  const { locale, m, choose } = useWords();
  return (
    <SegmentedControl<Locale>
      size="xs"
      fullWidth
      aria-label={m.language}
      value={locale}
      onChange={choose}
      data={[
        { value: 'en', label: <span lang="en">English</span> },
        { value: 'fr', label: <span lang="fr">Français</span> },
      ]}
    />
  );
}

function named(icon: ReactNode, words: string) {
  return (
    <span className={styles.scheme} title={words}>
      {icon}
      <VisuallyHidden>{words}</VisuallyHidden>
    </span>
  );
}

export function SchemeSwitch() {
  const { m } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl<MantineColorScheme>
      size="xs"
      fullWidth
      aria-label={m.scheme}
      value={colorScheme}
      onChange={setColorScheme}
      data={[
        { value: 'auto', label: named(<SystemIcon />, m.schemeAuto) },
        { value: 'light', label: named(<SunIcon />, m.schemeLight) },
        { value: 'dark', label: named(<MoonIcon />, m.schemeDark) },
      ]}
    />
  );
}

/** Entries for what exists, and only for that. `onLeave` closes the drawer the rail stands in on a phone. */
export function Rail({ operator, onLeave }: { operator: Operator; onLeave?: () => void }) {
  const { m } = useWords();
  const onTemplates = useLocation().pathname.startsWith('/templates');
  const client = useQueryClient();
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      client.setQueryData(sessionQuery.queryKey, null);
      // The next person at this screen must not see what this one saw.
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] });
    },
  });
  return (
    <>
      <nav className={styles.nav}>
        <Link to="/" className={styles.entry} aria-current={onTemplates ? undefined : 'page'} onClick={onLeave}>
          <EditionsIcon />
          {m.nextEditions}
        </Link>
        <Link
          to="/templates"
          className={styles.entry}
          aria-current={onTemplates ? 'page' : undefined}
          onClick={onLeave}
        >
          <TemplatesIcon />
          {m.templates}
        </Link>
      </nav>
      <div className={styles.foot}>
        <LanguageSwitch />
        <SchemeSwitch />
        <div className={styles.operator}>
          <div className={styles.who}>
            <span className={styles.name}>{operator.name}</span>
            <span className={styles.role}>{m.role(operator.role)}</span>
          </div>
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
      </div>
    </>
  );
}
