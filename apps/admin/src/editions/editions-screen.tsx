import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { newslettersQuery } from '../api/newsletters.js';
import { useView } from '../elements/address.js';
import { DataTable } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { Count } from '../elements/figures.js';
import { FilterBar } from '../elements/filter-bar.js';
import { Moment } from '../elements/moment.js';
import { Page } from '../elements/page.js';
import { Pages } from '../elements/pages.js';
import { useLocale } from '../language/locale.js';
import { formatEditionDate } from '../language/moments.js';
import { useWords } from '../language/words.js';
import { EditionStatus } from './edition-status.js';
import styles from './editions.module.css';
import { editionsQuery, type Listed } from './queries.js';
import { kinds, readArchiveView, states } from './view.js';
import { words } from './words.js';

/** Every edition there was, the latest due first. */
export function EditionsScreen() {
  const m = useWords(words);
  const { locale } = useLocale();
  const view = useView(readArchiveView);
  const { data: newsletters = [] } = useQuery(newslettersQuery);
  const query = useQuery(editionsQuery(view));
  const isNarrowed = Object.keys(view).some((key) => key !== 'after');
  const sumOf = (of: 'recipients' | 'submitted' | 'rejected' | 'uncertain') => ({
    isNumber: true,
    cell: ({ sum }: Listed) => (sum === null ? '–' : <Count of={sum[of]} />),
  });
  return (
    <Page title={m.title} lead={m.lead}>
      <FilterBar
        filters={[
          { key: 'newsletter', label: m.newsletter, kind: 'choice', options: newsletters.map(({ slug, name }) => ({ value: slug, label: name })) },
          { key: 'kind', label: m.kind, kind: 'choice', options: kinds.map((kind) => ({ value: kind, label: m.kinds[kind] })) },
          { key: 'state', label: m.state, kind: 'choice', options: states.map((state) => ({ value: state, label: m.states[state] })) },
          { key: 'from', label: m.from, kind: 'date' },
          { key: 'to', label: m.to, kind: 'date' },
        ]}
      />
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
      ) : (
        <>
          <DataTable<Listed>
            caption={m.caption}
            rows={query.data?.editions}
            rowKey={({ id }) => id}
            rowLink={({ id }) => ({ to: '/editions/$id', params: { id } })}
            empty={
              isNarrowed ? (
                <p role="status">{m.noMatch}</p>
              ) : (
                <EmptyState title={m.none} body={m.noneBody}>
                  <Link to="/newsletters">{m.toNewsletters}</Link>
                </EmptyState>
              )
            }
            columns={[
              { key: 'date', head: m.date, cell: ({ editionDate, newsletter }) => <bdi>{m.name(newsletter.name, formatEditionDate(editionDate, locale))}</bdi> },
              { key: 'kind', head: m.kind, cell: ({ kind, sequence }) => <span className={styles.whole}>{`${m.kinds[kind]}${sequence > 1 ? ` ${String(sequence)}` : ''}`}</span>, isMinor: true },
              { key: 'subject', head: m.subject, cell: ({ subject, newsletter }) => subject === null ? <span className={styles.hint}>{m.undecided}</span> : <bdi lang={newsletter.language}>{subject}</bdi>, isMinor: true },
              { key: 'state', head: m.state, cell: (edition) => <EditionStatus {...edition} /> },
              { key: 'due', head: m.due, cell: ({ dueAt, newsletter }) => <Moment at={dueAt} zone={newsletter.timeZone} />, isMinor: true },
              { key: 'readers', head: m.readers, ...sumOf('recipients') },
              { key: 'submitted', head: m.submitted, ...sumOf('submitted') },
              { key: 'rejected', head: m.rejected, ...sumOf('rejected'), isMinor: true },
              { key: 'uncertain', head: m.uncertain, ...sumOf('uncertain'), isMinor: true },
            ]}
          />
          <Pages next={query.data?.next} />
        </>
      )}
    </Page>
  );
} // prettier-ignore
