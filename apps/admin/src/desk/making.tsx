import { Button, Checkbox, Skeleton, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import type { Newsletter } from '../api/newsletters.js';
import {
  getApiV1Dispatches,
  postApiV1NewslettersBySlugDigests,
  postApiV1NewslettersBySlugFlashes,
  postApiV1NewslettersBySlugLetters,
} from '../client/index.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { Failure } from '../elements/failure.js';
import { errorOf, Form } from '../elements/form.js';
import { Relative } from '../elements/moment.js';
import { useMay } from '../frame/use-may.js';
import { useWords } from '../language/words.js';
import styles from './dialogs.module.css';
import { RoomDialog } from './room-dialog.js';
import { words } from './words.js';

interface MakingProps {
  newsletter: Newsletter;
  onClose: () => void;
}

/** Opens the desk of an edition that was just made: it leaves when a person approves it there. */
function useOpenDesk(): (id: string) => void {
  const navigate = useNavigate();
  return (id) => {
    void navigate({ to: '/editions/$id/desk', params: { id } });
  };
}

/** Editions outside the calendar, for those who may make them. */
export function MakingButtons({ newsletter }: { newsletter: Newsletter }) {
  const m = useWords(words);
  const may = useMay();
  const [making, setMaking] = useState<'flash' | 'letter' | 'digest' | null>(null);
  const close = (): void => { setMaking(null); };
  if (!may('edit', newsletter)) return null;
  return (
    <>
      {may('flash', newsletter) && <Button size="compact-sm" variant="default" onClick={() => { setMaking('flash'); }}>{m.newFlash}</Button>}
      <Button size="compact-sm" variant="default" onClick={() => { setMaking('letter'); }}>{m.newLetter}</Button>
      <Button size="compact-sm" variant="default" onClick={() => { setMaking('digest'); }}>{m.newDigest}</Button>
      {making === 'flash' && <FlashDialog newsletter={newsletter} onClose={close} />}
      {making === 'letter' && <LetterDialog newsletter={newsletter} onClose={close} />}
      <DigestDialog newsletter={newsletter} isOpen={making === 'digest'} onClose={close} />
    </>
  );
} // prettier-ignore

function DigestDialog({ newsletter, isOpen, onClose }: MakingProps & { isOpen: boolean }) {
  const m = useWords(words);
  const open = useOpenDesk();
  return (
    <ConsequenceDialog
      opened={isOpen}
      onClose={onClose}
      title={m.digestTitle}
      describe={() => (
        <p>
          {newsletter.approval === 'automatic' ? m.digestAutomatic : m.digestWords}{' '}
          <strong>{m.readers(newsletter.activeSubscriptions)}</strong>
        </p>
      )}
      verb={m.newDigest}
      act={async () => {
        const { id } = await dataOf(postApiV1NewslettersBySlugDigests({ path: { slug: newsletter.slug } }));
        open(id);
      }}
    />
  );
}

/** Dispatches a flash may tell. */
const MOST_TOLD = 3;

function FlashDialog({ newsletter, onClose }: MakingProps) {
  const m = useWords(words);
  const open = useOpenDesk();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [isFamily, setFamily] = useState(false);
  const latest = useQuery({
    queryKey: ['desk', 'flash', newsletter.language],
    queryFn: async ({ signal }) =>
      (await dataOf(getApiV1Dispatches({ query: { language: newsletter.language, status: 'usable', limit: 30 }, signal }))).dispatches,
  }); // prettier-ignore
  const making = useMutation({
    mutationFn: () =>
      dataOf(
        postApiV1NewslettersBySlugFlashes({
          path: { slug: newsletter.slug },
          body: { dispatches: [...chosen], family: isFamily },
        }),
      ),
    onSuccess: ({ editions }) => {
      onClose();
      const [first] = editions;
      if (first !== undefined) open(first.id);
    },
  });
  return (
    <RoomDialog title={m.flashTitle} opened onClose={onClose}>
      <p>{m.flashWords(m.readers(newsletter.activeSubscriptions))}</p>
      <Form
        error={making.error}
        fields={[]}
        onSubmit={() => {
          if (chosen.length > 0) making.mutate();
        }}
        buttons={
          <Button type="submit" disabled={chosen.length === 0} loading={making.isPending}>
            {m.propose}
          </Button>
        }
      >
        {latest.isError && <Failure error={latest.error} onRetry={() => void latest.refetch()} />}
        <fieldset className={styles.picks}>
          <legend>{m.flashPick}</legend>
          {latest.isPending && <Skeleton height={240} aria-busy="true" aria-label={m.loading} />}
          {latest.data?.map(({ id, headline, publishedAt }) => (
            <Checkbox
              key={id}
              checked={chosen.includes(id)}
              disabled={!chosen.includes(id) && chosen.length >= MOST_TOLD}
              label={
                <>
                  <bdi lang={newsletter.language}>{headline}</bdi>{' '}
                  <span className={styles.quiet}>
                    <Relative at={publishedAt} zone={newsletter.timeZone} />
                  </span>
                </>
              }
              onChange={({ currentTarget }) => {
                const { checked } = currentTarget;
                setChosen((before) => (checked ? [...before, id] : before.filter((one) => one !== id)));
              }}
            />
          ))}
        </fieldset>
        {newsletter.familyName !== null && (
          <Checkbox
            label={m.flashFamily}
            checked={isFamily}
            onChange={({ currentTarget }) => {
              setFamily(currentTarget.checked);
            }}
          />
        )}
      </Form>
    </RoomDialog>
  );
}

function LetterDialog({ newsletter, onClose }: MakingProps) {
  const m = useWords(words);
  const open = useOpenDesk();
  const [letter, setLetter] = useState({ subject: '', preheader: '', markdown: '', signature: '' });
  const isReady = [letter.subject, letter.markdown, letter.signature].every((text) => text.trim() !== '');
  const making = useMutation({
    mutationFn: () => {
      const { preheader, ...said } = letter;
      const body = { ...said, ...(preheader.trim() !== '' && { preheader }) };
      return dataOf(postApiV1NewslettersBySlugLetters({ path: { slug: newsletter.slug }, body }));
    },
    onSuccess: ({ id }) => {
      onClose();
      open(id);
    },
  });
  const field = (name: keyof typeof letter) => ({
    value: letter[name],
    dir: 'auto',
    lang: newsletter.language,
    error: errorOf(making.error, name),
    onChange: (event: { currentTarget: { value: string } }) => {
      setLetter({ ...letter, [name]: event.currentTarget.value });
    },
  });
  return (
    <RoomDialog title={m.letterTitle} opened onClose={onClose}>
      <p>{m.flashWords(m.readers(newsletter.activeSubscriptions))}</p>
      <Form
        error={making.error}
        fields={['subject', 'preheader', 'markdown', 'signature']}
        onSubmit={() => {
          if (isReady) making.mutate();
        }}
        buttons={
          <Button type="submit" disabled={!isReady} loading={making.isPending}>
            {m.propose}
          </Button>
        }
      >
        <TextInput label={m.subject} required maxLength={200} data-autofocus {...field('subject')} />
        <TextInput label={m.preheader} maxLength={200} {...field('preheader')} />
        <Textarea label={m.markdown} required autosize minRows={6} maxRows={18} {...field('markdown')} />
        <TextInput label={m.signature} required maxLength={120} {...field('signature')} />
      </Form>
    </RoomDialog>
  );
}
