import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { FailureLine } from '../elements/failure.js';
import { useWords } from '../language/words.js';
import { askForLink, giveCode, refusalOf, signIn } from './queries.js';
import styles from './sign-in.module.css';
import { words } from './words.js';

interface StepProps {
  onSubmit: () => void;
  error: Error | null;
  children: ReactNode;
}

function StepForm({ onSubmit, error, children }: StepProps) {
  const m = useWords(words);
  const refusal = refusalOf(error, m);
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {refusal !== undefined && (
        <p className={styles.refusal} role="alert">
          {refusal}
        </p>
      )}
      {error !== null && refusal === undefined && <FailureLine error={error} />}
      {children}
    </form>
  );
}

/** Address and password. `onHalf`: the second factor is owed. */
export function PasswordStep({ onIn, onHalf }: { onIn: () => void; onHalf: () => void }) {
  const m = useWords(words);
  const [address, setAddress] = useState('');
  const [password, setPassword] = useState('');
  const [missing, miss] = useState(false);
  const trying = useMutation({
    mutationFn: signIn,
    onSuccess: ({ state }) => {
      if (state === 'signed_in') onIn();
      else onHalf();
    },
  });
  return (
    <StepForm
      error={trying.error}
      onSubmit={() => {
        const isMissing = address.trim() === '' || password === '';
        miss(isMissing);
        if (!isMissing) trying.mutate({ address, password });
      }}
    >
      <TextInput
        label={m.address}
        type="email"
        name="username"
        autoComplete="username"
        autoFocus
        required
        withAsterisk={false}
        value={address}
        onChange={(event) => {
          setAddress(event.currentTarget.value);
        }}
      />
      <PasswordInput
        label={m.password}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        error={missing ? m.missing : undefined}
        visibilityToggleButtonProps={{ 'aria-label': m.show }}
        onChange={(event) => {
          setPassword(event.currentTarget.value);
        }}
      />
      <Button type="submit" loading={trying.isPending}>
        {m.signIn}
      </Button>
    </StepForm>
  );
}

/** The code of the app, or a recovery code. */
export function CodeStep({ onIn, onBack }: { onIn: () => void; onBack: () => void }) {
  const m = useWords(words);
  const [code, setCode] = useState('');
  const trying = useMutation({ mutationFn: giveCode, onSuccess: onIn });
  return (
    <StepForm
      error={trying.error}
      onSubmit={() => {
        if (code.trim() !== '') trying.mutate(code);
      }}
    >
      <p>{m.codeLead}</p>
      <TextInput
        label={m.code}
        name="code"
        autoComplete="one-time-code"
        autoFocus
        spellCheck={false}
        value={code}
        onChange={(event) => {
          setCode(event.currentTarget.value);
        }}
      />
      <Button type="submit" loading={trying.isPending}>
        {m.giveCode}
      </Button>
      <Button variant="default" onClick={onBack}>
        {m.beginAnew}
      </Button>
    </StepForm>
  );
}

/** A link by mail. */
export function LinkStep({ onBack }: { onBack: () => void }) {
  const m = useWords(words);
  const [address, setAddress] = useState('');
  const asking = useMutation({ mutationFn: askForLink });
  if (asking.isSuccess)
    return (
      <>
        <p role="status">
          <strong>{m.sentTitle}.</strong> {m.sent}
        </p>
        <Button variant="default" onClick={onBack}>
          {m.back}
        </Button>
      </>
    );
  return (
    <StepForm
      error={asking.error}
      onSubmit={() => {
        if (address.trim() !== '') asking.mutate(address);
      }}
    >
      <p>{m.linkLead}</p>
      <TextInput
        label={m.address}
        type="email"
        name="username"
        autoComplete="username"
        autoFocus
        value={address}
        onChange={(event) => {
          setAddress(event.currentTarget.value);
        }}
      />
      <Button type="submit" loading={asking.isPending}>
        {m.sendLink}
      </Button>
      <Button variant="default" onClick={onBack}>
        {m.back}
      </Button>
    </StepForm>
  );
}
