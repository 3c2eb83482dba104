import { defineErrors } from '@app/platform';

export const readerErrors = defineErrors({
  'form.newsletter_missing': {
    kind: 'invalid',
    text: 'The form does not say which newsletter it is for. Its action is /n/<slug>/subscribe.',
  },
});
