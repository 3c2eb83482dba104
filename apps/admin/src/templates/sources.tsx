import { Button, Tabs } from '@mantine/core';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useChangeView, useView } from '../elements/address.js';
import { useWords } from '../language/words.js';
import { mjmlWithLiquid, textWithLiquid } from './editor-language.js';
import { KeysDialog } from './keys-dialog.js';
import { moreWords } from './more-words.js';
import { PartialsList } from './partials-list.js';
import type { DataDescription, Template, Vocabulary } from './queries.js';
import { SourceEditor } from './source-editor.js';
import type { EditorHandle, Mark } from './source-editor.js';
import type { Draft } from './use-draft.js';
import type { Problem } from './use-preview.js';
import { words } from './words.js';
import { readWorkshopView, sources } from './workshop-view.js';
import styles from './workshop.module.css';

interface SourcesProps {
  template: Template;
  draft: Draft;
  vocabulary: Vocabulary;
  data: DataDescription;
  editor: React.RefObject<EditorHandle | null>;
  isReadOnly: boolean;
  problems: readonly Problem[];
  onPublish: () => void;
  onFormat: () => void;
}

/** Both sources and the partials, one at a time. */
export function Sources(props: SourcesProps) {
  const { template, draft, vocabulary, data, editor, isReadOnly, problems } = props;
  const m = { ...useWords(moreWords), ...useWords(words) };
  const { source, line } = useView(readWorkshopView);
  const change = useChangeView();
  const [isListed, list] = useState(false);
  const languages = useMemo(
    () => ({ mjml: mjmlWithLiquid(vocabulary, data), text: textWithLiquid(vocabulary, data) }),
    [vocabulary, data],
  );
  const marks = useMemo(() => marksOf(problems, source), [problems, source]);
  const begin = useEffectEvent(() => {
    if (line !== undefined) editor.current?.goTo(line);
  });
  // After the editor's own first effects; later changes of the address are the editor's doing.
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      begin();
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, []);
  return (
    <Tabs
      value={source}
      className={styles.sources ?? ''}
      onChange={(chosen) => {
        change({ editor: sources.find((each) => each === chosen && each !== 'mjml'), line: undefined });
      }}
    >
      <Tabs.List aria-label={m.editor}>
        <Tabs.Tab value="mjml">{m.sources.mjml}</Tabs.Tab>
        <Tabs.Tab value="text">{m.sources.text}</Tabs.Tab>
        <Tabs.Tab value="partials">{m.partials}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value={source} className={styles.editorPanel ?? ''}>
        {source === 'partials' ? (
          <PartialsList template={template} />
        ) : (
          <SourceEditor
            key={source}
            ref={editor}
            label={m.sources[source]}
            describedBy="editor-hint"
            value={source === 'mjml' ? draft.text.mjml : draft.text.plainText}
            language={languages[source]}
            marks={marks}
            isReadOnly={isReadOnly}
            onChange={(text) => {
              draft.edit(source === 'mjml' ? { mjml: text } : { plainText: text });
            }}
            onSave={draft.save}
            onPublish={props.onPublish}
            onFormat={props.onFormat}
            onKeys={() => {
              list(true);
            }}
          />
        )}
      </Tabs.Panel>
      {source !== 'partials' && (
        <div className={styles.hint}>
          <p id="editor-hint" className={styles.quiet}>
            {isReadOnly ? m.readOnly : m.editorHint}
          </p>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => {
              list(true);
            }}
          >
            {m.keys}
          </Button>
        </div>
      )}
      {isListed && (
        <KeysDialog
          onClose={() => {
            list(false);
          }}
        />
      )}
    </Tabs>
  );
}

function marksOf(problems: readonly Problem[], source: 'mjml' | 'text' | 'partials'): Mark[] {
  return problems.flatMap(({ part, line, column, partial, message }) => {
    const isHere = source === 'text' ? part === 'text' : part === 'liquid' || part === 'mjml';
    if (!isHere || line === undefined || partial !== undefined) return [];
    return [{ line, severity: 'error' as const, message, ...(column !== undefined && { column }) }];
  });
}
