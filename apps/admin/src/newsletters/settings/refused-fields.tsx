import { Button } from '@mantine/core';
import { useChangeView } from '../../elements/address.js';
import { said, useWords } from '../../language/words.js';
import { fields, type Group } from '../setting-fields.js';
import { words } from '../words.js';
import { toldOf } from './refusals.js';

/** The tabs whose settings have forms of their own, by the settings they change. */
const ownForms: Readonly<Record<string, 'calendar' | Group>> = {
  timeZone: 'calendar',
  calendar: 'calendar',
  breaks: 'calendar',
  slots: 'calendar',
  logo: 'look',
  linkParameters: 'look',
  template: 'content',
  sections: 'content',
  offers: 'choices',
};

function tabOf(setting: string): 'calendar' | Group | undefined {
  if (Object.hasOwn(ownForms, setting)) return ownForms[setting];
  for (const [group, held] of Object.entries(fields) as [Group, (typeof fields)[Group]][])
    if (held.some(({ name }) => name === setting)) return group;
  return undefined;
}

/** Where what was refused stands: one saves from any tab what was changed on all of them. */
export function RefusedFields({ error }: { error: Error | null }) {
  const m = useWords(words);
  const change = useChangeView();
  const settings = [...new Set(toldOf(error).map(({ field }) => field.split('.')[0] ?? ''))];
  return settings.map((setting) => {
    const tab = tabOf(setting);
    if (tab === undefined) return null;
    const place = m.parts[tab];
    return (
      <Button
        key={setting}
        variant="default"
        size="compact-sm"
        onClick={() => {
          change({ tab: tab === 'calendar' ? undefined : tab });
        }}
      >
        {Object.hasOwn(m.fields, setting) ? m.refusedField(place, said(m.fields, setting)) : place}
      </Button>
    );
  });
}
