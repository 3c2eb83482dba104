import { Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWords } from '../language/words.js';
import { useChangeView, useView } from './address.js';
import styles from './data-table.module.css';
import { readSort, toggleSort } from './sort.js';
import { useIsWider } from './use-is-wider.js';
import { words } from './words.js';

export interface Column<Row> {
  /** stable; also the name in `?sort=` */
  key: string;
  head: string;
  cell: (row: Row) => ReactNode;
  /** figures: right-aligned, tabular */
  isNumber?: boolean;
  /** the head becomes a button that puts `?sort=key` or `?sort=-key` into the address; the room reads `readSort` */
  canSort?: boolean;
  /** left out on a phone, where only what decides has room */
  isMinor?: boolean;
}

interface DataTableProps<Row> {
  /** what the rows are, for a screen reader */
  caption: string;
  columns: readonly Column<Row>[];
  /** undefined: still on their way */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** where the row leads; the link is the first cell, and the whole row takes the click */
  rowLink?: (row: Row) => LinkProps;
  /** marks the row that is open beside the table */
  isChosen?: (row: Row) => boolean;
  /** shown instead of a table without rows; say whether filters hide them or there are none yet */
  empty: ReactNode;
}

/** Rows while the real ones are on their way: as many as fill the sight without jumping. */
const ghosts = [0, 1, 2, 3, 4, 5];

function Head<Row>({ column, sort }: { column: Column<Row>; sort: string | undefined }) {
  const m = useWords(words);
  const change = useChangeView();
  const direction = sort === column.key ? 'ascending' : sort === `-${column.key}` ? 'descending' : undefined;
  return (
    <th
      scope="col"
      role="columnheader"
      aria-sort={direction}
      className={column.isNumber ? styles.number : undefined}
      data-minor={column.isMinor}
    >
      {column.canSort ? (
        <button
          type="button"
          className={styles.sort}
          title={m.sortBy(column.head)}
          onClick={() => {
            change({ sort: toggleSort(sort, column.key), after: undefined });
          }}
        >
          {column.head}
          <span aria-hidden="true">{direction === 'ascending' ? ' ↑' : direction === 'descending' ? ' ↓' : ''}</span>
        </button>
      ) : (
        column.head
      )}
    </th>
  );
}

function Cells<Row>({ columns, row, rowLink }: Pick<DataTableProps<Row>, 'columns' | 'rowLink'> & { row: Row }) {
  return columns.map((column, position) => {
    const content = column.cell(row);
    return (
      <td
        key={column.key}
        role="cell"
        data-label={column.head}
        data-minor={column.isMinor}
        className={column.isNumber ? styles.number : undefined}
      >
        {position === 0 && rowLink !== undefined ? (
          <Link {...rowLink(row)} className={styles.link}>
            {content}
          </Link>
        ) : (
          content
        )}
      </td>
    );
  });
}

/**
 * A list of things. A real table on a wide screen; on a phone each row becomes a card that names its cells (the roles
 * stay, because `display: block` would take the table's meaning away).
 */
export function DataTable<Row>({ caption, columns, rows, rowKey, rowLink, isChosen, empty }: DataTableProps<Row>) {
  const m = useWords(words);
  const { sort } = useView(readSort);
  const [frame, isWider] = useIsWider();
  if (rows?.length === 0) return empty;
  return (
    // What scrolls sideways must be reachable by keys (WCAG 2.1.1); what does not would be a stop for nothing.
    <div ref={frame} className={styles.frame} {...(isWider && { tabIndex: 0, role: 'group', 'aria-label': caption })}>
      <table role="table" className={styles.table} aria-busy={rows === undefined}>
        <caption className={styles.caption}>{rows === undefined ? m.loading : caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <Head key={column.key} column={column} sort={sort} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows === undefined
            ? ghosts.map((ghost) => (
                <tr key={ghost} role="row">
                  {columns.map((column, position) => (
                    <td key={column.key} role="cell" data-minor={column.isMinor}>
                      <Skeleton height={16} width={position === 0 ? '70%' : '50%'} />
                    </td>
                  ))}
                </tr>
              ))
            : rows.map((row) => (
                <tr
                  key={rowKey(row)}
                  role="row"
                  data-linked={rowLink !== undefined}
                  aria-current={isChosen?.(row) === true ? 'true' : undefined}
                >
                  <Cells columns={columns} row={row} {...(rowLink === undefined ? {} : { rowLink })} />
                </tr>
              ))}
        </tbody>
      </table>
    </div>
  );
}
