import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useChangeView, useView } from './address.js';

export interface Tab {
  /** stands in the address (`?tab=`) */
  key: string;
  label: ReactNode;
  content: () => ReactNode;
}

function readTab(search: Record<string, unknown>): string {
  const tab = search['tab'];
  return typeof tab === 'string' ? tab : '';
}

/** Parts of one thing, one at a time; which one stands in the address. The first is shown when none is named. */
export function AddressTabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const wanted = useView(readTab);
  const change = useChangeView();
  const first = tabs[0];
  if (first === undefined) return null;
  const shown = tabs.find(({ key }) => key === wanted) ?? first;
  return (
    <Tabs
      value={shown.key}
      keepMounted={false}
      onChange={(key) => {
        change({ tab: key === first.key ? undefined : (key ?? undefined), after: undefined });
      }}
    >
      <Tabs.List aria-label={label} mb="md">
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.key} value={tab.key}>
            {tab.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab.key} value={tab.key}>
          {tab.key === shown.key && tab.content()}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
