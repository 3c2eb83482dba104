import type { ComponentType } from 'react';
import { TodayBanner } from './today-banner.js';

/**
 * What must not be overlooked in any room, above the content: each shows itself, or nothing. For example that this
 * Colporteur is not armed.
 */
export const banners: readonly ComponentType[] = [TodayBanner];
