import { MergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { Button, Modal, SegmentedControl } from '@mantine/core';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useLocale } from '../language/locale.js';
import { useWords } from '../language/words.js';
import { editorPhrases } from './editor-phrases.js';
import { editorTheme } from './editor-theme.js';
import type { SourceText } from './use-draft.js';
import { words } from './words.js';
import styles from './workshop.module.css';

interface MergeDialogProps {
  title: string;
  body: string;
  theirs: SourceText;
  mine: SourceText;
  /** what stands at the right when one goes on */
  onGoOn: (merged: SourceText) => void;
  onClose: () => void;
}

/** Two texts beside each other; the right one is one's own and is what goes on. Nothing is lost by looking. */
export function MergeDialog({ title, body, theirs, mine, onGoOn, onClose }: MergeDialogProps) {
  const m = useWords(words);
  const [part, setPart] = useState<keyof SourceText>(theirs.mjml === mine.mjml ? 'plainText' : 'mjml');
  const [merged, setMerged] = useState(mine);
  return (
    <Modal opened onClose={onClose} title={title} size="90%" withCloseButton={false}>
      <p>{body}</p>
      <SegmentedControl<keyof SourceText>
        size="xs"
        aria-label={m.part}
        value={part}
        onChange={setPart}
        data={[
          { value: 'mjml', label: m.sources.mjml },
          { value: 'plainText', label: m.sources.text },
        ]}
      />
      <TwoTexts
        key={part}
        theirs={theirs[part]}
        mine={merged[part]}
        onChange={(text) => {
          setMerged((before) => ({ ...before, [part]: text }));
        }}
      />
      <div className={styles.buttons}>
        <Button variant="default" onClick={onClose}>
          {m.cancel}
        </Button>
        <Button
          onClick={() => {
            onGoOn(merged);
          }}
        >
          {m.goOn}
        </Button>
      </div>
    </Modal>
  );
}

function TwoTexts(props: { theirs: string; mine: string; onChange: (text: string) => void }) {
  const m = useWords(words);
  const { locale } = useLocale();
  const host = useRef<HTMLDivElement>(null);
  const begin = useEffectEvent((parent: HTMLDivElement) => {
    const shared = [lineNumbers(), EditorView.lineWrapping, editorTheme, editorPhrases(locale)];
    const told = EditorView.updateListener.of((update) => {
      if (update.docChanged) props.onChange(update.state.doc.toString());
    });
    const label = (text: string) => EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': text });
    return new MergeView({
      parent,
      a: { doc: props.theirs, extensions: [shared, label(m.theirs), EditorState.readOnly.of(true)] },
      b: { doc: props.mine, extensions: [shared, label(m.mine), history(), keymap.of([...historyKeymap, ...defaultKeymap]), told] },
      revertControls: 'a-to-b',
      renderRevertControl: () => takeOver(m.takeOver),
      collapseUnchanged: { margin: 3, minSize: 6 },
    });
  }); // prettier-ignore
  useEffect(() => {
    if (host.current === null) return undefined;
    const view = begin(host.current);
    return () => {
      view.destroy();
    };
  }, []);
  return <div ref={host} className={styles.merge} />;
}

/** The library's own button listens to the mouse alone and speaks English. */
function takeOver(label: string): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.ariaLabel = label;
  button.title = label;
  button.textContent = '⇝';
  button.addEventListener('click', ({ detail }) => {
    // By a key: a mouse was pressed before it clicked.
    if (detail === 0) button.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true }));
  });
  return button;
}
