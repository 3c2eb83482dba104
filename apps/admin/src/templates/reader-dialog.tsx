import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1SubscribersFind } from '../client/index.js';
import { Form } from '../elements/form.js';
import { useWords } from '../language/words.js';
import { words } from './words.js';

/** Finds one reader by the whole address; what comes back is an opaque id, and the address stays out of the address bar. */
export function ReaderDialog({ onFound, onClose }: { onFound: (id: string) => void; onClose: () => void }) {
  const m = useWords(words);
  const [address, setAddress] = useState('');
  const finding = useMutation({
    mutationFn: () => dataOf(postApiV1SubscribersFind({ body: { address, limit: 2 } })),
    onSuccess: ({ subscribers }) => {
      const [found, ...others] = subscribers;
      if (found !== undefined && others.length === 0) onFound(found.id);
    },
  });
  const isNobody = finding.data !== undefined && finding.data.subscribers.length !== 1;
  return (
    <Modal opened onClose={onClose} title={m.findReader} withCloseButton={false}>
      <Form
        error={finding.error}
        fields={['address']}
        onSubmit={() => {
          finding.mutate();
        }}
        buttons={
          <>
            <Button variant="default" onClick={onClose}>
              {m.cancel}
            </Button>
            <Button type="submit" loading={finding.isPending} disabled={!address.includes('@')}>
              {m.readerFind}
            </Button>
          </>
        }
      >
        <TextInput
          data-autofocus
          type="email"
          autoComplete="off"
          label={m.readerAddress}
          value={address}
          error={isNobody ? m.readerNone : undefined}
          onChange={(event) => {
            setAddress(event.currentTarget.value);
          }}
        />
      </Form>
    </Modal>
  );
}
