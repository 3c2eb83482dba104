import { defineErrors } from '@app/platform';

export const editionErrors = defineErrors({
  'newsletter.unknown': {
    kind: 'not_found',
    text: 'No newsletter has this name. `colporteur newsletter list` shows them.',
  },
  'newsletter.changed_meanwhile': {
    kind: 'conflict',
    text: 'Somebody changed the newsletter since you looked. Read it again (`version`), and change it then.',
  },
  'newsletter.settings_invalid': {
    kind: 'invalid',
    text: 'These settings contradict one another; `problems` names each field, what was given and what is expected.',
  },
  'newsletter.identity_stays': {
    kind: 'invalid',
    text: 'Slug, language, brand and list id stay what they are: links, filters and feeds in mails already sent hold them. Make another newsletter.',
  },
  'newsletter.language_taken': {
    kind: 'conflict',
    text: 'The family has a newsletter in this language already; a family has one newsletter a language. Nothing was changed.',
  },
  'newsletter.slug_taken': {
    kind: 'conflict',
    text: 'A newsletter, or a family of another brand, has this slug already. Choose another; nothing was changed.',
  },
  'newsletter.needs_family': {
    kind: 'conflict',
    text: 'The newsletter it is made after belongs to no family. Name the family the new one is to belong to.',
  },
  'edition.not_comparable': {
    kind: 'conflict',
    text: 'Only two frozen editions of one newsletter can be compared; `cause` says what does not fit.',
  },
  'insertion.unknown': { kind: 'not_found', text: 'The newsletter has no such insertion.' },
  'insertion.invalid': {
    kind: 'invalid',
    text: 'This cannot stand in an edition; `problems` names each field, what was given and what is expected.',
  },
  'insertion.too_many': {
    kind: 'conflict',
    text: 'So many insertions stand on one of these days that another would crowd out the news. Withdraw one first.',
  },
  'edition.unknown': { kind: 'not_found', text: 'There is no such edition.' },
  'edition.not_by_calendar': {
    kind: 'not_found',
    text: 'The newsletter’s calendar has no edition of this day (and slot); `colporteur newsletter calendar` shows its days.',
  },
  'edition.wrong_state': {
    kind: 'conflict',
    text: 'The edition is past (or not yet at) the point where this can be done.',
  },
  'edition.changed_meanwhile': {
    kind: 'conflict',
    text: 'Somebody changed the proposal after you looked at it. Look at version `version` and decide again.',
  },
  'edition.unknown_block': {
    kind: 'not_found',
    text: 'The proposal has no such block (any more). `colporteur edition proposal` shows them.',
  },
  'edition.block_id_taken': {
    kind: 'conflict',
    text: 'A block of another edition has the id you chose for the new one. Choose another, or none.',
  },
  'edition.wrong_block': { kind: 'invalid', text: 'This cannot be done to a block of this kind.' },
  'edition.wrong_order': {
    kind: 'invalid',
    text: 'An order names each block of the proposal exactly once; `missing`, `unknown` and `twice` say what does not fit.',
  },
  'edition.unknown_section': {
    kind: 'invalid',
    text: 'The newsletter has no such section; `sections` names those it has.',
  },
  'edition.too_many_blocks': { kind: 'invalid', text: 'A proposal holds no more than `limit` blocks.' },
  'edition.act_invalid': {
    kind: 'invalid',
    text: 'The change cannot be made as it is; `issues` says what does not fit, and where.',
  },
  'edition.dispatch_unusable': {
    kind: 'conflict',
    text: 'The dispatch cannot be in this edition: unknown, withheld or killed, under an embargo when it is due, no longer to be mailed at its last wave, or in another language; `cause` says which.',
  },
  'edition.needs_another_operator': {
    kind: 'forbidden',
    text: 'The newsletter wants two people to approve, and you are the first of them. Somebody else has to look.',
  },
  'edition.needs_an_operator': {
    kind: 'forbidden',
    text: 'The newsletter wants two people to approve, so each has to say who they are (on the command line: --by).',
  },
  'edition.too_late': {
    kind: 'conflict',
    text: 'The edition is old news for its last readers by now; what it holds is in the next window again.',
  },
  'edition.not_approved': {
    kind: 'conflict',
    text: 'Nobody has approved this version; there is nothing to take back.',
  },
  'edition.family_not_ready': {
    kind: 'conflict',
    text: 'A family is approved together or not at all; `editions` names those that cannot be approved now, and why.',
  },
  'desk_alarm.unknown': { kind: 'not_found', text: 'There is no such alarm. `colporteur edition alarms` lists them.' },
  'edition.nothing_to_correct': {
    kind: 'conflict',
    text: 'No edition of this newsletter holds such a version of the dispatch, so nobody was sent the error; `frozen` names the versions that were mailed.',
  },
  'edition.too_large': {
    kind: 'conflict',
    text: 'The mail has more than 100 KB of HTML, and mail programs would cut it and hide how to unsubscribe. Shorten it; `longest` names the longest blocks.',
  },
  'edition.preflight_blocked': {
    kind: 'invalid',
    text: 'Preflight found what may not leave like this; `findings` says what and how to mend it. Somebody with the right to override may let some of it pass, with a reason.',
  },
  'edition.never_overridden': {
    kind: 'forbidden',
    text: 'Nobody may let this pass: a sponsor’s label, a killed dispatch, the way to unsubscribe and rights are not for us to give away.',
  },
  'edition.nothing_to_override': {
    kind: 'conflict',
    text: 'Nothing of this blocks the edition as it is now, so there is nothing to answer for. Look at preflight again.',
  },
  'edition.empty': { kind: 'conflict', text: 'No dispatch in the window can be used; there is nothing to send.' },
  'template.unknown': { kind: 'not_found', text: 'There is no such template.' },
  'preview.unknown': { kind: 'not_found', text: 'There is no such shared preview, or it has ended.' },
  'preview.over': {
    kind: 'not_found',
    text: 'The link shows no preview any more, or was damaged on its way. Ask who sent it for a new one.',
  },
  'takedown.unknown': {
    kind: 'not_found',
    text: 'There is no such takedown. `colporteur takedown list` shows them.',
  },
  'takedown.invalid': {
    kind: 'invalid',
    text: 'A takedown takes a reference of at most 300 characters (who asked, and under which number); its reason for readers has at most 500.',
  },
});
