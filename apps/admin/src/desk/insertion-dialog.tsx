import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1NewslettersBySlugInsertions } from '../client/index.js';
import { Form } from '../elements/form.js';
import { useWords } from '../language/words.js';
import type { Act, Proposal } from './queries.js';
import { freshId } from './pending.js';
import { RoomDialog } from './room-dialog.js';
import { words } from './words.js';

const EMPTY = { advertiser: '', title: '', text: '', link: '', linkLabel: '', until: '' };
type Written = typeof EMPTY;

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

interface InsertionDialogProps {
  isSponsor: boolean;
  proposal: Proposal;
  onClose: () => void;
  /** the act that puts it into this edition */
  onDone: (act: Act) => void;
}

/** A promotion of the house or a sponsor's: in this edition, and booked for the days after it where a last day is named. */
export function InsertionDialog({ isSponsor, proposal, onClose, onDone }: InsertionDialogProps) {
  const m = useWords(words);
  const [written, setWritten] = useState<Written>(EMPTY);
  const { advertiser, until, ...said } = written;
  const { newsletter, editionDate } = proposal;
  const booking = useMutation({
    mutationFn: async () => {
      if (until === '' || until <= editionDate) return;
      const days = { firstDay: dayAfter(editionDate), lastDay: until };
      const kind = isSponsor ? ({ kind: 'sponsor', advertiser } as const) : ({ kind: 'promotion' } as const);
      await dataOf(postApiV1NewslettersBySlugInsertions({ path: { slug: newsletter }, body: { ...said, ...days, ...kind } }));
    },
    onSuccess: () => {
      const as = freshId();
      onDone(isSponsor ? { act: 'add_sponsor', as, advertiser, ...said } : { act: 'add_promotion', as, ...said });
      onClose();
    },
  }); // prettier-ignore
  const fields = [...(isSponsor ? (['advertiser'] as const) : []), 'title', 'text', 'link', 'linkLabel'] as const;
  const isReady = fields.every((name) => name === 'text' || written[name].trim() !== '') && URL.canParse(written.link);
  return (
    <RoomDialog title={isSponsor ? m.sponsorTitle : m.promotionTitle} opened onClose={onClose}>
      {isSponsor && <p>{m.labelLocked}</p>}
      <Form
        error={booking.error}
        fields={[]}
        onSubmit={() => {
          if (isReady) booking.mutate();
        }}
        buttons={
          <Button type="submit" disabled={!isReady} loading={booking.isPending}>
            {m.add}
          </Button>
        }
      >
        {fields.map((name, position) => (
          <TextInput
            key={name}
            label={m[name]}
            type={name === 'link' ? 'url' : 'text'}
            required={name !== 'text'}
            value={written[name]}
            dir={name === 'link' ? 'ltr' : 'auto'}
            data-autofocus={position === 0 || undefined}
            onChange={({ currentTarget }) => {
              setWritten({ ...written, [name]: currentTarget.value });
            }}
          />
        ))}
        <TextInput
          type="date"
          label={m.until}
          description={m.untilHint}
          min={editionDate}
          value={until}
          onChange={({ currentTarget }) => {
            setWritten({ ...written, until: currentTarget.value });
          }}
        />
      </Form>
    </RoomDialog>
  );
}
