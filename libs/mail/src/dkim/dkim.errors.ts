import { defineErrors } from '@app/platform';

export const dkimErrors = defineErrors({
  'dkim.domain_invalid': {
    kind: 'invalid',
    text: 'That is no domain a key can be published under. Give a domain such as news.example.org.',
  },
  'dkim.selector_invalid': {
    kind: 'invalid',
    text: 'That is no selector. Use up to 63 lower-case letters, digits and hyphens, such as cp202611a.',
  },
  'dkim.selector_taken': {
    kind: 'conflict',
    text: 'The domain has, or had, a key with this selector. A selector is never used again: choose another.',
  },
  'dkim.unknown': { kind: 'not_found', text: 'The domain has no such key. `colporteur dkim show` lists all keys.' },
  'dkim.wrong_state': {
    kind: 'conflict',
    text: 'Only a pending key can be activated. Create the next one with `colporteur dkim rotate`.',
  },
  'dkim.not_published': {
    kind: 'conflict',
    text: 'The key’s record is not published as it must be, so nothing is signed with it yet. Publish the record and try again; a new record can take as long to be seen as the zone’s negative TTL says.',
  },
});
