import { Button, NativeSelect, Skeleton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { memo, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { useChangeView, useView } from '../elements/address.js';
import { Failure } from '../elements/failure.js';
import { Relative } from '../elements/moment.js';
import { useLocale } from '../language/locale.js';
import { useWords } from '../language/words.js';
import styles from './panes.module.css';
import { shelfQuery } from './queries.js';
import type { Proposal, Shelved } from './queries.js';
import { reasonSaid } from './reason-words.js';
import { readDeskView } from './view.js';
import { words } from './words.js';

/** Milliseconds without a key before the shelf is asked. */
const PAUSE = 250;

interface ShelfPaneProps {
  proposal: Proposal;
  /** null: nothing may be taken in */
  onTake: ((one: Shelved) => void) | null;
}

interface ShelfItemProps {
  one: Shelved;
  section: string;
  language: string;
  zone: string;
  onTake: ((one: Shelved) => void) | null;
}

/** Whether two drawings would look the same. After each act the shelf is read anew, and most of it stays as it was. */
function isAlike(before: ShelfItemProps, after: ShelfItemProps): boolean {
  return (
    before.section === after.section &&
    before.language === after.language &&
    before.zone === after.zone &&
    (before.onTake === null) === (after.onTake === null) &&
    JSON.stringify(before.one) === JSON.stringify(after.one)
  );
}

const ShelfItem = memo(ShownItem, isAlike);

function ShownItem({ one, section, language, zone, onTake }: ShelfItemProps) {
  const m = useWords(words);
  const { locale } = useLocale();
  return (
    <li className={styles.item}>
      <div className={styles.itemWords}>
        <h3 dir="auto" lang={language}>
          {one.headline}
        </h3>
        <p className={styles.quiet}>
          <bdi>{one.source}</bdi> · <bdi lang={language}>{section}</bdi> · <Relative at={one.publishedAt} zone={zone} />
          {one.score !== null && ` · ${m.points(one.score)}`}
        </p>
        <ul className={styles.why}>
          {one.reasons.map((reason, position) => (
            <li key={position}>
              <bdi>{reasonSaid(reason, locale)}</bdi>
            </li>
          ))}
        </ul>
        {one.cause !== null && <p className={styles.cause}>{m.cause[one.cause]}</p>}
      </div>
      {onTake !== null && (
        <Button
          size="compact-sm"
          variant="default"
          disabled={one.cause !== null}
          aria-label={`${m.takeIn}: ${one.headline}`}
          onClick={() => {
            onTake(one);
          }}
        >
          {m.takeIn}
        </Button>
      )}
    </li>
  );
}

/** The dispatches the edition does not hold, each with why, to be looked through and taken in. */
export function ShelfPane({ proposal, onTake }: ShelfPaneProps) {
  const m = useWords(words);
  const { q = '', section = '' } = useView(readDeskView);
  const [typed, setTyped] = useState(q);
  const change = useChangeView();
  const search = useDebouncedCallback((said: string) => {
    change({ q: said.trim() === '' ? undefined : said.trim() });
  }, PAUSE);
  // An item that is not drawn again must not act on the proposal as it was.
  const latest = useRef(onTake);
  useLayoutEffect(() => {
    latest.current = onTake;
  });
  const take = useCallback((one: Shelved) => latest.current?.(one), []);
  const query = useInfiniteQuery(shelfQuery(proposal.editionId, proposal.version, { q, section }));
  // What was taken in a moment ago is not on the shelf, whatever the server said before.
  const taken = new Set(proposal.blocks.map(({ dispatchId }) => dispatchId));
  const found = query.data?.pages.flatMap(({ dispatches }) => dispatches).filter(({ id }) => !taken.has(id)) ?? [];
  return (
    <div className={styles.pane}>
      <div className={styles.filters}>
        <TextInput
          id="shelf-search"
          type="search"
          label={m.search}
          placeholder={m.searchHint}
          value={typed}
          dir="auto"
          maxLength={200}
          onChange={({ currentTarget }) => {
            setTyped(currentTarget.value);
            search(currentTarget.value);
          }}
        />
        <NativeSelect
          label={m.section}
          value={section}
          data={[
            { value: '', label: m.anySection },
            ...proposal.sections.map(({ slug, name }) => ({ value: slug, label: name })),
          ]}
          onChange={({ currentTarget }) => {
            change({ section: currentTarget.value === '' ? undefined : currentTarget.value });
          }}
        />
      </div>
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
      ) : query.isPending ? (
        <div aria-busy="true">
          {[80, 65, 72].map((width) => (
            <Skeleton key={width} height={18} width={`${String(width)}%`} mt="md" />
          ))}
        </div>
      ) : (
        <>
          <p className={styles.quiet} role="status">
            {found.length === 0 ? (q === '' ? m.shelfEmpty : m.shelfNothing) : m.shelfCount(query.data.pages[0]?.total ?? 0)}
          </p>
          <ul className={styles.items}>
            {found.map((one) => (
              <ShelfItem
                key={one.id}
                one={one}
                section={proposal.sections.find(({ slug }) => slug === one.section)?.name ?? one.section}
                language={proposal.language}
                zone={proposal.timeZone}
                onTake={onTake === null ? null : take}
              />
            ))}
          </ul>
          {query.hasNextPage && (
            <Button variant="default" onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
              {m.showMore}
            </Button>
          )}
        </>
      )}
    </div>
  );
} // prettier-ignore
