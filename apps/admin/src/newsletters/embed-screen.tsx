import { SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { newslettersQuery } from '../api/newsletters.js';
import { useChangeView, useParam, useView } from '../elements/address.js';
import { CopyField } from '../elements/copy-field.js';
import { Failure } from '../elements/failure.js';
import { Page, Section } from '../elements/page.js';
import { useWords } from '../language/words.js';
import styles from './newsletters.module.css';
import { embedQuery } from './queries.js';
import { readEmbedView } from './view.js';
import { words } from './words.js';

const kinds = ['element', 'html', 'iframe', 'link'] as const;

/** Milliseconds of rest before what was typed is asked for. */
const rest = 300;

/** The form for a newsroom's own pages, to be copied, beside the form itself. */
export function EmbedScreen() {
  const slug = useParam('slug');
  const m = useWords(words);
  const view = useView(readEmbedView);
  const change = useChangeView();
  const [typed, type] = useState(view.placement ?? 'article-foot');
  const place = useDebouncedCallback((placement: string) => {
    change({ placement: placement === '' ? undefined : placement });
  }, rest);
  const { data: newsletters = [] } = useQuery(newslettersQuery);
  const newsletter = newsletters.find((one) => one.slug === slug);
  const query = useQuery(embedQuery(slug, view.placement));
  const kind = view.kind ?? 'element';
  return (
    <Page
      title={m.embed}
      crumbs={[
        { label: m.nextEditions, link: { to: '/newsletters' } },
        {
          label: <bdi lang={newsletter?.language}>{newsletter?.name ?? slug}</bdi>,
          link: { to: '/newsletters/$slug/settings', params: { slug } },
        },
      ]}
      lead={m.embedLead}
    >
      <div className={styles.two}>
        <div className={styles.group}>
          <SegmentedControl
            aria-label={m.kind}
            value={kind}
            onChange={(chosen) => {
              change({ kind: chosen === 'element' ? undefined : chosen });
            }}
            data={kinds.map((each) => ({ value: each, label: m.kinds[each] }))}
          />
          <p className={styles.hint}>{m.kindHints[kind]}</p>
          <TextInput
            label={m.placement}
            description={m.placementHint}
            maxLength={100}
            value={typed}
            onChange={({ currentTarget }) => {
              type(currentTarget.value);
              place(currentTarget.value.trim());
            }}
          />
          {query.isError && <Failure error={query.error} onRetry={() => void query.refetch()} />}
          {query.data !== undefined && <CopyField label={m.snippet} text={query.data.snippets[kind]} />}
          {query.data !== undefined && (
            <Section title={m.sites}>
              {query.data.allowedOrigins.length === 0 ? (
                <p className={styles.hint}>
                  <Link to="/newsletters/$slug/settings" params={{ slug }} search={{ tab: 'public' }}>
                    {m.noSites}
                  </Link>
                </p>
              ) : (
                <ul>
                  {query.data.allowedOrigins.map((origin) => (
                    <li key={origin}>{origin}</li>
                  ))}
                </ul>
              )}
            </Section>
          )}
        </div>
        <Section title={m.livePreview}>
          <p className={styles.hint}>{m.livePreviewHint}</p>
          {query.data !== undefined && (
            <iframe
              key={query.data.preview}
              className={styles.frame}
              // Our own reader page: it posts its form and needs its origin for that; it opens no windows over ours.
              sandbox="allow-forms allow-scripts allow-same-origin"
              src={query.data.preview}
              title={m.frameTitle(newsletter?.name ?? slug)}
            />
          )}
        </Section>
      </div>
    </Page>
  );
}
