import { defineErrors } from '@app/platform';

export const preflightErrors = defineErrors({
  'preflight.too_large': {
    kind: 'too_large',
    text: 'The file is too large to be a mail: 10 MB for a message, 2 MB for a template or HTML. Check something smaller.',
  },
  'preflight.unreadable': {
    kind: 'invalid',
    text: 'The file cannot be read, or is none that preflight knows: .mjml (with its .txt beside it), .html or .eml.',
  },
});
