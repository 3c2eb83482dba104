import { readView } from '../elements/mail/view.js';
import type { View } from '../elements/mail/view.js';

export interface TemplateView extends View {
  /** id of the newsletter whose dispatches fill the template; absent: the first that uses it */
  newsletter?: string;
}

export function readTemplateView(search: Record<string, unknown>): TemplateView {
  const newsletter = search['newsletter'];
  return { ...readView(search), ...(typeof newsletter === 'string' && newsletter !== '' ? { newsletter } : {}) };
}
