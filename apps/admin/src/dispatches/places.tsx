import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../elements/data-table.js';
import { Failure } from '../elements/failure.js';
import { Count } from '../elements/figures.js';
import { useLocale } from '../language/locale.js';
import { formatEditionDate } from '../language/moments.js';
import { useWords } from '../language/words.js';
import styles from './dispatches.module.css';
import { consequencesQuery } from './queries.js';
import { words } from './words.js';

/** In which editions it stands, and how far those have got. */
export function Places({ id }: { id: string }) {
  const m = useWords(words);
  const { locale } = useLocale();
  const query = useQuery(consequencesQuery(id));
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <DataTable
      caption={m.places}
      rows={query.data?.editions}
      rowKey={({ editionId }) => editionId}
      empty={<p className={styles.quiet}>{m.nowhere}</p>}
      columns={[
        {
          key: 'edition',
          head: m.edition,
          cell: ({ newsletterName, editionDate, isProposed }) => (
            <>
              <bdi>{newsletterName}</bdi> · {formatEditionDate(editionDate, locale)}
              {isProposed && ` · ${m.proposed}`}
            </>
          ),
        },
        { key: 'waves', head: m.waves, isNumber: true, cell: ({ openWaves }) => <Count of={openWaves} /> },
        { key: 'owed', head: m.owed, isNumber: true, cell: ({ owed }) => <Count of={owed} /> },
        { key: 'received', head: m.received, isNumber: true, cell: ({ received }) => <Count of={received} /> },
        { key: 'archive', head: m.archive, cell: ({ isInArchive }) => (isInArchive ? m.shown : '–') },
      ]}
    />
  );
}
