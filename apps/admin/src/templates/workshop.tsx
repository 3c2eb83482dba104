import { Switch, Tabs } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { useChangeView, useView } from '../elements/address.js';
import { Page } from '../elements/page.js';
import { useMay } from '../frame/use-may.js';
import type { Newsletter } from '../api/newsletters.js';
import { useLocale } from '../language/locale.js';
import { useWords } from '../language/words.js';
import { DraftLine } from './draft-line.js';
import { mjmlWithLiquid, textWithLiquid } from './editor-language.js';
import { FindingsList, ProblemList } from './findings-list.js';
import { PreviewPane } from './preview-pane.js';
import type { DataFields, Template, Vocabulary } from './queries.js';
import { SourceEditor } from './source-editor.js';
import type { EditorHandle, Mark } from './source-editor.js';
import { sourceLine } from './source-line.js';
import { useDraft } from './use-draft.js';
import type { Draft } from './use-draft.js';
import { usePreview } from './use-preview.js';
import type { Problem } from './use-preview.js';
import { words } from './words.js';
import { WorkshopActs } from './workshop-acts.js';
import type { Asking } from './workshop-acts.js';
import { fillerOf, readPane, readWorkshopView, wishOf } from './workshop-view.js';
import type { Filler } from './workshop-view.js';
import styles from './workshop.module.css';

interface WorkshopProps {
  template: Template;
  vocabulary: Vocabulary;
  fields: DataFields;
  newsletters: readonly Newsletter[];
  /** reads the template anew and begins another editor */
  onAnew: () => Promise<void>;
}

/** The editor on one side, what a reader sees on the other. */
export function Workshop({ template, vocabulary, fields, newsletters, onAnew }: WorkshopProps) {
  const m = useWords(words);
  const may = useMay();
  const draft = useDraft(template);
  const [asking, ask] = useState<Asking>(null);
  const { two } = useView(readWorkshopView);
  const change = useChangeView();
  const { locale } = useLocale();
  const filler = useMemo(() => fillerOf(template, newsletters, locale), [template, newsletters, locale]);
  const wish = useWish(template, draft, { suffix: '', filler });
  const first = usePreview(wish);
  const second = usePreview(useWish(template, draft, { suffix: '2', filler }), two);
  const editor = useRef<EditorHandle>(null);
  const isNotice = template.kind === 'notice';
  const goTo = (line: number, source: 'mjml' | 'text' = 'mjml'): void => {
    change({ editor: source === 'text' ? 'text' : undefined });
    // The other source's editor is there after the next paint.
    requestAnimationFrame(() => editor.current?.goTo(line));
  };
  return (
    <Page
      title={template.name}
      crumbs={[{ label: m.toList, link: { to: '/templates' } }]}
      actions={<WorkshopActs {...{ template, draft, wish, asking, ask, onAnew }} />}
    >
      <div className={styles.workshop} data-two={two}>
        <section className={styles.source} aria-label={m.editor}>
          <DraftLine template={template} draft={draft} ask={ask} />
          <Sources
            {...{ draft, vocabulary, fields, editor, isReadOnly: !may('design') }}
            problems={first.problems}
            onPublish={() => {
              if (may('design')) ask('publish');
            }}
          />
          <ProblemList
            problems={first.problems}
            goTo={({ line = 1, part }) => {
              goTo(line, part === 'text' ? 'text' : 'mjml');
            }}
          />
          <FindingsList
            findings={first.preview?.findings ?? []}
            lineOf={({ where }) =>
              where.excerpt === undefined ? undefined : sourceLine(where.excerpt, draft.text.mjml)
            }
            goTo={goTo}
          />
        </section>
        <div className={styles.panes}>
          <Switch
            size="xs"
            label={m.twoPanes}
            checked={two}
            onChange={(event) => {
              change({ two: event.currentTarget.checked ? true : undefined });
            }}
          />
          <div className={styles.sideBySide}>
            <PreviewPane shown={first} suffix="" isNotice={isNotice} />
            {two && <PreviewPane shown={second} suffix="2" isNotice={isNotice} />}
          </div>
        </div>
      </div>
    </Page>
  );
}

/** What a pane asks for: what is typed where it differs from what is published. */
function useWish(template: Template, draft: Draft, { suffix, filler }: { suffix: '' | '2'; filler: Filler }) {
  const view = useView(readPane(suffix));
  const { mjml, plainText } = draft.text;
  const isTyped = mjml !== template.mjml || plainText !== template.plainText;
  return wishOf(view, { id: template.id, ...(isTyped && { draft: { mjml, plainText } }) }, filler);
}

interface SourcesProps {
  draft: Draft;
  vocabulary: Vocabulary;
  fields: DataFields;
  editor: React.RefObject<EditorHandle | null>;
  isReadOnly: boolean;
  problems: readonly Problem[];
  onPublish: () => void;
}

/** Both sources, one at a time. */
function Sources({ draft, vocabulary, fields, editor, isReadOnly, problems, onPublish }: SourcesProps) {
  const m = useWords(words);
  const { source } = useView(readWorkshopView);
  const change = useChangeView();
  const languages = useMemo(
    () => ({ mjml: mjmlWithLiquid(vocabulary, fields), text: textWithLiquid(vocabulary, fields) }),
    [vocabulary, fields],
  );
  const marks = useMemo(() => marksOf(problems, source), [problems, source]);
  return (
    <Tabs
      value={source}
      className={styles.sources ?? ''}
      onChange={(chosen) => {
        change({ editor: chosen === 'text' ? 'text' : undefined });
      }}
    >
      <Tabs.List aria-label={m.editor}>
        <Tabs.Tab value="mjml">{m.sources.mjml}</Tabs.Tab>
        <Tabs.Tab value="text">{m.sources.text}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value={source} className={styles.editorPanel ?? ''}>
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
          onPublish={onPublish}
        />
      </Tabs.Panel>
      <p id="editor-hint" className={styles.quiet}>
        {isReadOnly ? m.readOnly : m.editorHint}
      </p>
    </Tabs>
  );
}

function marksOf(problems: readonly Problem[], source: 'mjml' | 'text'): Mark[] {
  return problems.flatMap(({ part, line, column, partial, message }) => {
    const isHere = source === 'text' ? part === 'text' : part === 'liquid' || part === 'mjml';
    if (!isHere || line === undefined || partial !== undefined) return [];
    return [{ line, severity: 'error' as const, message, ...(column !== undefined && { column }) }];
  });
}
