import { defineErrors } from '@app/platform';

/** Of templates as things that are kept. What is wrong with their content is a {@link TemplateError}. */
export const templateErrors = defineErrors({
  'template.not_found': {
    kind: 'not_found',
    text: 'There is no such template. `colporteur template list` names them.',
  },
  'template.no_version': { kind: 'not_found', text: 'The template has no such version.' },
  'template.slug_taken': {
    kind: 'conflict',
    text: 'A template has, or had, this slug, and slugs are not given twice. Choose another.',
  },
  'template.version_moved': {
    kind: 'conflict',
    text: 'Somebody published a newer version since you began; `version` is its number. Compare yours with it and publish again from there.',
  },
  'template.archived': {
    kind: 'conflict',
    text: 'The template is archived. Bring it back, or duplicate it to go on from what it says.',
  },
  'template.in_use': {
    kind: 'conflict',
    text: 'The template is used; `usedBy` names by what. Give those another one first.',
  },
  'template.kind_differs': {
    kind: 'conflict',
    text: 'A template is made from one of the same kind, and its kind stays. Begin a new one of the kind you need.',
  },
  'template.not_named': {
    kind: 'conflict',
    text: "No template names this partial yet, so there is nothing to see it in. Name it in one: {% render '…' %}.",
  },
  'template.blocked': {
    kind: 'invalid',
    text: 'The template would make mails that may not leave; `findings` says what is wrong and what to do.',
  },
  'template.test_not_allowed': {
    kind: 'invalid',
    text: 'Test mails go to operators, by the address they sign in with; outside production also only to whom ALLOWED_RECIPIENTS names.',
  },
  'template.no_sender': {
    kind: 'conflict',
    text: 'A notice is sent in the name of a newsletter, and there is none yet. Make one first.',
  },
  'template.no_transport': {
    kind: 'unavailable',
    text: 'No transport for editions works now. `colporteur transport list` tells why; or name another one.',
  },
  'template.draft_changed_meanwhile': {
    kind: 'conflict',
    text: 'Your draft was changed in another window since you read it. Read it again; nothing of yours was written over.',
  },
});
