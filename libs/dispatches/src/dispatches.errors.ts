import { defineErrors } from '@app/platform';

export const dispatchErrors = defineErrors({
  'dispatch.invalid': {
    kind: 'invalid',
    text: 'The dispatch cannot be stored as it is; the fields at fault are named.',
  },
  'dispatch.vanished': { kind: 'internal', text: 'The dispatch was there and was not. Send it again.' },
  'source.unknown': { kind: 'not_found', text: 'No source has this name. `colporteur source list` shows them.' },
  'source.not_a_feed': { kind: 'invalid', text: 'This source pushes its dispatches; there is nothing to poll.' },
  'source.gone': {
    kind: 'unavailable',
    text: 'The publisher says this feed is gone for good (410). The source was stopped.',
  },
  'source.refused': { kind: 'unavailable', text: 'The feed’s server answered with an error.' },
  'source.known': { kind: 'conflict', text: 'Another source watches this address already.' },
  'source.invalid': { kind: 'invalid', text: 'The source cannot be like that; the field at fault is named.' },
  'source.slug_taken': { kind: 'conflict', text: 'Another source has this slug already.' },
  'source.inactive': {
    kind: 'conflict',
    text: 'The source is paused or stopped, and is not polled. `colporteur source resume` begins anew.',
  },
  'picture.not_a_picture': {
    kind: 'invalid',
    text: 'What came from the picture’s address is not JPEG, PNG, WebP, GIF or AVIF, whatever it is called.',
  },
  'picture.too_small': { kind: 'invalid', text: 'The picture is too small to be one: an icon or a tracking pixel.' },
  'picture.wrong_shape': { kind: 'invalid', text: 'The picture is so tall or so flat that no column can show it.' },
  'picture.too_large': { kind: 'too_large', text: 'The picture has more pixels than we decode.' },
  'picture.broken': { kind: 'invalid', text: 'The picture cannot be decoded: it is damaged or was cut off.' },
  'picture.given_up': {
    kind: 'internal',
    text: 'Every try to fetch the picture ended without a result: the process that tried it stopped each time.',
  },
  'picture.not_served': {
    kind: 'unavailable',
    text: 'The picture’s server answered with an error instead of the picture.',
  },
  'picture.unknown': { kind: 'not_found', text: 'There is no such picture.' },
  'picture.killed': { kind: 'expired', text: 'This picture was withdrawn and is not shown any more.' },
  'picture.lost': {
    kind: 'unavailable',
    text: 'The picture’s file is not in the file store any more. Restore it from a backup, or have the picture fetched again.',
  },
});
