import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { deleteApiV1TemplatesById, patchApiV1TemplatesById, postApiV1Templates } from '../client/index.js';
import { useAnnounce } from '../elements/announcer.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { errorOf, Form } from '../elements/form.js';
import { useWords } from '../language/words.js';
import { moreWords } from './more-words.js';
import type { Template } from './queries.js';

interface LifeDialogProps {
  template: Template;
  onClose: () => void;
}

/** Another template of the kind, with what is published of this one. */
export function DuplicateDialog({ template, onClose }: LifeDialogProps) {
  const m = useWords(moreWords);
  const navigate = useNavigate();
  const client = useQueryClient();
  const [name, setName] = useState(m.copyOf(template.name));
  const [slug, setSlug] = useState(`${template.slug}-2`);
  const copying = useMutation({
    mutationFn: () => dataOf(postApiV1Templates({ body: { name, slug, kind: template.kind, from: template.id } })),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['templates'], exact: true });
      await navigate({ to: '/templates/$id', params: { id } });
    },
  });
  return (
    <Modal opened onClose={onClose} title={m.duplicateTitle} withCloseButton={false}>
      <Form
        error={copying.error}
        fields={['name', 'slug']}
        onSubmit={() => {
          copying.mutate();
        }}
        buttons={<Buttons verb={m.makeCopy} isPending={copying.isPending} onClose={onClose} />}
      >
        <p>{m.duplicateBody}</p>
        <TextInput
          data-autofocus
          label={m.name}
          value={name}
          error={errorOf(copying.error, 'name')}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <TextInput
          label={m.slug}
          description={m.slugHint}
          value={slug}
          error={errorOf(copying.error, 'slug')}
          onChange={(event) => {
            setSlug(event.currentTarget.value);
          }}
        />
      </Form>
    </Modal>
  );
}

/** The slug stays; what is typed in the editor is not touched. */
export function RenameDialog({ template, onClose }: LifeDialogProps) {
  const m = useWords(moreWords);
  const client = useQueryClient();
  const [name, setName] = useState(template.name);
  const renaming = useMutation({
    mutationFn: () => dataOf(patchApiV1TemplatesById({ path: { id: template.id }, body: { name } })),
    onSuccess: async (renamed) => {
      client.setQueryData<Template>(['templates', template.id], (before) => before && { ...before, name: renamed.name });
      await client.invalidateQueries({ queryKey: ['templates'], exact: true });
      onClose();
    },
  }); // prettier-ignore
  return (
    <Modal opened onClose={onClose} title={m.renameTitle} withCloseButton={false}>
      <Form
        error={renaming.error}
        fields={['name']}
        onSubmit={() => {
          renaming.mutate();
        }}
        buttons={<Buttons verb={m.renameSave} isPending={renaming.isPending} onClose={onClose} />}
      >
        <TextInput
          data-autofocus
          label={m.name}
          value={name}
          error={errorOf(renaming.error, 'name')}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
      </Form>
    </Modal>
  );
}

/** What still uses it stands there before anybody asks the server. */
export function ArchiveDialog({ template, onClose }: LifeDialogProps) {
  const m = useWords(moreWords);
  const announce = useAnnounce();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { usedBy } = template;
  return (
    <ConsequenceDialog
      opened
      onClose={onClose}
      title={m.archiveTitle}
      describe={() =>
        usedBy.length === 0 ? (
          <p>{m.archiveFree}</p>
        ) : (
          <>
            <p>{m.archiveUsed(usedBy.length)}</p>
            <ul>
              {usedBy.map(({ id, name }) => (
                <li key={id}>
                  <bdi>{name}</bdi>
                </li>
              ))}
            </ul>
          </>
        )
      }
      verb={m.archiveAct}
      isReady={usedBy.length === 0}
      act={() => dataOf(deleteApiV1TemplatesById({ path: { id: template.id } }))}
      onDone={() => {
        announce(m.archived);
        void client
          .invalidateQueries({ queryKey: ['templates'], exact: true })
          .then(() => navigate({ to: '/templates' }));
      }}
    />
  );
}

function Buttons({ verb, isPending, onClose }: { verb: string; isPending: boolean; onClose: () => void }) {
  const m = useWords(moreWords);
  return (
    <>
      <Button variant="default" onClick={onClose}>
        {m.cancel}
      </Button>
      <Button type="submit" loading={isPending}>
        {verb}
      </Button>
    </>
  );
}
