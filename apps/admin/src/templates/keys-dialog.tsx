import { Button, Kbd, Modal } from '@mantine/core';
import { useWords } from '../language/words.js';
import { moreWords } from './more-words.js';
import styles from './workshop.module.css';

/** The editor's keys, as `source-editor.tsx` binds them; `Mod` is Ctrl, and Command on a Mac. */
const KEYS = [
  ['save', 'Mod+S'],
  ['publish', 'Mod+Enter'],
  ['format', 'Shift+Alt+F'],
  ['complete', 'Ctrl+Space'],
  ['find', 'Mod+F'],
  ['nextProblem', 'F8'],
  ['comment', 'Mod+/'],
  ['fold', 'Mod+Shift+[ · ]'],
  ['move', 'Alt+↑ · ↓'],
  ['leave', 'Escape, Tab'],
  ['keys', 'F1'],
] as const;

const isMac = /^Mac/.test(navigator.platform);

/** Everything the editor does without a mouse. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const m = useWords(moreWords);
  return (
    <Modal opened onClose={onClose} title={m.keysTitle} withCloseButton={false}>
      <table className={styles.keys}>
        <tbody>
          {KEYS.map(([act, keys]) => (
            <tr key={act}>
              <th scope="row">{m.keysOf[act]}</th>
              <td>
                <Kbd>{keys.replace('Mod', isMac ? '⌘' : 'Ctrl')}</Kbd>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={styles.buttons}>
        <Button data-autofocus variant="default" onClick={onClose}>
          {m.close}
        </Button>
      </div>
    </Modal>
  );
}
