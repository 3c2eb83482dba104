import { NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1NewslettersBySlugInsertions } from '../client/index.js';
import { useAnnounce } from '../elements/announcer.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { useWords } from '../language/words.js';
import { daysBetween } from './booked-days.js';
import styles from './newsletters.module.css';
import { insertionsQuery } from './queries.js';
import { words } from './words.js';

/** Characters, as the server takes them. */
const longest = { advertiser: 80, title: 120, text: 400, link: 2_000, linkLabel: 60 };
/** Dispatches before it unless somebody says otherwise, as the server has it. */
const usualPlace = 3;
/** The most dispatches an edition may have. */
const lastPlace = 40;

const kinds = ['promotion', 'sponsor'] as const;
const nothing = { advertiser: '', title: '', text: '', link: '', linkLabel: '', firstDay: '', lastDay: '' };
type Field = keyof typeof nothing;

interface Booking {
  readonly kind: (typeof kinds)[number];
  readonly typed: typeof nothing;
  readonly afterBlocks: number;
}

/** A promotion of the house or sold advertising, for some days; what readers are told it is cannot be chosen. */
export function BookDialog({ slug, onClose }: { slug: string; onClose: () => void }) {
  const m = useWords(words);
  const announce = useAnnounce();
  const client = useQueryClient();
  const [booking, write] = useState<Booking>({ kind: 'promotion', typed: nothing, afterBlocks: usualPlace });
  const { kind, typed, afterBlocks } = booking;
  const days = daysBetween(typed.firstDay, typed.lastDay);
  const wanted: readonly Field[] = [
    'title',
    'link',
    'linkLabel',
    ...(kind === 'sponsor' ? (['advertiser'] as const) : []),
  ];
  const act = (): Promise<unknown> => {
    const body = { ...typed, kind, afterBlocks, advertiser: kind === 'sponsor' ? typed.advertiser : null };
    return dataOf(postApiV1NewslettersBySlugInsertions({ path: { slug }, body }));
  };
  return (
    <ConsequenceDialog
      opened
      onClose={onClose}
      title={m.book}
      describe={() => (
        <>
          <p>{days > 0 ? m.bookDays(days) : m.bookDates}</p>
          <p>{m.lockedLabel[kind]}</p>
        </>
      )}
      verb={m.book}
      isReady={days > 0 && wanted.every((name) => typed[name].trim() !== '')}
      act={act}
      onDone={() => {
        announce(m.booked);
        void client.invalidateQueries({ queryKey: insertionsQuery(slug).queryKey });
      }}
    >
      <BookingFields booking={booking} onWrite={write} />
    </ConsequenceDialog>
  );
}

function BookingFields({ booking, onWrite }: { booking: Booking; onWrite: (booking: Booking) => void }) {
  const m = useWords(words);
  const { kind, typed, afterBlocks } = booking;
  const field = (name: Field) => ({
    value: typed[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => {
      onWrite({ ...booking, typed: { ...typed, [name]: value } });
    },
  });
  const line = (name: 'advertiser' | 'title' | 'linkLabel') => (
    <TextInput label={m[name]} dir="auto" required maxLength={longest[name]} {...field(name)} />
  );
  return (
    <div className={styles.group}>
      <NativeSelect
        label={m.insertionKind}
        value={kind}
        data={kinds.map((value) => ({ value, label: m.insertionKinds[value] }))}
        onChange={({ currentTarget }) => {
          onWrite({ ...booking, kind: kinds.find((one) => one === currentTarget.value) ?? 'promotion' });
        }}
      />
      {kind === 'sponsor' && line('advertiser')}
      {line('title')}
      <Textarea
        label={m.text}
        dir="auto"
        autosize
        minRows={2}
        maxRows={6}
        maxLength={longest.text}
        {...field('text')}
      />
      <TextInput label={m.link} type="url" required maxLength={longest.link} {...field('link')} />
      {line('linkLabel')}
      <div className={styles.row}>
        <TextInput label={m.from} type="date" required {...field('firstDay')} />
        <TextInput label={m.to} type="date" required min={typed.firstDay} {...field('lastDay')} />
      </div>
      <NumberInput
        label={m.afterBlocks}
        min={0}
        max={lastPlace}
        allowDecimal={false}
        value={afterBlocks}
        onChange={(value) => {
          onWrite({ ...booking, afterBlocks: Number(value) });
        }}
      />
    </div>
  );
}
