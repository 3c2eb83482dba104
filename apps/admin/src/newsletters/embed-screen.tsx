import { NativeSelect, SegmentedControl, Switch, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { newslettersQuery } from '../api/newsletters.js';
import { useChangeView, useParam, useView } from '../elements/address.js';
import { CopyField } from '../elements/copy-field.js';
import { Failure } from '../elements/failure.js';
import { Page, Section } from '../elements/page.js';
import { useLocale } from '../language/locale.js';
import { useWords } from '../language/words.js';
import styles from './newsletters.module.css';
import { embedQuery, type EmbedForm } from './queries.js';
import { readEmbedView } from './view.js';
import { words as settingWords } from './settings/words.js';
import { words } from './words.js';

const kinds = ['element', 'html', 'iframe', 'link'] as const;

/** Milliseconds of rest before what was typed is asked for. */
const rest = 300;

/** The form for a newsroom's own pages, to be copied, beside the form itself. */
export function EmbedScreen() {
  const slug = useParam('slug');
  const m = useWords(words);
  const n = useWords(settingWords);
  const view = useView(readEmbedView);
  const change = useChangeView();
  const [typed, type] = useState(view.placement ?? 'article-foot');
  const place = useDebouncedCallback((placement: string) => {
    change({ placement: placement === '' ? undefined : placement });
  }, rest);
  const { data: newsletters = [] } = useQuery(newslettersQuery);
  const newsletter = newsletters.find((one) => one.slug === slug);
  const query = useQuery(embedQuery(slug, view));
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
          {kind === 'element' && (
            <Switch
              label={n.compact}
              checked={view.compact === true}
              onChange={({ currentTarget }) => {
                change({ compact: currentTarget.checked ? true : undefined });
              }}
            />
          )}
          {query.data !== undefined && query.data.sisters.length > 0 && <SisterChoice slug={slug} form={query.data} />}
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
              // A page for readers, kept out of the admin's origin: whatever it holds, it reaches nothing of ours.
              sandbox="allow-forms allow-scripts"
              src={query.data.preview}
              title={m.frameTitle(newsletter?.name ?? slug)}
            />
          )}
        </Section>
      </div>
    </Page>
  );
}

/** What readers agree to is in the newsletter's language, so a form in another language is its sister's. */
function SisterChoice({ slug, form }: { slug: string; form: EmbedForm }) {
  const n = useWords(settingWords);
  const { locale } = useLocale();
  const navigate = useNavigate();
  const names = new Intl.DisplayNames(locale, { type: 'language' });
  const all = [{ slug, language: form.language }, ...form.sisters];
  return (
    <NativeSelect
      label={n.formLanguage}
      description={n.formLanguageHint}
      value={slug}
      data={all.map((one) => ({ value: one.slug, label: `${names.of(one.language) ?? one.language} (${one.slug})` }))}
      onChange={({ currentTarget }) => {
        void navigate({ to: '/newsletters/$slug/embed', params: { slug: currentTarget.value }, search: true });
      }}
    />
  );
}
