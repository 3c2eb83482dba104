import { acceptCompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import type { Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { useEffect, useEffectEvent, useImperativeHandle, useRef, useState } from 'react';
import type { Ref } from 'react';
import { useLocale } from '../language/locale.js';
import { editorPhrases } from './editor-phrases.js';
import { editorTheme } from './editor-theme.js';
import styles from './workshop.module.css';

/** One thing at a line; `line` 1-based. */
export interface Mark {
  line: number;
  column?: number;
  severity: 'error' | 'warning';
  message: string;
}

export interface EditorHandle {
  /** Puts the cursor into a line (1-based), in sight. */
  goTo: (line: number) => void;
}

interface SourceEditorProps {
  ref?: Ref<EditorHandle>;
  label: string;
  describedBy: string;
  /** what the editor holds; a text it did not say itself replaces its own, in one step that can be undone */
  value: string;
  onChange: (text: string) => void;
  isReadOnly: boolean;
  language: Extension;
  marks: readonly Mark[];
  onSave: () => void;
  onPublish: () => void;
  onFormat: () => void;
  /** asks for the list of keys */
  onKeys: () => void;
}

const basics: Extension = [
  lineNumbers(),
  foldGutter(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  highlightSelectionMatches(),
  lintGutter(),
  EditorView.lineWrapping,
  // Escape then Tab leaves the editor (WCAG 2.1.2): CodeMirror's own keymap keeps that way open.
  keymap.of([
    { key: 'Tab', run: acceptCompletion },
    ...closeBracketsKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...foldKeymap,
    ...completionKeymap,
    ...lintKeymap,
    ...defaultKeymap,
    indentWithTab,
  ]),
  editorTheme,
];

function diagnosticsOf(state: EditorState, marks: readonly Mark[]): Diagnostic[] {
  return marks.map(({ line, column, severity, message }) => {
    const at = state.doc.line(Math.min(Math.max(1, line), state.doc.lines));
    const from = Math.min(at.to, at.from + (column === undefined ? 0 : Math.max(0, column - 1)));
    return { from, to: at.to, severity, message };
  });
}

/** CodeMirror in React's hands: the view is made once, and what changes around it is handed in. */
export function SourceEditor(props: SourceEditorProps) {
  const { ref, label, describedBy, value, isReadOnly, language, marks } = props;
  const { locale } = useLocale();
  const host = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView | null>(null);
  const [spoken] = useState(() => new Compartment());
  const [access] = useState(() => new Compartment());
  const onChange = useEffectEvent((text: string) => {
    props.onChange(text);
  });
  const onSave = useEffectEvent(() => {
    props.onSave();
  });
  const onPublish = useEffectEvent(() => {
    props.onPublish();
  });
  const onFormat = useEffectEvent(() => {
    props.onFormat();
  });
  const onKeys = useEffectEvent(() => {
    props.onKeys();
  });
  const begin = useEffectEvent((parent: HTMLDivElement) => {
    const acts = keymap.of([
      { key: 'Mod-s', preventDefault: true, run: () => (onSave(), true) },
      { key: 'Mod-Enter', preventDefault: true, run: () => (onPublish(), true) },
      { key: 'Shift-Alt-f', preventDefault: true, run: () => (onFormat(), true) },
      { key: 'F1', preventDefault: true, run: () => (onKeys(), true) },
    ]);
    const told = EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    });
    const words = EditorView.contentAttributes.of({
      tabindex: '0',
      'aria-label': label,
      'aria-describedby': describedBy,
    });
    const extensions = [
      acts,
      basics,
      told,
      words,
      editorPhrases(locale),
      spoken.of(language),
      access.of(accessOf(isReadOnly)),
    ];
    return new EditorView({ parent, state: EditorState.create({ doc: value, extensions }) });
  });

  useEffect(() => {
    if (host.current === null) return undefined;
    const made = begin(host.current);
    setView(made);
    return () => {
      made.destroy();
    };
  }, []);
  useEffect(() => {
    view?.dispatch({ effects: spoken.reconfigure(language) });
  }, [view, spoken, language]);
  useEffect(() => {
    view?.dispatch({ effects: access.reconfigure(accessOf(isReadOnly)) });
  }, [view, access, isReadOnly]);
  useEffect(() => {
    if (view === null || view.state.doc.toString() === value) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
  }, [view, value]);
  useEffect(() => {
    if (view !== null) view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state, marks)));
  }, [view, marks]);
  useImperativeHandle(
    ref,
    () => ({
      goTo: (line) => {
        if (view === null) return;
        const { from } = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
        view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
        view.focus();
      },
    }),
    [view],
  );
  return <div ref={host} className={styles.editor} />;
}

function accessOf(isReadOnly: boolean): Extension {
  return [EditorState.readOnly.of(isReadOnly), EditorView.editable.of(!isReadOnly)];
}
