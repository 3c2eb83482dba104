import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useParam } from '../elements/address.js';
import { newslettersQuery } from '../api/newsletters.js';
import type { Newsletter } from '../api/newsletters.js';
import { DetailTitle } from '../elements/detail-title.js';
import { Empty } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { useMay } from '../frame/use-may.js';
import styles from './newsletters.module.css';
import { useLocale } from '../language/locale.js';
import { said, useWords } from '../language/words.js';
import { words } from './words.js';
import { formatEditionDate, formatTime } from '../language/moments.js';
import { Moment, Relative } from '../elements/moment.js';
import { NewsletterList } from './newsletter-list.js';
import heading from '../elements/heading.module.css';
import { PreviewPane } from '../elements/mail/preview-pane.js';
import { ListSkeleton, PreviewSkeleton } from '../elements/skeletons.js';
import { usePageTitle } from '../elements/use-page-title.js';
import { useWide } from '../elements/use-wide.js';
import { Workspace, WorkspaceNotice } from '../elements/workspace.js';

/** Soonest first; newsletters with nothing due come last. */
function bySoonest(a: Newsletter, b: Newsletter): number {
  const due = (newsletter: Newsletter) =>
    newsletter.nextEdition ? Date.parse(newsletter.nextEdition.dueAt) : Infinity;
  const [left, right] = [due(a), due(b)];
  return left === right ? a.name.localeCompare(b.name) : left - right;
}

function NewsletterHeading({ newsletter }: { newsletter: Newsletter }) {
  const m = useWords(words);
  const { locale } = useLocale();
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
          : m.latestEdition(formatEditionDate(latestEdition.editionDate, locale), said(m.states, latestEdition.state))}
      </p>
      <p className={styles.links}>
        <Link to="/newsletters/$slug/settings" params={{ slug: newsletter.slug }}>
          {m.settings}
        </Link>
        <Link to="/newsletters/$slug/embed" params={{ slug: newsletter.slug }}>
          {m.embed}
        </Link>
        <Link to="/editions" search={{ newsletter: newsletter.slug }}>
          {m.allEditions}
        </Link>
      </p>
    </header>
  );
}

export function PreviewScreen() {
  return <NextEditionsScreen chosen={useParam('slug')} />;
}

/** `chosen` is a slug; absent: the list, and on a wide screen the newsletter that is due first. */
export function NextEditionsScreen({ chosen }: { chosen?: string }) {
  const m = useWords(words);
  const wide = useWide();
  const may = useMay();
  const query = useQuery(newslettersQuery);
  const newsletters = query.data?.toSorted(bySoonest) ?? [];
  const shown = chosen ?? (wide ? newsletters[0]?.slug : undefined);
  const newsletter = newsletters.find((each) => each.slug === shown);
  usePageTitle(chosen === undefined ? m.nextEditions : (newsletter?.name ?? m.nextEditions));

  const again = () => void query.refetch();
  if (query.isError || query.data?.length === 0) {
    return (
      <WorkspaceNotice title={m.nextEditions}>
        {query.isError ? (
          <Failure error={query.error} onRetry={again} retrying={query.isFetching} />
        ) : (
          <Empty
            title={m.noneTitle}
            body={m.noneBody}
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
      list={
        query.isPending ? (
          <ListSkeleton />
        ) : (
          <>
            <NewsletterList newsletters={newsletters} chosen={shown} />
            {may('configure') && (
              <p className={styles.make}>
                <Link to="/newsletters/new">{m.make}</Link>
              </p>
            )}
          </>
        )
      }
      open={chosen !== undefined}
      listAddress="/newsletters"
      detail={
        query.isPending ? (
          <PreviewSkeleton />
        ) : newsletter === undefined ? (
          chosen !== undefined && <p>{m.missing}</p>
        ) : (
          <PreviewPane
            key={newsletter.id}
            newsletter={newsletter.id}
            zone={newsletter.timeZone}
            direction={newsletter.direction}
            language={newsletter.language}
            heading={<NewsletterHeading newsletter={newsletter} />}
          />
        )
      }
    />
  );
}
