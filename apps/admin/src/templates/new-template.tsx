import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1Templates } from '../client/index.js';
import { errorOf, Form } from '../elements/form.js';
import { useWords } from '../language/words.js';
import type { ListedTemplate, TemplateKind } from './queries.js';
import { words } from './words.js';

const kinds = ['digest', 'flash', 'letter', 'correction', 'notice', 'partial'] as const;
const fields = ['name', 'slug', 'kind', 'from'] as const;

interface NewTemplateProps {
  templates: readonly ListedTemplate[];
  onClose: () => void;
  /** the kind that is chosen first */
  begin?: TemplateKind;
}

/** A new one begins with the shipped source, or with another of its kind. */
export function NewTemplate({ templates, onClose, begin = 'digest' }: NewTemplateProps) {
  const m = useWords(words);
  const navigate = useNavigate();
  const client = useQueryClient();
  const [given, give] = useState<{ name: string; slug: string; kind: TemplateKind; from: string }>({ name: '', slug: '', kind: begin, from: '' }); // prettier-ignore
  const making = useMutation({
    mutationFn: () => dataOf(postApiV1Templates({ body: { name: given.name, slug: given.slug, kind: given.kind, ...(given.from === '' ? {} : { from: given.from }) } })),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['templates'] });
      await navigate({ to: '/templates/$id', params: { id } });
    },
  }); // prettier-ignore
  const others = templates.filter(({ kind }) => kind === given.kind);
  return (
    <Modal opened onClose={onClose} title={m.newTemplate} withCloseButton={false}>
      <Form
        error={making.error}
        fields={fields}
        onSubmit={() => {
          making.mutate();
        }}
        buttons={
          <>
            <Button variant="default" onClick={onClose}>
              {m.cancel}
            </Button>
            <Button type="submit" loading={making.isPending}>
              {m.make}
            </Button>
          </>
        }
      >
        <TextInput
          data-autofocus
          label={m.name}
          value={given.name}
          error={errorOf(making.error, 'name')}
          onChange={({ currentTarget: { value } }) => {
            give((before) => ({ ...before, name: value }));
          }}
        />
        <TextInput
          label={m.slug}
          description={m.slugHint}
          value={given.slug}
          error={errorOf(making.error, 'slug')}
          onChange={({ currentTarget: { value } }) => {
            give((before) => ({ ...before, slug: value }));
          }}
        />
        <NativeSelect
          label={m.kind}
          value={given.kind}
          data={kinds.map((value) => ({ value, label: m.kinds[value] }))}
          onChange={({ currentTarget: { value } }) => {
            give((before) => ({ ...before, kind: kinds.find((kind) => kind === value) ?? 'digest', from: '' }));
          }}
        />
        <NativeSelect
          label={m.beginWith}
          value={given.from}
          error={errorOf(making.error, 'from')}
          data={[{ value: '', label: m.beginShipped }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={({ currentTarget: { value } }) => {
            give((before) => ({ ...before, from: value }));
          }}
        />
      </Form>
    </Modal>
  );
}
