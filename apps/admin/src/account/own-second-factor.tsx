import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../api/answers.js';
import { sessionQuery } from '../api/session.js';
import { CopyField } from '../elements/copy-field.js';
import { FailureLine } from '../elements/failure.js';
import { Moment } from '../elements/moment.js';
import { Section } from '../elements/page.js';
import { useLocale } from '../language/locale.js';
import { formatList } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import styles from './account.module.css';
import { QrCode } from './qr-code.js';
import { accountQuery, beginSecondFactor, confirmSecondFactor, renewRecoveryCodes, takeSecondFactorOff } from './queries.js'; // prettier-ignore
import type { Account } from './queries.js';
import { words } from './words.js';

/** Off, being set up, on; and the recovery codes, which are shown once. */
export function OwnSecondFactor({ account }: { account: Account }) {
  const m = useWords(words);
  const client = useQueryClient();
  const [codes, show] = useState<readonly string[] | undefined>();
  const changed = (shown?: readonly string[]): void => {
    show(shown);
    void client.invalidateQueries({ queryKey: accountQuery.queryKey });
    void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  return (
    <Section title={m.factor}>
      {codes !== undefined && (
        <>
          <p className={styles.lead}>{m.codesLead}</p>
          <CopyField label={m.codesTitle} text={codes.join('\n')} />
          <div className={styles.buttons}>
            <Button
              onClick={() => {
                show(undefined);
              }}
            >
              {m.codesKept}
            </Button>
          </div>
        </>
      )}
      {codes === undefined && (account.secondFactor.isOn ? <On account={account} onChange={changed} /> : <Off account={account} onOn={changed} />)}
    </Section>
  );
} // prettier-ignore

function Off({ account, onOn }: { account: Account; onOn: (codes: readonly string[]) => void }) {
  const m = useWords(words);
  const { locale } = useLocale();
  const { neededFor, proofNeeded } = account.secondFactor;
  const beginning = useMutation({ mutationFn: beginSecondFactor });
  // The page may have stood open for longer than having signed in counts.
  const isLate = beginning.error instanceof ApiError && beginning.error.code === 'operator.current_password_wrong';
  const needed = isLate ? 'current_password' : proofNeeded;
  if (beginning.data === undefined)
    return (
      <>
        <p className={styles.note}>{m.factorOff}</p>
        {neededFor.length > 0 && <p className={styles.lead}>{m.neededFor(formatList(neededFor, locale))}</p>}
        <Begin needed={needed} error={beginning.error} isPending={beginning.isPending} onBegin={beginning.mutate} />
      </>
    );
  const { uri, secret } = beginning.data;
  return (
    <div className={styles.enrol}>
      <QrCode text={uri} label={m.qr} />
      <div className={styles.form}>
        <p className={styles.note}>{m.scan}</p>
        <CopyField label={m.key} text={secret} />
        <p className={styles.note}>{m.confirmLead}</p>
        <CodeForm
          label={m.code}
          verb={m.turnOn}
          act={async (code) => {
            onOn((await confirmSecondFactor(code)).recoveryCodes);
          }}
          onCancel={() => {
            beginning.reset();
          }}
        />
      </div>
    </div>
  );
}

interface BeginProps {
  needed: Account['secondFactor']['proofNeeded'];
  error: Error | null;
  isPending: boolean;
  onBegin: (currentPassword?: string) => void;
}

/** Asks for what shows that it is the owner who sets one up. */
function Begin({ needed, error, isPending, onBegin }: BeginProps) {
  const m = useWords(words);
  const [password, setPassword] = useState('');
  const isAsked = needed === 'current_password';
  const isWrong = error instanceof ApiError && error.code === 'operator.current_password_wrong';
  const isTyped = password !== '';
  if (needed === 'sign_in') return <p className={styles.lead}>{m.proofSignIn}</p>;
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isAsked) onBegin(password);
        else onBegin();
      }}
    >
      {isAsked && (
        <PasswordInput
          label={m.current}
          description={m.proofLead}
          autoComplete="current-password"
          value={password}
          error={isWrong && isTyped ? m.currentWrong : undefined}
          visibilityToggleButtonProps={{ 'aria-label': m.show }}
          onChange={(event) => {
            setPassword(event.currentTarget.value);
          }}
        />
      )}
      {error !== null && !isWrong && <FailureLine error={error} />}
      <div className={styles.buttons}>
        <Button type="submit" variant="default" disabled={isAsked && !isTyped} loading={isPending}>
          {m.setUp}
        </Button>
      </div>
    </form>
  );
}

function On({ account, onChange }: { account: Account; onChange: (codes?: readonly string[]) => void }) {
  const m = useWords(words);
  const [doing, begin] = useState<'renew' | 'takeOff' | undefined>();
  const { since, recoveryCodesLeft } = account.secondFactor;
  return (
    <>
      <p className={styles.note}>
        {m.factorOn} {since !== null && <Moment at={since} />}. {m.codesLeft(recoveryCodesLeft)}
      </p>
      {doing === undefined ? (
        <div className={styles.buttons}>
          <Button
            variant="default"
            onClick={() => {
              begin('renew');
            }}
          >
            {m.renewCodes}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              begin('takeOff');
            }}
          >
            {m.takeOff}
          </Button>
        </div>
      ) : (
        <CodeForm
          label={m.codeForAct}
          verb={doing === 'renew' ? m.renewCodes : m.takeOff}
          act={async (code) => {
            if (doing === 'renew') onChange((await renewRecoveryCodes(code)).recoveryCodes);
            else {
              await takeSecondFactorOff(code);
              onChange();
            }
            begin(undefined);
          }}
          onCancel={() => {
            begin(undefined);
          }}
        />
      )}
    </>
  );
}

interface CodeFormProps {
  label: string;
  verb: string;
  act: (code: string) => Promise<void>;
  onCancel: () => void;
}

function CodeForm({ label, verb, act, onCancel }: CodeFormProps) {
  const m = useWords(words);
  const [code, setCode] = useState('');
  const acting = useMutation({ mutationFn: act });
  const { error } = acting;
  const refusal = refusalOf(error, m);
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() !== '') acting.mutate(code);
      }}
    >
      <TextInput
        label={label}
        autoComplete="one-time-code"
        autoFocus
        spellCheck={false}
        value={code}
        error={refusal}
        onChange={(event) => {
          setCode(event.currentTarget.value);
        }}
      />
      {error !== null && refusal === undefined && <FailureLine error={error} />}
      <div className={styles.buttons}>
        <Button type="submit" loading={acting.isPending}>
          {verb}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {m.cancel}
        </Button>
      </div>
    </form>
  );
}

function refusalOf(error: Error | null, m: (typeof words)['en']): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.code === 'second_factor.code_wrong') return m.codeWrong;
  const { retryAfterSeconds: seconds } = error.details;
  return error.code === 'sign_in.too_many' && typeof seconds === 'number' ? m.tooMany(seconds) : undefined;
}
