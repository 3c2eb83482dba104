import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FailureLine } from './failure.js';
import styles from './find-by-address.module.css';

/** Longest address mail knows, its angle brackets left out (RFC 5321 §4.5.3.1), with room for what is pasted around it. */
const LONGEST_ADDRESS = 320;

interface FindByAddressProps {
  label: string;
  hint: string;
  verb: string;
  isFinding: boolean;
  error: Error | null;
  /** asked with what was typed, without the spaces around it */
  onFind: (address: string) => void;
  /** what was found is of another address than the field holds now */
  onTyped: () => void;
}

/** The address stays in a form and a body: an address bar is kept by browsers, and logged on the way. */
export function FindByAddress({ label, hint, verb, isFinding, error, onFind, onTyped }: FindByAddressProps) {
  const [typed, type] = useState('');
  return (
    <>
      <form
        className={styles.find}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== '') onFind(typed.trim());
        }}
      >
        <TextInput
          type="search"
          size="sm"
          label={label}
          description={hint}
          autoComplete="off"
          maxLength={LONGEST_ADDRESS}
          value={typed}
          onChange={({ currentTarget }) => {
            type(currentTarget.value);
            onTyped();
          }}
        />
        <Button type="submit" variant="default" loading={isFinding}>
          {verb}
        </Button>
      </form>
      {error !== null && <FailureLine error={error} />}
    </>
  );
}
