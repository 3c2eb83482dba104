import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { doneOf } from '../api/answers.js';
import { newslettersQuery } from '../api/newsletters.js';
import { postApiV1NewslettersBySlugInsertionsByIdWithdraw } from '../client/index.js';
import { useAnnounce } from '../elements/announcer.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { DataTable } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { Status } from '../elements/status.js';
import { useMay } from '../frame/use-may.js';
import { useLocale } from '../language/locale.js';
import { localeTag, type Locale } from '../language/moments.js';
import { useWords } from '../language/words.js';
import { BookDialog } from './book-dialog.js';
import { daysBetween } from './booked-days.js';
import styles from './newsletters.module.css';
import { insertionsQuery, type Insertion } from './queries.js';
import { words } from './words.js';

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Days of an insertion that are still to come, today included. */
function daysLeft({ firstDay, lastDay }: Insertion): number {
  const from = firstDay > today() ? firstDay : today();
  return daysBetween(from, lastDay);
}

/** Insertions are booked for up to years, unlike editions, whose year is plain. */
function dayWithYear(day: string, locale: Locale): string {
  return new Intl.DateTimeFormat(localeTag(locale), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));
}

/** What stands in every edition of some days, and the way to take it out. */
export function InsertionsPart({ slug }: { slug: string }) {
  const m = useWords(words);
  const { locale } = useLocale();
  const may = useMay();
  const announce = useAnnounce();
  const client = useQueryClient();
  const [leaving, leave] = useState<Insertion | null>(null);
  const [isBooking, book] = useState(false);
  const query = useQuery(insertionsQuery(slug));
  const { data: newsletters = [] } = useQuery(newslettersQuery);
  const mayEdit = may('edit', newsletters.find((one) => one.slug === slug));
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const button = (
    <Button variant="default" onClick={() => { book(true); }}>
      {m.book}
    </Button>
  );
  return (
    <div className={styles.group}>
      {mayEdit && <div>{button}</div>}
      <DataTable<Insertion>
        caption={m.insertionsCaption}
        rows={query.data}
        rowKey={({ id }) => id}
        empty={<EmptyState title={m.noInsertions} body={m.noInsertionsBody} />}
        columns={[
          { key: 'title', head: m.title, cell: ({ title }) => <bdi>{title}</bdi> },
          { key: 'kind', head: m.insertionKind, cell: ({ kind, advertiser }) => <span>{m.insertionKinds[kind]} {advertiser !== null && <bdi>{advertiser}</bdi>}</span> },
          { key: 'from', head: m.from, cell: ({ firstDay }) => dayWithYear(firstDay, locale) },
          { key: 'to', head: m.to, cell: ({ lastDay }) => dayWithYear(lastDay, locale) },
          { key: 'state', head: m.state, cell: (one) => <Standing insertion={one} /> },
          {
            key: 'act',
            head: m.withdraw,
            cell: (one) =>
              mayEdit && one.withdrawnAt === null && daysLeft(one) > 0 ? (
                <Button variant="default" size="xs" onClick={() => { leave(one); }}>
                  {m.withdraw}
                </Button>
              ) : null,
          },
        ]}
      />
      {isBooking && <BookDialog slug={slug} onClose={() => { book(false); }} />}
      {leaving !== null && (
        <ConsequenceDialog
          opened
          onClose={() => { leave(null); }}
          title={m.withdrawTitle}
          describe={() => <p>{m.withdrawBody(leaving.title, daysLeft(leaving))}</p>}
          verb={m.withdraw}
          act={() => doneOf(postApiV1NewslettersBySlugInsertionsByIdWithdraw({ path: { slug, id: leaving.id } }))}
          onDone={() => {
            announce(m.withdrawDone);
            void client.invalidateQueries({ queryKey: insertionsQuery(slug).queryKey });
          }}
        />
      )}
    </div>
  );
} // prettier-ignore

function Standing({ insertion }: { insertion: Insertion }) {
  const m = useWords(words);
  if (insertion.withdrawnAt !== null) return <Status tone="quiet">{m.withdrawn}</Status>;
  return daysLeft(insertion) > 0 ? <Status tone="good">{m.standing}</Status> : <Status tone="quiet">{m.over}</Status>;
}
