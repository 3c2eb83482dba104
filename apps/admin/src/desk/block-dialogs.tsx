import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../language/words.js';
import styles from './dialogs.module.css';
import { wordsOf } from './inverse-acts.js';
import type { Block, Proposal } from './queries.js';
import { RoomDialog } from './room-dialog.js';
import { words } from './words.js';

interface DialogProps {
  onClose: () => void;
}

/** A stated reason with one press, or one's own words. */
export function ExcludeDialog({ block, onClose, onDone }: DialogProps & { block: Block; onDone: (reason: string) => void }) {
  const m = useWords(words);
  const [own, setOwn] = useState('');
  const done = (reason: string): void => {
    onDone(reason);
    onClose();
  };
  return (
    <RoomDialog title={m.excludeTitle(block.headline)} opened onClose={onClose}>
      <p className={styles.quiet}>{m.excludeHint}</p>
      <div className={styles.reasons}>
        {m.reasons.map((reason, position) => (
          <Button
            key={reason}
            variant="default"
            data-autofocus={position === 0 || undefined}
            onClick={() => {
              done(reason);
            }}
          >
            {reason}
          </Button>
        ))}
      </div>
      <form
        className={styles.body}
        onSubmit={(event) => {
          event.preventDefault();
          if (own.trim() !== '') done(own.trim());
        }}
      >
        <TextInput
          label={m.ownReason}
          value={own}
          maxLength={500}
          onChange={({ currentTarget }) => {
            setOwn(currentTarget.value);
          }}
        />
        <div className={styles.buttons}>
          <Button type="submit" disabled={own.trim() === ''}>
            {m.exclude}
          </Button>
        </div>
      </form>
    </RoomDialog>
  );
} // prettier-ignore

export interface WrittenText {
  title: string;
  markdown: string;
  signature: string;
}

/** A hand-written, signed text: new, or the words of one that stands there. */
export function TextDialog({
  block,
  proposal,
  onClose,
  onDone,
}: DialogProps & { block: Block | null; proposal: Proposal; onDone: (text: WrittenText) => void }) {
  const m = useWords(words);
  const [text, setText] = useState<WrittenText>(() => ({
    title: block === null ? '' : wordsOf(block, 'title'),
    markdown: block === null ? '' : wordsOf(block, 'markdown'),
    signature: block === null ? '' : wordsOf(block, 'signature'),
  }));
  const isReady = text.markdown.trim() !== '' && text.signature.trim() !== '';
  const shared = { dir: 'auto', lang: proposal.language } as const;
  const set = (name: keyof WrittenText) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setText((before) => ({ ...before, [name]: value }));
  };
  return (
    <RoomDialog title={block === null ? m.addText : m.editText} opened onClose={onClose}>
      <form
        className={styles.body}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isReady) return;
          onDone(text);
          onClose();
        }}
      >
        <TextInput label={m.textTitle} value={text.title} maxLength={200} onChange={set('title')} {...shared} />
        <Textarea
          label={m.markdown}
          value={text.markdown}
          required
          maxLength={20_000}
          autosize
          minRows={4}
          maxRows={16}
          data-autofocus
          onChange={set('markdown')}
          {...shared}
        />
        <TextInput
          label={m.signature}
          value={text.signature}
          required
          maxLength={120}
          onChange={set('signature')}
          {...shared}
        />
        <div className={styles.buttons}>
          <Button type="submit" disabled={!isReady}>
            {block === null ? m.add : m.done}
          </Button>
        </div>
      </form>
    </RoomDialog>
  );
}

/** The subject and preheader of the whole. */
export function HeadDialog({
  proposal,
  onClose,
  onDone,
}: DialogProps & { proposal: Proposal; onDone: (head: { subject: string; preheader: string }) => void }) {
  const m = useWords(words);
  const [head, setHead] = useState({ subject: proposal.subject ?? '', preheader: proposal.preheader ?? '' });
  return (
    <RoomDialog title={m.editHead} opened onClose={onClose}>
      <form
        className={styles.body}
        onSubmit={(event) => {
          event.preventDefault();
          onDone({ subject: head.subject.trim(), preheader: head.preheader.trim() });
          onClose();
        }}
      >
        {(['subject', 'preheader'] as const).map((name) => (
          <TextInput
            key={name}
            label={m[name]}
            description={m.headHint}
            value={head[name]}
            maxLength={200}
            dir="auto"
            lang={proposal.language}
            onChange={({ currentTarget }) => {
              setHead({ ...head, [name]: currentTarget.value });
            }}
          />
        ))}
        <div className={styles.buttons}>
          <Button type="submit">{m.done}</Button>
        </div>
      </form>
    </RoomDialog>
  );
}

const NAMES = {
  up_down: '↑ ↓',
  alt_up_down: 'Alt ↑ · Alt ↓',
  brackets: '[ · ]',
  alt_home: 'Alt Home',
  p: 'p',
  x: 'x',
  e: 'e',
  t: 't',
  s: 's',
  u: 'u',
  a: 'a',
  question: '?',
} as const;

export function KeysDialog({ onClose }: DialogProps) {
  const m = useWords(words);
  const { keyList } = m;
  return (
    <RoomDialog title={m.keysTitle} opened onClose={onClose}>
      <p className={styles.quiet}>{m.keysHint}</p>
      <dl className={styles.keys}>
        {(Object.keys(NAMES) as (keyof typeof NAMES)[]).map((key) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>
              <kbd>{NAMES[key]}</kbd>
            </dt>
            <dd>{keyList[key]}</dd>
          </div>
        ))}
      </dl>
    </RoomDialog>
  );
}
