import { Checkbox, NativeSelect, SegmentedControl, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { newslettersQuery } from '../api/newsletters.js';
import { useChangeView } from '../elements/address.js';
import { DesktopIcon, PhoneIcon, TabletIcon } from '../elements/icons.js';
import { said, useWords } from '../language/words.js';
import { editionsQuery } from './fillings.js';
import { moreWords } from './more-words.js';
import { vocabularyQuery } from './queries.js';
import { ReaderDialog } from './reader-dialog.js';
import { words } from './words.js';
import { appearances, frameWidths, languages, previewParts, samples, texts } from './workshop-view.js';
import type { PaneView } from './workshop-view.js';
import styles from './workshop.module.css';

interface PreviewSettingsProps {
  view: PaneView;
  suffix: '' | '2';
  isNotice: boolean;
  /** something is typed that is not published: which of both is shown can be chosen */
  isTyped: boolean;
  /** masked address of the reader whose choice is shown */
  reader: string | null;
}

const icons = { phone: PhoneIcon, tablet: TabletIcon, desktop: DesktopIcon };

const options = <T extends string>(values: readonly T[], names: Readonly<Record<T, string>>) =>
  values.map((value) => ({ value, label: names[value] }));

/** A pane's settings; each stands in the address. */
export function PreviewSettings({ view, suffix, isNotice, isTyped, reader }: PreviewSettingsProps) {
  const m = { ...useWords(moreWords), ...useWords(words) };
  const change = useChangeView();
  const put = (name: string, value: string | boolean | undefined): void => {
    change({ [`${name}${suffix}`]: value });
  };
  return (
    <>
      <div className={styles.bar}>
        <SegmentedControl<PaneView['part']>
          size="xs"
          aria-label={m.part}
          value={view.part}
          onChange={(part) => { put('part', part); }}
          data={options(previewParts, m.parts)}
        />
        {view.part === 'html' && (
          <SegmentedControl<PaneView['width']>
            size="xs"
            aria-label={m.width}
            value={view.width}
            onChange={(width) => { put('width', width); }}
            data={frameWidths.map((value) => {
              const Icon = icons[value];
              return { value, label: <span className={styles.icon} title={m.widths[value]}><Icon /><VisuallyHidden>{m.widths[value]}</VisuallyHidden></span> };
            })}
          />
        )}
        {view.part === 'html' && (
          <Checkbox size="xs" label={m.pictures} checked={view.pictures} onChange={(event) => { put('pictures', event.currentTarget.checked ? undefined : false); }} />
        )}
      </div>
      <div className={styles.settings}>
        <Content view={view} put={put} isNotice={isNotice} />
        <NativeSelect size="xs" label={m.appearance} value={view.appearance} data={options(appearances, m.appearances)} onChange={(event) => { put('appearance', event.currentTarget.value); }} />
        <NativeSelect
          size="xs"
          label={m.language}
          value={view.language ?? ''}
          data={[{ value: '', label: m.ownLanguage }, ...options(languages, m.languages)]}
          onChange={(event) => { put('language', event.currentTarget.value || undefined); }}
        />
        {!isNotice && <Profile view={view} put={put} reader={reader} />}
        {(isTyped || view.of === 'published') && (
          <NativeSelect size="xs" label={m.of} value={view.of} data={options(texts, m.texts)} onChange={(event) => { put('of', event.currentTarget.value); }} />
        )}
      </div>
    </>
  );
} // prettier-ignore

interface OneSettingProps {
  view: PaneView;
  put: (name: string, value: string) => void;
}

/** Whose choice of regions and topics is shown. */
function Profile({ view, put, reader }: OneSettingProps & { reader: string | null }) {
  const m = useWords(words);
  const [isFinding, find] = useState(false);
  const [who] = view.profile.split(':');
  return (
    <>
      <NativeSelect
        size="xs"
        label={m.profile}
        value={who === 'reader' ? view.profile : (who ?? 'everything')}
        data={[
          ...options(['everything', 'two-regions'], m.profiles),
          ...(who === 'reader' ? [{ value: view.profile, label: m.readerIs(reader ?? '') }] : []),
          { value: 'find', label: m.findReader },
        ]}
        onChange={(event) => {
          const { value } = event.currentTarget;
          if (value === 'find') find(true);
          else put('profile', value);
        }}
      />
      {isFinding && (
        <ReaderDialog
          onClose={() => { find(false); }}
          onFound={(id) => { put('profile', `reader:${id}`); find(false); }}
        />
      )}
    </>
  );
} // prettier-ignore

/** Made up, the next edition of a newsletter, or one of the last. */
function Content({ view, put, isNotice }: OneSettingProps & { isNotice: boolean }) {
  const m = { ...useWords(moreWords), ...useWords(words) };
  const newsletters = useQuery({ ...newslettersQuery, enabled: !isNotice });
  const editions = useQuery({ ...editionsQuery, enabled: !isNotice });
  const vocabulary = useQuery(vocabularyQuery);
  const groups = isNotice
    ? [{ group: m.contents.notices, items: (vocabulary.data?.notices ?? []).map((kind) => ({ value: `notice:${kind}`, label: said(m.notices, kind) })) }]
    : [
        { group: m.contents.samples, items: samples.map((name) => ({ value: `sample:${name}`, label: m.samples[name] })) },
        { group: m.contents.next, items: (newsletters.data ?? []).map(({ id, name }) => ({ value: `newsletter:${id}`, label: name })) },
        { group: m.contents.editions, items: (editions.data ?? []).map(({ id, name }) => ({ value: `edition:${id}`, label: name })) },
      ];
  const known = groups.flatMap(({ items }) => items).some(({ value }) => value === view.content);
  return (
    <NativeSelect
      size="xs"
      label={m.content}
      value={view.content}
      data={[...(known ? [] : [{ value: view.content, label: view.content.split(':')[0] ?? '' }]), ...groups.filter(({ items }) => items.length > 0)]}
      onChange={(event) => {
        put('content', event.currentTarget.value);
      }}
    />
  );
} // prettier-ignore
