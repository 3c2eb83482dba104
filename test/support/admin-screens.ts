import type { GalleryPlaces } from './gallery/gallery.js';

/** How a screen is pictured: `dark`, `phone`, `phone-dark` and `fr` stand in the files' names, `light` does not. */
export type AdminLook = 'light' | 'dark' | 'phone' | 'phone-dark' | 'fr';

/** The screens of the admin that `npm run screenshots` pictures. A room adds its line here. */
export interface AdminScreen {
  /** Begins the files' names. */
  readonly name: string;
  /** Below `/admin`. */
  readonly path: string;
  /** CSS selector of what stands on the screen when its data is there. */
  readonly ready: string;
  readonly looks: readonly AdminLook[];
}

const row = 'main tbody tr:not(:has([data-visible]))';
const heading = 'main h1';

/** A dozen or two pictures, each screen at its best: the walks look at every screen in every look. */
export const adminScreens = (places: GalleryPlaces): readonly AdminScreen[] => [
  // The edition that leaves is reckoned from the last minutes: first.
  { name: 'today', path: '', ready: 'main article', looks: ['light', 'dark', 'phone', 'phone-dark', 'fr'] },
  { name: 'desk', path: places.desk, ready: heading, looks: ['light', 'dark', 'phone', 'fr'] },
  { name: 'dispatches', path: '/dispatches', ready: row, looks: ['light'] },
  { name: 'dispatch', path: places.dispatch, ready: heading, looks: ['phone'] },
  { name: 'sources', path: '/sources', ready: row, looks: ['light'] },
  { name: 'newsletter', path: '/newsletters/monde/settings', ready: heading, looks: ['light'] },
  { name: 'subscribers', path: '/subscribers', ready: row, looks: ['phone'] },
  { name: 'reader', path: places.subscriber, ready: 'main section', looks: ['light'] },
  { name: 'readership', path: '/subscribers/readership', ready: 'figure svg path', looks: ['light', 'dark'] },
  { name: 'editions', path: '/editions', ready: row, looks: ['dark'] },
  { name: 'edition', path: places.edition, ready: row, looks: ['light', 'fr'] },
  { name: 'template', path: places.template, ready: heading, looks: ['light'] },
  { name: 'operator', path: places.operator, ready: heading, looks: ['light'] },
  { name: 'audit', path: '/audit', ready: row, looks: ['light', 'fr'] },
];
