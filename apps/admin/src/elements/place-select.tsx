import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { newslettersQuery } from '../api/newsletters.js';
import { useWords } from '../language/words.js';
import { familiesOf, placeOf, placeText, type Place } from './place.js';
import { words } from './words.js';

/** Chooses where something is good: everywhere, for a family, for one newsletter. */
export function PlaceSelect({ label, place, onChange }: { label: string; place: Place; onChange: (place: Place) => void }) {
  const m = useWords(words);
  const { data: newsletters = [] } = useQuery(newslettersQuery);
  const families = familiesOf(newsletters).map(({ id, name }) => ({ value: `family:${id}`, label: name }));
  const single = newsletters.map(({ id, name, language }) => ({ value: `newsletter:${id}`, label: `${name} (${language})` }));
  return (
    <NativeSelect
      label={label}
      value={placeText(place)}
      data={[
        { value: '', label: m.everywhere },
        ...(families.length > 0 ? [{ group: m.families, items: families }] : []),
        { group: m.newsletters, items: single },
      ]}
      onChange={(event) => {
        onChange(placeOf(event.currentTarget.value));
      }}
    />
  );
} // prettier-ignore
