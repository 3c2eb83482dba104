import { useMutation } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import { postApiV1TemplatesFormat } from '../client/index.js';
import type { Draft } from './use-draft.js';

export interface Formatting {
  /** the MJML, indented by what stands in what; one step that can be undone */
  format: () => void;
  isPending: boolean;
  error: Error | null;
}

export function useFormat(draft: Draft): Formatting {
  const formatting = useMutation({
    mutationFn: async (mjml: string) => ({ before: mjml, after: (await dataOf(postApiV1TemplatesFormat({ body: { mjml } }))).mjml }),
    onSuccess: ({ before, after }) => {
      // What was typed meanwhile is worth more than its form.
      if (after !== before && draft.text.mjml === before) draft.edit({ mjml: after });
    },
  });
  const { isPending, error } = formatting;
  return { format: () => { if (!isPending) formatting.mutate(draft.text.mjml); }, isPending, error };
} // prettier-ignore
