import { Skeleton } from '@mantine/core';
import { ApiError } from '../api/answers.js';
import { useView } from '../elements/address.js';
import { EmptyState } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { LiveMailFrame } from '../elements/mail/live-mail-frame.js';
import { useLocale } from '../language/locale.js';
import { formatBytes } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { moreWords } from './more-words.js';
import { PreviewSettings } from './preview-settings.js';
import type { TemplateKind, TemplatePreview } from './queries.js';
import type { Shown } from './use-preview.js';
import { words } from './words.js';
import { contentFor, readPane } from './workshop-view.js';
import type { PaneView } from './workshop-view.js';
import styles from './workshop.module.css';

interface PreviewPaneProps {
  shown: Shown;
  suffix: '' | '2';
  /** of the template */
  kind: TemplateKind;
  /** something is typed that is not published */
  isTyped: boolean;
  isOneOfTwo: boolean;
}

/** What a reader would see of what is typed, under this pane's settings. */
export function PreviewPane({ shown, suffix, kind, isTyped, isOneOfTwo }: PreviewPaneProps) {
  const m = useWords(words);
  const more = useWords(moreWords);
  const { locale } = useLocale();
  const view = contentFor(useView(readPane(suffix)), kind);
  const { preview, problems, error, isStale } = shown;
  return (
    <section className={styles.pane} aria-label={suffix === '' ? m.pane : m.paneTwo}>
      <PreviewSettings
        view={view}
        suffix={suffix}
        isNotice={kind === 'notice'}
        isTyped={isTyped || isOneOfTwo}
        reader={preview?.reader ?? null}
      />
      {error !== null &&
        (isUnnamed(error) ? (
          <EmptyState title={more.unnamedTitle} body={more.unnamedBody} />
        ) : (
          <Failure error={error} onRetry={shown.again} retrying={shown.isFetching} />
        ))}
      {preview === undefined ? (
        error === null && problems.length === 0 && <Skeleton height={480} role="status" aria-label={m.making} />
      ) : (
        <>
          <p className={styles.subject}>
            <strong dir="auto" lang={preview.language}>
              {preview.subject}
            </strong>
            <span dir="auto" lang={preview.language} className={styles.quiet}>
              {preview.preheader}
            </span>
          </p>
          <p className={styles.quiet} role="status">
            {isStale
              ? m.stale
              : [
                  m.size(formatBytes(preview.htmlBytes, locale)),
                  ...(kind === 'notice' ? [] : [preview.isCut ? m.cutEdition : m.wholeEdition]),
                ].join(' · ')}
            {preview.removed.length > 0 && ` · ${m.removed(preview.removed.length)}`}
          </p>
          <div className={styles.shown} data-stale={isStale}>
            <Part view={view} preview={preview} />
          </div>
        </>
      )}
    </section>
  );
}

/** A partial that stands in no template yet: not a fault, only nothing to look at. */
function isUnnamed(error: Error): boolean {
  return error instanceof ApiError && error.code === 'template.not_named';
}

function Part({ view, preview }: { view: PaneView; preview: TemplatePreview }) {
  const m = useWords(words);
  switch (view.part) {
    case 'html':
      return <LiveMailFrame html={preview.html} subject={preview.subject} width={view.width} />;
    case 'text':
      return (
        <pre className={styles.paper} dir={preview.direction} lang={preview.language} tabIndex={0}>
          {preview.text}
        </pre>
      );
    case 'source':
      return (
        <pre className={styles.paper} dir="ltr" tabIndex={0}>
          {preview.source}
        </pre>
      );
    case 'headers':
      return (
        <table className={styles.headers}>
          <thead>
            <tr>
              <th scope="col">{m.headerName}</th>
              <th scope="col">{m.headerValue}</th>
            </tr>
          </thead>
          <tbody>
            {preview.headers.map(({ name, value }, position) => (
              <tr key={`${String(position)} ${name}`}>
                <th scope="row">{name}</th>
                <td>
                  <bdi>{value}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      );
  }
}
