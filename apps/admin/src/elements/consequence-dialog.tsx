import { Button, Modal, Skeleton } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { useWords } from '../language/words.js';
import styles from './consequence-dialog.module.css';
import { FailureLine } from './failure.js';
import { words } from './words.js';

interface ConsequenceDialogProps<T> {
  opened: boolean;
  onClose: () => void;
  /** the question: `Take this dispatch down?` */
  title: string;
  /**
   * Asks what the act would change, when the dialog opens; the button waits for it. Absent where nothing can be counted.
   */
  count?: { key: readonly unknown[]; ask: (signal: AbortSignal) => Promise<T> };
  /** the consequence in a sentence with numbers, for example "112,400 readers already received it." */
  describe: (counted: T | undefined) => ReactNode;
  /** fields the act needs, such as a reason */
  children?: ReactNode;
  /** the verb on the button: `Take down` */
  verb: string;
  /** false: something is missing, such as the reason */
  isReady?: boolean;
  act: (counted: T | undefined) => Promise<unknown>;
  /** after it worked; the dialog closes itself */
  onDone?: () => void;
}

/**
 * Before something that cannot be taken back: says what it will do, in numbers, then asks. The way out has the focus and
 * the act names its verb; what fails is said here, so that nothing is lost.
 */
export function ConsequenceDialog<T = undefined>(props: ConsequenceDialogProps<T>) {
  const { opened, onClose, title } = props;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={520}
      withCloseButton={false}
      className={styles.dialog ?? ''}
    >
      <Consequence {...props} />
    </Modal>
  );
}

function Consequence<T>({
  onClose,
  count,
  describe,
  children,
  verb,
  isReady = true,
  act,
  onDone,
}: ConsequenceDialogProps<T>) {
  const m = useWords(words);
  const described = useId();
  const counted = useQuery({
    queryKey: ['consequence', ...(count?.key ?? [])],
    queryFn: ({ signal }) => (count === undefined ? Promise.reject(new Error('nothing to count')) : count.ask(signal)),
    enabled: count !== undefined,
    // What is told here must be what is true now.
    staleTime: 0,
    gcTime: 0,
  });
  const doing = useMutation({
    mutationFn: () => act(counted.data),
    onSuccess: () => {
      onClose();
      onDone?.();
    },
  });
  const isKnown = count === undefined || counted.isSuccess;
  return (
    <div className={styles.body}>
      <div id={described} className={styles.words} aria-live="polite">
        {isKnown ? (
          describe(counted.data)
        ) : counted.isError ? (
          <>
            <p>{m.uncounted}</p>
            <FailureLine error={counted.error} />
          </>
        ) : (
          <div aria-busy="true" aria-label={m.counting}>
            <Skeleton height={16} width="90%" />
            <Skeleton height={16} width="60%" mt="sm" />
          </div>
        )}
      </div>
      {children}
      {doing.isError && <FailureLine error={doing.error} />}
      <div className={styles.buttons}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {m.keep}
        </Button>
        <Button
          disabled={!isKnown || !isReady || (counted.isFetching && count !== undefined)}
          loading={doing.isPending}
          aria-describedby={described}
          onClick={() => {
            doing.mutate();
          }}
        >
          {verb}
        </Button>
      </div>
    </div>
  );
}
