import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../language/words.js';
import { words as shared } from '../elements/words.js';
import styles from './dialogs.module.css';

interface RoomDialogProps {
  title: string;
  opened: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** A question or a form over the room; what it asks for is done by whoever opened it. */
export function RoomDialog({ title, opened, onClose, children }: RoomDialogProps) {
  const m = useWords(shared);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={560}
      className={styles.dialog ?? ''}
      closeButtonProps={{ 'aria-label': m.close }}
    >
      <div className={styles.body}>{children}</div>
    </Modal>
  );
}
