import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CopyField } from '../elements/copy-field.js';
import { DataTable } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Facts } from '../elements/facts.js';
import { Failure } from '../elements/failure.js';
import { Page, Section } from '../elements/page.js';
import { useLocale } from '../language/locale.js';
import { said, useWords } from '../language/words.js';
import { ArmingSection } from './arming-section.js';
import { settingsQuery } from './queries.js';
import type { Settings } from './queries.js';
import { SecondFactorSection } from './second-factor-section.js';
import { SoloSection } from './solo-section.js';
import { words } from './words.js';

const bringLabels = 'npm run colporteur -- label import FILE';

function Installation({ settings }: { settings: Settings }) {
  const m = useWords(words);
  const { versions, sending } = settings;
  return (
    <Section title={m.installation}>
      <Facts
        facts={[
          { name: m.publicUrl, value: <a href={settings.publicUrl}>{settings.publicUrl}</a> },
          { name: m.environment, value: m.environments[settings.environment] },
          ...(sending.allowedRecipients === null
            ? []
            : [{ name: m.allowed, value: m.allowedCount(sending.allowedRecipients) }]),
          { name: m.queue, value: m.queues[settings.queue] },
          { name: m.files, value: m.places[settings.files] },
          { name: m.journal, value: m.places[settings.journal] },
          { name: m.openid, value: settings.openid ?? m.openidNone },
          {
            name: m.versions,
            value: `Colporteur ${versions.colporteur} · Node.js ${versions.node} · PostgreSQL ${versions.postgres}`,
          },
        ]}
      />
    </Section>
  );
}

function Retention({ retention }: { retention: Settings['retention'] }) {
  const m = useWords(words);
  return (
    <Section title={m.retention}>
      <DataTable
        caption={m.retention}
        columns={[
          { key: 'what', head: m.kind, cell: ({ what }) => said(m.retentionOf, what) },
          { key: 'days', head: m.period, cell: ({ days }) => m.days(days), isNumber: true },
        ]}
        rows={retention}
        rowKey={({ what }) => what}
        empty={null}
      />
    </Section>
  );
}

function Labels({ labels }: { labels: Settings['labels'] }) {
  const m = useWords(words);
  const { locale } = useLocale();
  return (
    <Section title={m.labels}>
      <DataTable
        caption={m.labels}
        columns={[
          { key: 'name', head: m.labelName, cell: ({ names, slug }) => names[locale] ?? names['en'] ?? slug },
          { key: 'kind', head: m.labelKind, cell: ({ kind }) => m.labelKinds[kind] },
          { key: 'slug', head: m.label, cell: ({ slug }) => <code>{slug}</code> },
        ]}
        rows={labels}
        rowKey={({ kind, slug }) => `${kind} ${slug}`}
        empty={
          <EmptyState title={m.labelsNone} body={m.labelsNoneBody}>
            <CopyField label={m.labelCommand} text={bringLabels} />
          </EmptyState>
        }
      />
    </Section>
  );
}

export function SettingsScreen() {
  const m = useWords(words);
  const query = useQuery(settingsQuery);
  return (
    <Page title={m.title} lead={m.lead} narrow>
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
      ) : query.data === undefined ? (
        <Skeleton height={320} />
      ) : (
        <>
          <ArmingSection sending={query.data.sending} />
          <Installation settings={query.data} />
          <SecondFactorSection />
          <SoloSection />
          <Retention retention={query.data.retention} />
          <Labels labels={query.data.labels} />
        </>
      )}
    </Page>
  );
}
