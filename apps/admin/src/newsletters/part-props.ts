import type { Settings } from './queries.js';

/** What every part of a newsletter's settings is given. */
export interface PartProps {
  slug: string;
  draft: Settings;
  stored: Settings;
  disabled: boolean;
  error: Error | null;
  edit: (change: Partial<Settings>) => void;
}
