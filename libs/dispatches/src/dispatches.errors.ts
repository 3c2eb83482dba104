import { defineErrors } from '@app/platform';

export const dispatchErrors = defineErrors({
  'dispatch.invalid': {
    kind: 'invalid',
    text: 'The dispatch cannot be stored as it is; the fields at fault are named.',
  },
  'dispatch.vanished': { kind: 'internal', text: 'The dispatch was there and was not. Send it again.' },
  'dispatch.unknown': { kind: 'not_found', text: 'There is no such dispatch. `colporteur dispatch list` shows them.' },
  'dispatch.wrong_status': {
    kind: 'conflict',
    text: 'The dispatch’s status does not allow this. A killed dispatch is withheld first, then released.',
  },
  'dispatch.told_by_feed': {
    kind: 'conflict',
    text: 'A feed told of this dispatch and its next poll would bring the old words back. Rewrite it in the edition, or withhold it.',
  },
  'dispatch.reason_missing': { kind: 'invalid', text: 'Killing a dispatch or a picture takes a reason.' },
  'dispatch.cannot_replace': {
    kind: 'invalid',
    text: 'A dispatch cannot stand in for itself, nor for one that stands in for it.',
  },
  'search.cursor': {
    kind: 'invalid',
    text: 'This page of a search begins nowhere: `after` is to be the `next` of the page before, in the same order.',
  },
  'alarm.unknown': { kind: 'not_found', text: 'There is no such alarm.' },
  'feed.no_file': { kind: 'not_found', text: 'There is no such file, or it cannot be read.' },
  'feed.no_address': { kind: 'invalid', text: 'The base must be an http or https address.' },
  'feed.refused': { kind: 'unavailable', text: 'The server answered with an error instead of a feed.' },
  'feed.too_large': { kind: 'too_large', text: 'No feed is that large.' },
  'opml.not_opml': { kind: 'invalid', text: 'This is no OPML list of feeds.' },
  'opml.malformed': { kind: 'invalid', text: 'The OPML list was cut off before its end.' },
  'opml.too_large': { kind: 'too_large', text: 'No list of feeds is that large.' },
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
  'source.changed_meanwhile': {
    kind: 'conflict',
    text: 'Somebody changed this source after you looked at it. Read it again, and change what is there now.',
  },
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
  'label.not_json': { kind: 'invalid', text: 'The file is not JSON; the line at fault is named.' },
  'label.invalid': {
    kind: 'invalid',
    text: 'The labels cannot be used as they are; the fields at fault are named. Nothing was changed.',
  },
  'article.not_html': { kind: 'invalid', text: 'This is not a web page. Give the page of an article, as HTML.' },
  'article.no_text': {
    kind: 'invalid',
    text: 'This page holds no article: it is a home page, a list, a sign-in page, an error page or empty.',
  },
  'article.too_large': { kind: 'too_large', text: 'The page is larger than any article’s page.' },
  'article.unreadable': { kind: 'not_found', text: 'There is no such file, or it cannot be read.' },
  'article.forbidden': {
    kind: 'forbidden',
    text: 'The publisher’s server does not give us this page (401, 402, 403 or 451).',
  },
  'article.gone': { kind: 'not_found', text: 'The page is not there any more (404 or 410).' },
  'article.elsewhere': {
    kind: 'not_found',
    text: 'The page’s address leads to another page now, with another headline.',
  },
  'article.not_served': {
    kind: 'unavailable',
    text: 'The article’s server answered with an error instead of the page.',
  },
  'article.given_up': {
    kind: 'internal',
    text: 'Every try to fetch the article ended without a result: the process that tried it stopped each time.',
  },
  'cluster.unknown': { kind: 'not_found', text: 'No cluster has this id. `colporteur dispatch cluster` shows them.' },
  'cluster.dispatch_unknown': { kind: 'not_found', text: 'No dispatch has this id.' },
  'cluster.none_yet': { kind: 'conflict', text: 'The dispatch is in no cluster: there is nothing to split it from.' },
  'cluster.several': { kind: 'invalid', text: 'The dispatches are of several clusters. Split one cluster at a time.' },
  'cluster.nothing_left': {
    kind: 'invalid',
    text: 'These are all dispatches of their cluster: name only those that tell another event.',
  },
  'cluster.only_one': { kind: 'invalid', text: 'Merging takes two clusters or more.' },
  'cluster.no_file': { kind: 'not_found', text: 'There is no such file, or it cannot be read.' },
  'cluster.items_invalid': {
    kind: 'invalid',
    text: 'These are no dispatches to cluster; the entries at fault are named. `colporteur dispatch cluster --help` shows the form.',
  },
  'cluster.settings_invalid': {
    kind: 'invalid',
    text: 'These are no settings for clustering; the fields at fault are named. `colporteur dispatch cluster --help` shows them all.',
  },
  'cluster.log_invalid': {
    kind: 'invalid',
    text: 'This is no log of clustering. `colporteur dispatch cluster --explain --json` prints one.',
  },
  'cluster.one_thing': { kind: 'invalid', text: 'Give one of --file, --log, --split and --merge.' },
  'cluster.settings_stay': {
    kind: 'invalid',
    text: 'Other settings can be tried with --dry-run, --file or --log; what is stored is decided by the product’s own.',
  },
  'cluster.languages_differ': { kind: 'invalid', text: 'Clusters of different languages are never one.' },
});
