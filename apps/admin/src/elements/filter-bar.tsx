import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useWords } from '../language/words.js';
import { useChangeView, useView } from './address.js';
import styles from './filter-bar.module.css';
import { SearchIcon } from './icons.js';
import { words } from './words.js';

/** Milliseconds of rest before what was typed is asked for. */
const rest = 300;

export type Filter = {
  /** rarely asked for: shown once it is in use, or all are wanted */
  isMinor?: boolean;
} & (
  | { key: string; label: string; kind: 'text'; longest?: number }
  | { key: string; label: string; kind: 'date' }
  /** `any`: what no choice is called; absent: "Any" */
  | { key: string; label: string; kind: 'choice'; options: readonly { value: string; label: string }[]; any?: string }
);

function textOf(search: Record<string, unknown>, key: string): string {
  const value = search[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function TextFilter({ filter, value }: { filter: Filter & { kind: 'text' }; value: string }) {
  const change = useChangeView();
  const [typed, type] = useState(value);
  const [known, know] = useState(value);
  // Back, or "Clear filters", changed the address under the field.
  if (known !== value) {
    know(value);
    type(value);
  }
  const ask = useDebouncedCallback((sought: string) => {
    change({ [filter.key]: sought === '' ? undefined : sought, after: undefined });
  }, rest);
  return (
    <TextInput
      type="search"
      size="sm"
      label={filter.label}
      value={typed}
      maxLength={filter.longest ?? 200}
      leftSection={<SearchIcon />}
      className={styles.wide ?? ''}
      onChange={(event) => {
        type(event.currentTarget.value);
        ask(event.currentTarget.value.trim());
      }}
    />
  );
}

/**
 * What narrows a list. It stands in the address, so that a filtered list can be linked; never use it for what names a
 * person (an address stays out of addresses: api rooms POST such a search). A change goes back to the first page.
 */
export function FilterBar({ filters, children }: { filters: readonly Filter[]; children?: ReactNode }) {
  const m = useWords(words);
  const search = useView((found) => found);
  const change = useChangeView();
  const [isWide, widen] = useState(false);
  const isNarrowed = filters.some(({ key }) => textOf(search, key) !== '');
  const isShown = ({ key, isMinor = false }: Filter): boolean => !isMinor || isWide || textOf(search, key) !== '';
  const shown = filters.filter(isShown);
  return (
    <search className={styles.bar} aria-label={m.filters}>
      {shown.map((filter) => {
        const value = textOf(search, filter.key);
        const onPick = (picked: string): void => {
          change({ [filter.key]: picked === '' ? undefined : picked, after: undefined });
        };
        if (filter.kind === 'text') return <TextFilter key={filter.key} filter={filter} value={value} />;
        if (filter.kind === 'date')
          return (
            <TextInput
              key={filter.key}
              type="date"
              size="sm"
              label={filter.label}
              value={value}
              onChange={(event) => {
                onPick(event.currentTarget.value);
              }}
            />
          );
        return (
          <NativeSelect
            key={filter.key}
            size="sm"
            label={filter.label}
            value={value}
            data={[{ value: '', label: filter.any ?? m.any }, ...filter.options]}
            onChange={(event) => {
              onPick(event.currentTarget.value);
            }}
          />
        );
      })}
      {children}
      {(isWide || shown.length < filters.length) && (
        <Button
          variant="subtle"
          color="gray"
          aria-expanded={isWide}
          onClick={() => {
            widen(!isWide);
          }}
        >
          {isWide ? m.fewerFilters : m.moreFilters}
        </Button>
      )}
      {isNarrowed && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            change({ ...Object.fromEntries(filters.map(({ key }) => [key, undefined])), after: undefined });
          }}
        >
          {m.clearFilters}
        </Button>
      )}
    </search>
  );
}
