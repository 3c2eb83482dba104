import type { ComponentType } from 'react';
import type { Right } from '../api/session.js';
import {
  AuditIcon,
  DeskIcon,
  DispatchesIcon,
  EditionsIcon,
  KeyIcon,
  NewslettersIcon,
  OperatorsIcon,
  SettingsIcon,
  SourcesIcon,
  SubscribersIcon,
  TemplatesIcon,
  TodayIcon,
  TransportsIcon,
} from '../elements/icons.js';
import { TodayBadge } from './today-badge.js';
import type { words } from './words.js';

type Words = (typeof words)['en'];

export interface RailEntry {
  to: string;
  /** its key in `words` */
  name: { [K in keyof Words]: Words[K] extends string ? K : never }[keyof Words];
  icon: ComponentType;
  /** shown to those who may do this somewhere; absent: to everybody */
  needs?: Right;
  /** a count beside the name, for what waits for a human; shows itself, or nothing */
  badge?: ComponentType;
}

/** The rooms of every day, in the order of the morning. An entry is shown once its room stands in router.tsx. */
export const rooms: readonly RailEntry[] = [
  { to: '/', name: 'today', icon: TodayIcon, badge: TodayBadge },
  { to: '/desk', name: 'desk', icon: DeskIcon },
  { to: '/dispatches', name: 'dispatches', icon: DispatchesIcon },
  { to: '/sources', name: 'sources', icon: SourcesIcon },
  { to: '/newsletters', name: 'newsletters', icon: NewslettersIcon },
  { to: '/subscribers', name: 'subscribers', icon: SubscribersIcon },
  { to: '/editions', name: 'editions', icon: EditionsIcon },
  { to: '/templates', name: 'templates', icon: TemplatesIcon },
];

/** What one sets up and looks after. */
export const house: readonly RailEntry[] = [
  { to: '/transports', name: 'transports', icon: TransportsIcon, needs: 'configure' },
  { to: '/operators', name: 'operators', icon: OperatorsIcon, needs: 'administer' },
  { to: '/api-keys', name: 'apiKeys', icon: KeyIcon, needs: 'administer' },
  { to: '/audit', name: 'audit', icon: AuditIcon, needs: 'administer' },
  { to: '/settings', name: 'settings', icon: SettingsIcon, needs: 'administer' },
];
