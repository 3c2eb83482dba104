import { useQuery } from '@tanstack/react-query';
import { useParam } from '../elements/address.js';
import { Failure } from '../elements/failure.js';
import { Moment, Relative } from '../elements/moment.js';
import { Page } from '../elements/page.js';
import { ListSkeleton } from '../elements/skeletons.js';
import { AddressTabs } from '../elements/tabs.js';
import { useWords } from '../language/words.js';
import { ClusterTab } from './cluster-tab.js';
import { DispatchActs } from './dispatch-acts.js';
import { DispatchFacts } from './dispatch-facts.js';
import { DispatchText } from './dispatch-text.js';
import { Life, Versions } from './history.js';
import { Places } from './places.js';
import { dispatchQuery, type Dispatch } from './queries.js';
import { Standing } from './standing.js';
import { words } from './words.js';

function Tabs({ dispatch }: { dispatch: Dispatch }) {
  const m = useWords(words);
  return (
    <AddressTabs
      label={m.title}
      tabs={[
        { key: 'text', label: m.text, content: () => <DispatchText dispatch={dispatch} /> },
        { key: 'facts', label: m.facts, content: () => <DispatchFacts dispatch={dispatch} /> },
        { key: 'versions', label: m.history, content: () => <Versions dispatch={dispatch} /> },
        { key: 'event', label: m.event, content: () => <ClusterTab dispatch={dispatch} /> },
        { key: 'places', label: m.places, content: () => <Places id={dispatch.id} /> },
        { key: 'life', label: m.life, content: () => <Life dispatch={dispatch} /> },
      ]}
    />
  );
}

export function DispatchScreen() {
  const m = useWords(words);
  const query = useQuery(dispatchQuery(useParam('id')));
  const dispatch = query.data;
  const crumbs = [{ label: m.title, link: { to: '/dispatches' as const } }];
  if (query.isError)
    return (
      <Page title={m.title} crumbs={crumbs}>
        <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
      </Page>
    );
  if (dispatch === undefined)
    return (
      <Page title={m.title} crumbs={crumbs}>
        <ListSkeleton />
      </Page>
    );
  return (
    <Page
      title={dispatch.headline === '' ? m.takenDown : dispatch.headline}
      titleLanguage={dispatch.language}
      crumbs={crumbs}
      lead={
        <>
          <Standing status={dispatch.status} reason={dispatch.statusReason} /> · <bdi>{dispatch.source.name}</bdi> ·{' '}
          <Moment at={dispatch.publishedAt} /> (<Relative at={dispatch.publishedAt} />)
        </>
      }
    >
      <DispatchActs dispatch={dispatch} />
      <Tabs dispatch={dispatch} />
    </Page>
  );
}
