import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, doneOf } from '../api/answers.js';
import {
  getApiV1OperatorsByIdSessions,
  postApiV1OperatorsByIdDisable,
  postApiV1OperatorsByIdEnable,
  postApiV1OperatorsByIdInvite,
  postApiV1OperatorsByIdPasswordReset,
  postApiV1OperatorsByIdSecondFactorReset,
} from '../client/index.js';
import { useAnnounce } from '../elements/announcer.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { FailureLine } from '../elements/failure.js';
import { Section } from '../elements/page.js';
import { useWords } from '../language/words.js';
import type { Operator } from './queries.js';
import styles from './operators.module.css';
import { words } from './words.js';

/** How the operator gets in: a new link, resets, and whether at all. */
export function OperatorAccess({ operator }: { operator: Operator }) {
  const m = useWords(words);
  const { id, name, liveKeys } = operator;
  const path = { id };
  const queries = useQueryClient();
  const announce = useAnnounce();
  const [isAsked, ask] = useState(false);
  const renew = (): Promise<void> => queries.invalidateQueries({ queryKey: ['operators'] });
  const acting = useMutation({
    mutationFn: async ({ act }: { act: () => Promise<unknown>; done: string }) => act(),
    onSuccess: async (_, { done }) => {
      announce(done);
      await renew();
    },
  });
  const button = (label: string, done: string, act: () => Promise<unknown>) => (
    <Button
      variant="default"
      disabled={acting.isPending}
      onClick={() => {
        acting.mutate({ act, done });
      }}
    >
      {label}
    </Button>
  );
  return (
    <Section title={m.more}>
      {acting.isError && <FailureLine error={acting.error} />}
      <div className={styles.acts}>
        {operator.disabledAt === null ? (
          <>
            {button(m.inviteAgain, m.invitedAgain, () => dataOf(postApiV1OperatorsByIdInvite({ path })))}
            {operator.hasPassword &&
              button(m.resetPassword, m.passwordReset, () => doneOf(postApiV1OperatorsByIdPasswordReset({ path })))}
            {operator.hasSecondFactor &&
              button(m.resetSecondFactor, m.secondFactorReset, () =>
                doneOf(postApiV1OperatorsByIdSecondFactorReset({ path })),
              )}
            <Button
              variant="default"
              onClick={() => {
                ask(true);
              }}
            >
              {m.disable}
            </Button>
          </>
        ) : (
          button(m.enable, m.saved, () => dataOf(postApiV1OperatorsByIdEnable({ path })))
        )}
      </div>
      <ConsequenceDialog
        opened={isAsked}
        onClose={() => {
          ask(false);
        }}
        title={m.disableTitle(name)}
        count={{
          key: ['disable', id],
          ask: async (signal) => (await dataOf(getApiV1OperatorsByIdSessions({ path, signal }))).sessions.length,
        }}
        describe={(sessions) => <p>{m.disableSays(sessions ?? 0, liveKeys)}</p>}
        verb={m.disable}
        act={() => dataOf(postApiV1OperatorsByIdDisable({ path }))}
        onDone={() => void renew()}
      />
    </Section>
  );
}
