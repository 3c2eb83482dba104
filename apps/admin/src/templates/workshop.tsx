import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { useChangeView, useView } from '../elements/address.js';
import { Page } from '../elements/page.js';
import { useMay } from '../frame/use-may.js';
import type { Newsletter } from '../api/newsletters.js';
import { useLocale } from '../language/locale.js';
import { formatList } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { DraftLine } from './draft-line.js';
import { FindingsList, ProblemList } from './findings-list.js';
import { PreviewPane } from './preview-pane.js';
import { BesideYesterday } from './beside-yesterday.js';
import { moreWords } from './more-words.js';
import { templatesQuery, versionQuery } from './queries.js';
import type { DataDescription, Template, Vocabulary } from './queries.js';
import type { EditorHandle } from './source-editor.js';
import { sourcePlace } from './source-line.js';
import type { SourcePlace } from './source-line.js';
import { Sources } from './sources.js';
import { partialsOf } from './template-places.js';
import { useDraft } from './use-draft.js';
import type { Draft } from './use-draft.js';
import { useFormat } from './use-format.js';
import { usePreview } from './use-preview.js';
import { WithinSelect } from './within-select.js';
import { words } from './words.js';
import { WorkshopActs } from './workshop-acts.js';
import type { Asking } from './workshop-acts.js';
import { contentFor, fillerOf, readPane, readWorkshopView, wishOf } from './workshop-view.js';
import type { Filler } from './workshop-view.js';
import styles from './workshop.module.css';

interface WorkshopProps {
  template: Template;
  vocabulary: Vocabulary;
  data: DataDescription;
  newsletters: readonly Newsletter[];
  /** reads the template anew and begins another editor */
  onAnew: () => Promise<void>;
}

/** The editor on one side, what a reader sees on the other. */
export function Workshop({ template, vocabulary, data, newsletters, onAnew }: WorkshopProps) {
  const m = useWords(words);
  const may = useMay();
  const draft = useDraft(template);
  const formatting = useFormat(draft);
  const [asking, ask] = useState<Asking>(null);
  const { two } = useView(readWorkshopView);
  const { locale } = useLocale();
  const filler = useMemo(() => fillerOf(template, newsletters, locale), [template, newsletters, locale]);
  const wish = useWish(template, draft, { suffix: '', filler });
  const first = usePreview(wish);
  const second = usePreview(useWish(template, draft, { suffix: '2', filler }), two);
  const editor = useRef<EditorHandle>(null);
  const goTo = useGoTo(template, editor);
  const partials = useQuery(versionQuery(template.id, template.version)).data?.partials ?? {};
  const isTyped = isDifferent(template, draft);
  const pane = { kind: template.kind, isTyped, isOneOfTwo: two };
  return (
    <Page
      title={template.name}
      crumbs={[{ label: m.toList, link: { to: '/templates' } }]}
      actions={<WorkshopActs {...{ template, draft, formatting, wish, asking, ask, onAnew }} />}
    >
      <div className={styles.workshop} data-two={two}>
        <section className={styles.source} aria-label={m.editor}>
          <DraftLine template={template} draft={draft} ask={ask} />
          <NewerPartials template={template} />
          <Sources
            {...{ template, draft, vocabulary, data, editor, isReadOnly: !may('design') }}
            problems={first.problems}
            onFormat={formatting.format}
            onPublish={() => {
              if (may('design')) ask('publish');
            }}
          />
          <ProblemList
            problems={first.problems}
            goTo={({ line = 1, part, partial }) => {
              goTo({ line, ...(partial !== undefined && { partial }) }, part === 'text' ? 'text' : 'mjml');
            }}
          />
        </section>
        <div className={styles.panes}>
          <PanesBar template={template} filler={filler} />
          <div className={styles.sideBySide}>
            <PreviewPane shown={first} suffix="" {...pane} />
            {two && <PreviewPane shown={second} suffix="2" {...pane} />}
          </div>
        </div>
        <div className={styles.said}>
          <FindingsList
            findings={first.preview?.findings}
            placeOf={({ where }) =>
              where.excerpt === undefined ? undefined : sourcePlace(where.excerpt, draft.text.mjml, partials)
            }
            goTo={goTo}
          />
        </div>
      </div>
    </Page>
  );
}

/** What concerns both panes. */
function PanesBar({ template, filler }: { template: Template; filler: Filler }) {
  const m = useWords(words);
  const { two } = useView(readWorkshopView);
  const change = useChangeView();
  return (
    <div className={styles.bar}>
      <Switch
        size="xs"
        label={m.twoPanes}
        checked={two}
        onChange={(event) => {
          change({ two: event.currentTarget.checked ? true : undefined });
        }}
      />
      {template.kind === 'partial' && <WithinSelect template={template} />}
      {template.kind !== 'notice' && <BesideYesterday template={template} newsletter={filler.newsletter} />}
    </div>
  );
}

/** Leads to a line, in this template's editor or in that of the partial it stands in. */
function useGoTo(template: Template, editor: React.RefObject<EditorHandle | null>) {
  const change = useChangeView();
  const navigate = useNavigate();
  const templates = useQuery(templatesQuery);
  return ({ line, partial }: SourcePlace, source: 'mjml' | 'text' = 'mjml'): void => {
    const shown = source === 'text' ? 'text' : undefined;
    const owner = templates.data?.find(({ kind, slug }) => kind === 'partial' && slug === partial);
    if (owner !== undefined && owner.id !== template.id) {
      const search = { line, within: template.id, ...(shown !== undefined && { editor: shown }) };
      void navigate({ to: '/templates/$id', params: { id: owner.id }, search });
      return;
    }
    change({ editor: shown, line });
    // The other source's editor is there after the next paint.
    requestAnimationFrame(() => editor.current?.goTo(line));
  };
}

/** A version holds its partials as they were: what was published of them since is taken in by publishing again. */
function NewerPartials({ template }: { template: Template }) {
  const m = useWords(moreWords);
  const { locale } = useLocale();
  const templates = useQuery(templatesQuery);
  const newer = partialsOf(template, templates.data ?? []).held.filter(({ isNewer }) => isNewer);
  if (newer.length === 0) return null;
  return <p className={styles.quiet}>{m.partialsNewer(formatList(newer.map(({ slug }) => slug), locale))}</p>;
} // prettier-ignore

function isDifferent(template: Template, { text }: Draft): boolean {
  return text.mjml !== template.mjml || text.plainText !== template.plainText;
}

/** What a pane asks for: what is typed where it differs from what is published. */
function useWish(template: Template, draft: Draft, { suffix, filler }: { suffix: '' | '2'; filler: Filler }) {
  const view = contentFor(useView(readPane(suffix)), template.kind);
  const { within } = useView(readWorkshopView);
  const typed = view.of === 'draft' && isDifferent(template, draft) ? { draft: draft.text } : {};
  const seen = template.kind === 'partial' && within !== undefined ? { within } : {};
  return wishOf(view, { id: template.id, ...typed, ...seen }, filler);
}
