import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../api/answers.js';
import { useAnnounce } from '../elements/announcer.js';
import { FailureLine } from '../elements/failure.js';
import { Moment } from '../elements/moment.js';
import { Section } from '../elements/page.js';
import { said, useWords } from '../language/words.js';
import styles from './account.module.css';
import { accountQuery, setPassword } from './queries.js';
import type { Account } from './queries.js';
import { words } from './words.js';

type M = (typeof words)['en'];

/** What is wrong with which field; undefined: neither. */
function faultOf(error: Error | null, m: M): { current?: string; next?: string } | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.code === 'operator.current_password_wrong') return { current: m.currentWrong };
  if (error.code !== 'operator.password_weak') return undefined;
  const { fault } = error.details;
  return { next: typeof fault === 'string' ? said(m.faults, fault) : error.message };
}

/** `isLed`: one came here by a link, to choose one. */
export function OwnPassword({ account, isLed = false }: { account: Account; isLed?: boolean }) {
  const m = useWords(words);
  const client = useQueryClient();
  const announce = useAnnounce();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const setting = useMutation({
    mutationFn: setPassword,
    onSuccess: () => {
      setCurrent('');
      setNext('');
      announce(m.passwordSet);
      void client.invalidateQueries({ queryKey: accountQuery.queryKey });
    },
  });
  const { isSet, changedAt, minLength, proofNeeded } = account.password;
  const isCurrentNeeded = proofNeeded === 'current_password';
  const fault = faultOf(setting.error, m);
  return (
    <Section title={m.password}>
      {isLed && !setting.isSuccess && <p className={styles.lead}>{m.chooseLead}</p>}
      {!isSet && !isLed && <p className={styles.note}>{m.noPassword}</p>}
      {account.isAtProvider && <p className={styles.note}>{m.atProvider}</p>}
      {changedAt !== null && (
        <p className={styles.note}>
          {m.passwordSince} <Moment at={changedAt} />
        </p>
      )}
      {proofNeeded === 'sign_in' ? (
        <p className={styles.lead}>{m.passwordSignIn}</p>
      ) : (
        <form
          className={styles.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setting.mutate({ newPassword: next, ...(isCurrentNeeded && { currentPassword: current }) });
          }}
        >
          {/* Password managers keep a password beside the name it belongs to. */}
          <input type="text" name="username" autoComplete="username" value={account.address} readOnly hidden />
          {isCurrentNeeded && (
            <PasswordInput
              label={m.current}
              autoComplete="current-password"
              value={current}
              error={fault?.current}
              visibilityToggleButtonProps={{ 'aria-label': m.show }}
              onChange={(event) => {
                setCurrent(event.currentTarget.value);
              }}
            />
          )}
          <PasswordInput
            label={m.next}
            description={m.nextHint(minLength)}
            autoComplete="new-password"
            value={next}
            error={fault?.next}
            visibilityToggleButtonProps={{ 'aria-label': m.show }}
            onChange={(event) => {
              setNext(event.currentTarget.value);
            }}
          />
          {setting.error !== null && fault === undefined && <FailureLine error={setting.error} />}
          <div className={styles.buttons}>
            <Button
              type="submit"
              variant={isLed ? 'filled' : 'default'}
              disabled={next === ''}
              loading={setting.isPending}
            >
              {m.setPassword}
            </Button>
          </div>
        </form>
      )}
    </Section>
  );
}
