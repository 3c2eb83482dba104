/**
 * What tells a picture in a feed's text from the ornaments and counters around it, with where each was met.
 */

/** Where the address waits while `src` holds a placeholder, in the order of trust. */
export const LAZY_SOURCES = [
  // lazysizes and most WordPress themes
  'data-src',
  // Jetpack, WP Rocket
  'data-lazy-src',
  // jQuery Lazy Load
  'data-original',
  // Medium, WordPress galleries
  'data-orig-file',
];

/** Pixels on a side; what says it is smaller is an icon, a face beside a name or a counter. */
const SMALLEST_SIDE = 48;

const ORNAMENT_CLASSES = new Set([
  // WordPress writes smileys as pictures
  'wp-smiley',
  'emoji',
  // Discourse, Mastodon's web view
  'custom-emoji',
  'avatar',
  // WordPress's own faces of commentators and authors
  'gravatar',
]);

const ORNAMENT_ADDRESSES: readonly RegExp[] = [
  // s.w.org/images/core/emoji/15.0.3/72x72/1f642.png; phpBB's images/smilies/
  /\/(?:emoji|emojis|smilies|smileys)\//i,
  // secure.gravatar.com/avatar/…
  /\/\/(?:[\w-]+\.)?gravatar\.com\//i,
  // FeedBurner's counter feeds.feedburner.com/~r/name/~4/id and its "flares" feeds.feedburner.com/~ff/name
  /\/~(?:r|ff)\//,
  // WordPress.com: pixel.wp.com/b.gif, stats.wordpress.com/b.gif, feeds.wordpress.com/1.0/comments/…
  /\/\/(?:pixel\.wp|stats\.wordpress|feeds\.wordpress)\.com\//i,
  // Medium's counter medium.com/_/stat?event=post.clientViewed
  /\/_\/stat\?/,
  // Google Analytics, DoubleClick, Facebook, Matomo
  /google-analytics\.com\/|doubleclick\.net\/|facebook\.com\/tr\?|\/(?:matomo|piwik)\.php/i,
  // VG Wort counts German texts
  /\.met\.vgwort\.de\//i,
  // counters of many names: /pixel.gif, /1x1.png, /spacer.gif, /blank.gif
  /\/(?:pixel|1x1|spacer|blank|clear|transparent)\.(?:gif|png)(?:\?|$)/i,
];

export function isOrnament(picture: {
  readonly url: string;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly classes: string;
}): boolean {
  const { url, width = Infinity, height = Infinity, classes } = picture;
  if (width < SMALLEST_SIDE || height < SMALLEST_SIDE) return true;
  if (classes.split(/\s+/).some((name) => ORNAMENT_CLASSES.has(name.toLowerCase()))) return true;
  return ORNAMENT_ADDRESSES.some((pattern) => pattern.test(url));
}
