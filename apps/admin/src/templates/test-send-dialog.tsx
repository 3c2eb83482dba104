import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1TemplatesByIdTestSends } from '../client/index.js';
import { errorOf, Form } from '../elements/form.js';
import { useWords } from '../language/words.js';
import { moreWords } from './more-words.js';
import type { PreviewWish } from './queries.js';

/** What the first pane shows, into a colleague's mailbox; how the relay answered is said as it is. */
export function TestSendDialog({ wish, onClose }: { wish: PreviewWish; onClose: () => void }) {
  const m = useWords(moreWords);
  const [to, setTo] = useState('');
  const sending = useMutation({
    mutationFn: () => {
      const { template, content, language, profile } = wish;
      const { id, ...source } = template;
      const body = {
        ...{ ...source, content, to: to.trim() },
        ...(language !== undefined && { language }),
        ...(profile !== undefined && { profile }),
      };
      return dataOf(postApiV1TemplatesByIdTestSends({ path: { id }, body }));
    },
  });
  return (
    <Modal opened onClose={onClose} title={m.testTitle} withCloseButton={false}>
      <Form
        error={sending.error}
        fields={['to']}
        onSubmit={() => {
          sending.mutate();
        }}
        buttons={
          <>
            <Button variant="default" onClick={onClose}>
              {m.close}
            </Button>
            <Button type="submit" loading={sending.isPending} disabled={!to.includes('@')}>
              {m.testSend}
            </Button>
          </>
        }
      >
        <p>{m.testBody}</p>
        <TextInput
          data-autofocus
          type="email"
          autoComplete="off"
          label={m.testTo}
          value={to}
          error={errorOf(sending.error, 'to')}
          onChange={(event) => {
            setTo(event.currentTarget.value);
          }}
        />
        <div role="status">
          {sending.data !== undefined && (
            <>
              <p>{m.outcomes[sending.data.outcome]}</p>
              {sending.data.transport !== null && (
                <p>
                  {m.via(sending.data.transport)} <bdi dir="ltr">{sending.data.reply}</bdi>
                </p>
              )}
            </>
          )}
        </div>
      </Form>
    </Modal>
  );
}
