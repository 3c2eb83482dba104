import { useQuery } from '@tanstack/react-query';
import { newslettersQuery } from './api.js';
import type { Newsletter } from './api.js';
import { DetailTitle } from './detail-title.js';
import { Empty } from './empty.js';
import { Failure } from './failure.js';
import { useWords } from './locale.js';
import { formatEditionDate, formatTime } from './moments.js';
import { Moment, Relative } from './moment.js';
import { NewsletterList } from './newsletter-list.js';
import heading from './heading.module.css';
import { PreviewPane } from './preview-pane.js';
import { ListSkeleton, PreviewSkeleton } from './skeletons.js';
import { usePageTitle } from './use-page-title.js';
import { useWide } from './use-wide.js';
import { Workspace, WorkspaceNotice } from './workspace.js';

/** Soonest first; newsletters with nothing due come last. */
function bySoonest(a: Newsletter, b: Newsletter): number {
  const due = (newsletter: Newsletter) =>
    newsletter.nextEdition ? Date.parse(newsletter.nextEdition.dueAt) : Infinity;
  const [left, right] = [due(a), due(b)];
  return left === right ? a.name.localeCompare(b.name) : left - right;
}

function NewsletterHeading({ newsletter }: { newsletter: Newsletter }) {
  const { m, locale } = useWords();
  const { nextEdition, latestEdition, timeZone } = newsletter;
  return (
    <header className={heading.heading}>
      <DetailTitle>
        <bdi lang={newsletter.language}>{newsletter.name}</bdi>
      </DetailTitle>
      <p>
        {nextEdition === null ? (
          m.noNextEdition
        ) : (
          <>
            {m.due} <Moment at={nextEdition.dueAt} zone={timeZone} /> ({timeZone.replaceAll('_', ' ')}),{' '}
            <Relative at={nextEdition.dueAt} zone={timeZone} />
          </>
        )}
      </p>
      <p className={heading.quiet}>
        {nextEdition !== null &&
          `${m.contentFreezes(formatTime(new Date(nextEdition.freezesAt), timeZone, locale))} · `}
        {latestEdition === null
          ? m.noLatestEdition
          : m.latestEdition(
              formatEditionDate(latestEdition.editionDate, locale),
              m.states[latestEdition.state] ?? latestEdition.state,
            )}
      </p>
    </header>
  );
}

/** `chosen` absent: the list, and on a wide screen the newsletter that is due first. */
export function NewslettersScreen({ chosen }: { chosen?: string }) {
  const { m } = useWords();
  const wide = useWide();
  const query = useQuery(newslettersQuery);
  const newsletters = query.data?.toSorted(bySoonest) ?? [];
  const shown = chosen ?? (wide ? newsletters[0]?.id : undefined);
  const newsletter = newsletters.find((each) => each.id === shown);
  usePageTitle(chosen === undefined ? m.nextEditions : (newsletter?.name ?? m.nextEditions));

  const again = () => void query.refetch();
  if (query.isError || query.data?.length === 0) {
    return (
      <WorkspaceNotice title={m.nextEditions}>
        {query.isError ? (
          <Failure error={query.error} onRetry={again} retrying={query.isFetching} />
        ) : (
          <Empty
            title={m.noNewslettersTitle}
            body={m.noNewslettersBody}
            command="npm start"
            onLookAgain={again}
            looking={query.isFetching}
          />
        )}
      </WorkspaceNotice>
    );
  }

  return (
    <Workspace
      title={m.nextEditions}
      list={query.isPending ? <ListSkeleton /> : <NewsletterList newsletters={newsletters} chosen={shown} />}
      open={chosen !== undefined}
      listAddress="/"
      detail={
        query.isPending ? (
          <PreviewSkeleton />
        ) : shown === undefined ? null : (
          <PreviewPane
            key={shown}
            newsletter={shown}
            zone={newsletter?.timeZone ?? 'UTC'}
            direction={newsletter?.direction ?? 'ltr'}
            language={newsletter?.language}
            heading={newsletter ? <NewsletterHeading newsletter={newsletter} /> : null}
          />
        )
      }
    />
  );
}
