import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useChangeView, useParam, useView } from '../elements/address.js';
import { DataTable } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Facts } from '../elements/facts.js';
import { Failure } from '../elements/failure.js';
import { Moment, ownZoneName, Relative } from '../elements/moment.js';
import { Page, Section } from '../elements/page.js';
import { Pages } from '../elements/pages.js';
import { ListSkeleton } from '../elements/skeletons.js';
import { newslettersQuery } from '../api/newsletters.js';
import { useMay } from '../frame/use-may.js';
import { said, useWords } from '../language/words.js';
import { ReaderActs, SubscriptionActs, SuppressionActs } from './reader-acts.js';
import { storyQuery, subscriberQuery, type Subscriber } from './queries.js';
import { StoryLine } from './story-line.js';
import styles from './subscribers.module.css';
import { SubscriptionStatus } from './subscription-status.js';
import { readStoryView } from './view.js';
import { words } from './words.js';

/** One reader: how they stand with each newsletter, what may be done for them, and everything that happened. */
export function SubscriberScreen() {
  const m = useWords(words);
  const id = useParam('id');
  const reader = useQuery(subscriberQuery(id));
  const title = reader.data === undefined ? m.reader : (reader.data.address ?? m.erased);
  return (
    <Page
      title={title}
      crumbs={[{ label: m.title, link: { to: '/subscribers' } }]}
      actions={reader.data !== undefined && reader.data.address !== null && <ReaderActs reader={reader.data} />}
    >
      {reader.isError ? (
        <Failure error={reader.error} onRetry={() => void reader.refetch()} retrying={reader.isFetching} />
      ) : reader.data === undefined ? (
        <ListSkeleton />
      ) : (
        <>
          <ReaderFacts reader={reader.data} />
          <Subscriptions reader={reader.data} />
          {reader.data.suppressions.length > 0 && <Suppressions reader={reader.data} />}
          <Story reader={reader.data} />
        </>
      )}
    </Page>
  );
}

function ReaderFacts({ reader }: { reader: Subscriber }) {
  const m = useWords(words);
  const change = reader.addressChange;
  return (
    <Facts
      facts={[
        { name: m.since, value: <Moment at={reader.since} /> },
        { name: m.lastSign, value: <Relative at={reader.lastContactAt} /> },
        { name: m.language, value: reader.locale },
        { name: m.zone, value: reader.timeZone ?? m.newslettersOwn },
        ...(reader.erasedAt === null ? [] : [{ name: m.erasedAt, value: <Moment at={reader.erasedAt} /> }]),
        ...(change === null
          ? []
          : [{ name: m.addressChange, value: <><bdi>{change.newAddress}</bdi>, <Relative at={change.askedAt} /></> }]),
      ]}
    />
  ); // prettier-ignore
}

function Subscriptions({ reader }: { reader: Subscriber }) {
  const m = useWords(words);
  const may = useMay();
  const { data: newsletters = [] } = useQuery(newslettersQuery);
  const suppressed = reader.suppressions.length > 0;
  return (
    <Section title={m.subscriptions}>
      <DataTable
        caption={m.subscriptions}
        rows={reader.subscriptions}
        rowKey={({ id }) => id}
        empty={<EmptyState title={m.noSubscriptionTitle} body={m.noSubscriptionBody} />}
        columns={[
          {
            key: 'newsletter',
            head: m.newsletter,
            cell: ({ newsletter }) => <bdi lang={newsletter.language}>{newsletter.name}</bdi>,
          },
          {
            key: 'state',
            head: m.state,
            cell: ({ state }) => <SubscriptionStatus state={state} suppressed={suppressed} />,
          },
          {
            key: 'why',
            head: m.mailed,
            cell: ({ standing, pausedUntil }) => (
              <>
                {said(m.standings, standing)}
                {pausedUntil !== null && <>, {m.until} <Moment at={pausedUntil} /></>}
              </>
            ),
          }, // prettier-ignore
          { key: 'joined', head: m.joined, cell: ({ requestedAt }) => <Relative at={requestedAt} />, isMinor: true },
          {
            key: 'ended',
            head: m.ended,
            isMinor: true,
            cell: ({ endedAt, endedBy }) =>
              endedAt === null ? '–' : <><Relative at={endedAt} />, {said(m.enders, endedBy ?? '')}</>,
          }, // prettier-ignore
          {
            key: 'acts',
            head: m.acts,
            cell: (subscription) => {
              const of = newsletters.find(({ slug }) => slug === subscription.newsletter.slug);
              return may('edit', of) ? <SubscriptionActs reader={reader} subscription={subscription} /> : null;
            },
          },
        ]}
      />
    </Section>
  );
}

function Suppressions({ reader }: { reader: Subscriber }) {
  const m = useWords(words);
  const may = useMay();
  return (
    <Section title={m.suppression}>
      <DataTable
        caption={m.suppression}
        rows={reader.suppressions}
        rowKey={({ cause }) => cause}
        empty={null}
        columns={[
          { key: 'cause', head: m.cause, cell: ({ cause }) => said(m.bans, cause) },
          { key: 'since', head: m.since, cell: ({ since }) => <Relative at={since} /> },
          { key: 'why', head: m.evidence, cell: ({ explanation }) => <bdi>{explanation}</bdi>, isMinor: true },
          {
            key: 'acts',
            head: m.acts,
            cell: ({ cause, liftable }) =>
              !liftable ? m.readersOwn : may('administer') ? <SuppressionActs reader={reader} cause={cause} /> : null,
          },
        ]}
      />
    </Section>
  );
}

function Story({ reader }: { reader: Subscriber }) {
  const m = useWords(words);
  const view = useView(readStoryView);
  const change = useChangeView();
  const story = useQuery(storyQuery(reader.id, view));
  return (
    <Section
      title={m.story}
      aside={
        reader.subscriptions.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label={m.newsletter}
            value={view.newsletter ?? ''}
            data={[
              { value: '', label: m.everything },
              ...reader.subscriptions.map(({ newsletter }) => ({ value: newsletter.slug, label: newsletter.name })),
            ]}
            onChange={(event) => {
              const { value } = event.currentTarget;
              change({ newsletter: value === '' ? undefined : value, after: undefined });
            }}
          />
        )
      }
    >
      <p className={styles.note}>{m.timesIn(ownZoneName)}</p>
      {story.isError ? (
        <Failure error={story.error} onRetry={() => void story.refetch()} retrying={story.isFetching} />
      ) : story.data === undefined ? (
        <ListSkeleton />
      ) : (
        <ol className={styles.story}>
          {story.data.events.map((event) => (
            <StoryLine key={event.key} event={event} />
          ))}
        </ol>
      )}
      <Pages next={story.data?.next} />
    </Section>
  );
}
