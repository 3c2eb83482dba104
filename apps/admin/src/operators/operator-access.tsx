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

type Act = 'password' | 'secondFactor' | 'disable';

/** How the operator gets in: a new link, resets, and whether at all. */
export function OperatorAccess({ operator }: { operator: Operator }) {
  const m = useWords(words);
  const path = { id: operator.id };
  const queries = useQueryClient();
  const announce = useAnnounce();
  const [act, ask] = useState<Act>();
  const acting = useMutation({
    mutationFn: async ({ call }: { call: () => Promise<unknown>; done: string }) => call(),
    onSuccess: async (_, { done }) => {
      announce(done);
      await queries.invalidateQueries({ queryKey: ['operators'] });
    },
  });
  const atOnce = (label: string, done: string, call: () => Promise<unknown>) => (
    <Button
      variant="default"
      disabled={acting.isPending}
      onClick={() => {
        acting.mutate({ call, done });
      }}
    >
      {label}
    </Button>
  );
  const asking = (which: Act, label: string) => (
    <Button
      variant="default"
      onClick={() => {
        ask(which);
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
            {atOnce(m.inviteAgain, m.invitedAgain, () => dataOf(postApiV1OperatorsByIdInvite({ path })))}
            {operator.hasPassword && asking('password', m.resetPassword)}
            {operator.hasSecondFactor && asking('secondFactor', m.resetSecondFactor)}
            {asking('disable', m.disable)}
          </>
        ) : (
          atOnce(m.enable, m.saved, () => dataOf(postApiV1OperatorsByIdEnable({ path })))
        )}
      </div>
      <AccessDialog
        operator={operator}
        act={act}
        onClose={() => {
          ask(undefined);
        }}
      />
    </Section>
  );
}

interface AccessDialogProps {
  operator: Operator;
  /** undefined: nothing is asked */
  act: Act | undefined;
  onClose: () => void;
}

/** Each of them signs the operator out everywhere, so each says from how many places. */
function AccessDialog({ operator: { id, name, liveKeys }, act, onClose }: AccessDialogProps) {
  const m = useWords(words);
  const queries = useQueryClient();
  const announce = useAnnounce();
  const path = { id };
  // What a dialog asked stays in it while it closes.
  const [last, remember] = useState<Act>('disable');
  if (act !== undefined && act !== last) remember(act);
  const asked = {
    password: {
      title: m.resetPasswordTitle(name),
      says: m.resetPasswordSays,
      verb: m.resetPassword,
      done: m.passwordReset,
      call: () => doneOf(postApiV1OperatorsByIdPasswordReset({ path })),
    },
    secondFactor: {
      title: m.resetSecondFactorTitle(name),
      says: m.resetSecondFactorSays,
      verb: m.resetSecondFactor,
      done: m.secondFactorReset,
      call: () => doneOf(postApiV1OperatorsByIdSecondFactorReset({ path })),
    },
    disable: {
      title: m.disableTitle(name),
      says: (sessions: number) => m.disableSays(sessions, liveKeys),
      verb: m.disable,
      done: m.disabledNote,
      call: () => dataOf(postApiV1OperatorsByIdDisable({ path })),
    },
  }[act ?? last];
  return (
    <ConsequenceDialog
      opened={act !== undefined}
      onClose={onClose}
      title={asked.title}
      count={{
        key: ['sessions', id],
        ask: async (signal) => (await dataOf(getApiV1OperatorsByIdSessions({ path, signal }))).sessions.length,
      }}
      describe={(sessions) => <p>{asked.says(sessions ?? 0)}</p>}
      verb={asked.verb}
      act={asked.call}
      onDone={() => {
        announce(asked.done);
        void queries.invalidateQueries({ queryKey: ['operators'] });
      }}
    />
  );
}
