import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, dataOf } from '../api/answers.js';
import { postApiV1TemplatesByIdVersions } from '../client/index.js';
import type { PostApiV1TemplatesByIdVersionsResponses } from '../client/index.js';
import { errorOf, Form } from '../elements/form.js';
import { useMay } from '../frame/use-may.js';
import { useWords } from '../language/words.js';
import type { Finding, Template } from './queries.js';
import type { Draft } from './use-draft.js';
import { words } from './words.js';

export type Published = PostApiV1TemplatesByIdVersionsResponses[201];

interface PublishDialogProps {
  template: Template;
  draft: Draft;
  onClose: () => void;
  onPublished: (published: Published) => void;
  /** 409: somebody else published a newer version */
  onMoved: (version: number) => void;
}

function blocksOf(error: Error | null): Finding[] {
  if (!(error instanceof ApiError) || error.code !== 'template.blocked') return [];
  const { findings } = error.details;
  return Array.isArray(findings) ? (findings as Finding[]).filter(({ level }) => level === 'block') : [];
}

/** What publishing means, the author's note, and the way past a block for who may take it. */
export function PublishDialog({ template, draft, onClose, onPublished, onMoved }: PublishDialogProps) {
  const m = useWords(words);
  const may = useMay();
  const [note, setNote] = useState('');
  const [reason, setReason] = useState('');
  const publishing = useMutation({
    mutationFn: async () => {
      const { text, baseVersion } = draft;
      await draft.keep();
      const override = reason.trim() === '' ? {} : { override: { reason } };
      const body = { ...text, note, baseVersion, ...override };
      return dataOf(postApiV1TemplatesByIdVersions({ path: { id: template.id }, body }));
    },
    onSuccess: (published) => {
      draft.end();
      onPublished(published);
    },
    onError: (error) => {
      const version = error instanceof ApiError ? error.details['version'] : undefined;
      if (error instanceof ApiError && error.code === 'template.version_moved' && typeof version === 'number')
        onMoved(version);
    },
  });
  const blocks = blocksOf(publishing.error);
  const newsletters = template.usedBy.filter(({ kind }) => kind === 'newsletter').length;
  return (
    <Modal opened onClose={onClose} title={m.publishTitle} withCloseButton={false}>
      <Form
        // What blocks is listed in the operator’s own words.
        error={blocks.length > 0 ? null : publishing.error}
        fields={['note', 'override']}
        onSubmit={() => {
          publishing.mutate();
        }}
        buttons={
          <>
            <Button variant="default" onClick={onClose}>
              {m.cancel}
            </Button>
            <Button type="submit" loading={publishing.isPending}>
              {m.publish}
            </Button>
          </>
        }
      >
        <p>{m.publishBody(newsletters)}</p>
        <TextInput
          data-autofocus
          label={m.note}
          maxLength={500}
          value={note}
          error={errorOf(publishing.error, 'note')}
          onChange={(event) => {
            setNote(event.currentTarget.value);
          }}
        />
        {blocks.length > 0 && (
          <div>
            <p>{m.blockedTitle}</p>
            <ul>
              {blocks.map(({ code, message }, position) => (
                <li key={`${String(position)} ${code}`} dir="auto">
                  {message}
                </li>
              ))}
            </ul>
          </div>
        )}
        {blocks.length > 0 && may('override') && (
          <Textarea
            label={m.overrideReason}
            maxLength={1000}
            value={reason}
            error={errorOf(publishing.error, 'override')}
            onChange={(event) => {
              setReason(event.currentTarget.value);
            }}
          />
        )}
      </Form>
    </Modal>
  );
}
