import { Modal } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { newslettersQuery } from '../api/newsletters.js';
import { useWords } from '../language/words.js';
import styles from './go-to.module.css';
import { useHasRoom, useRooms } from './use-rooms.js';
import { words } from './words.js';

interface Place {
  to: string;
  name: string;
  kind: string;
}

/** Rows shown at once; whoever types one letter more sees the rest. */
const longest = 12;

/** Accents and case do not matter: `editions` finds `Éditions`. */
function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function usePlaces(sought: string): Place[] {
  const m = useWords(words);
  const { rooms, house } = useRooms();
  const hasRoom = useHasRoom();
  const newsletters = useQuery(newslettersQuery);
  const home = hasRoom('/newsletters/$slug') ? '' : '/preview';
  const places: Place[] = [
    ...[...rooms, ...house].map(({ to, name }) => ({ to, name: m[name], kind: m.goToRoom })),
    ...(newsletters.data ?? []).map(({ slug, name }) => ({
      to: `/newsletters/${slug}${home}`,
      name,
      kind: m.goToNewsletter,
    })),
  ];
  return places.filter(({ name }) => folded(name).includes(folded(sought.trim()))).slice(0, longest);
}

function Finder({ onLeave }: { onLeave: () => void }) {
  const m = useWords(words);
  const navigate = useNavigate();
  const list = useId();
  const [sought, seek] = useState('');
  const [at, move] = useState(0);
  const places = usePlaces(sought);
  const go = (place: Place | undefined): void => {
    if (place === undefined) return;
    onLeave();
    void navigate({ to: place.to });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') go(places[at]);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || places.length === 0) return;
    event.preventDefault();
    move((at + step + places.length) % places.length);
  };
  return (
    <>
      <input
        className={styles.field}
        role="combobox"
        aria-label={m.goTo}
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={places[at] === undefined ? undefined : `${list}-${String(at)}`}
        placeholder={m.goToHint}
        value={sought}
        data-autofocus
        autoComplete="off"
        maxLength={80}
        onChange={(event) => {
          seek(event.currentTarget.value);
          move(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={list} role="listbox" aria-label={m.goTo} className={styles.places}>
        {places.map((place, position) => (
          // The keyboard stays in the field, which says which option is meant.
          <li
            key={place.to}
            id={`${list}-${String(position)}`}
            role="option"
            aria-selected={position === at}
            className={styles.place}
            onClick={() => {
              go(place);
            }}
          >
            <bdi>{place.name}</bdi>
            <span className={styles.kind}>{place.kind}</span>
          </li>
        ))}
      </ul>
      {places.length === 0 && (
        <p className={styles.none} role="status">
          {m.goToNothing}
        </p>
      )}
    </>
  );
}

/** Ctrl-K or ⌘-K: to a room or a newsletter without the mouse. */
export function GoTo() {
  const m = useWords(words);
  const [open, dialog] = useDisclosure(false);
  useHotkeys([['mod+K', dialog.open]], []);
  return (
    <Modal
      opened={open}
      onClose={dialog.close}
      withCloseButton={false}
      size={480}
      padding={0}
      yOffset="12dvh"
      attributes={{ content: { 'aria-label': m.goTo } }}
    >
      <Finder onLeave={dialog.close} />
    </Modal>
  );
}
