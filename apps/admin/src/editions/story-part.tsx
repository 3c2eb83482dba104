import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../elements/data-table.js';
import { editionActWords } from '../elements/edition-act-words.js';
import { Facts } from '../elements/facts.js';
import { Failure } from '../elements/failure.js';
import { Moment } from '../elements/moment.js';
import { Section } from '../elements/page.js';
import { ListSkeleton } from '../elements/skeletons.js';
import { said, useWords } from '../language/words.js';
import styles from './editions.module.css';
import { storyQuery, type Edition } from './queries.js';
import { words } from './words.js';

/** How its content came to be what it is, and who did what. */
export function StoryPart({ edition, zone }: { edition: Edition; zone: string | undefined }) {
  const m = useWords(words);
  const verbs = useWords(editionActWords);
  const query = useQuery(storyQuery(edition.id));
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <ListSkeleton />;
  const { revisions, acts } = query.data;
  return (
    <div className={styles.stack}>
      <Facts
        facts={[
          { name: m.due, value: <Moment at={edition.dueAt} zone={zone} /> },
          { name: m.frozen, value: <Moment at={edition.freezeAt} zone={zone} /> },
          { name: m.useful, value: <Moment at={edition.usefulUntil} zone={zone} /> },
          { name: m.approvals, value: edition.approvals.length },
        ]}
      />
      <Section title={m.revisions}>
        <DataTable
          caption={m.revisionsCaption}
          rows={revisions}
          rowKey={({ number }) => String(number)}
          empty={<p>{m.notFrozen}</p>}
          columns={[
            { key: 'number', head: m.number, isNumber: true, cell: ({ number }) => number },
            { key: 'subject', head: m.subject, cell: ({ subject }) => <bdi>{subject}</bdi> },
            { key: 'why', head: m.why, cell: ({ reason }) => said(m.whys, reason) },
            { key: 'when', head: m.when, cell: ({ at }) => <Moment at={at} zone={zone} /> },
            { key: 'by', head: m.by, cell: ({ by }) => <bdi>{by ?? m.policy}</bdi>, isMinor: true },
          ]}
        />
      </Section>
      <Section title={m.acts}>
        <DataTable
          caption={m.actsCaption}
          rows={acts}
          rowKey={({ id }) => String(id)}
          empty={<p>{m.noActs}</p>}
          columns={[
            {
              key: 'act',
              head: m.act,
              cell: ({ by, action }) => (
                <>
                  <bdi>{by ?? m.policy}</bdi> {said(verbs, action)}
                </>
              ),
            },
            { key: 'when', head: m.when, cell: ({ at }) => <Moment at={at} zone={zone} /> },
          ]}
        />
      </Section>
    </div>
  );
}
