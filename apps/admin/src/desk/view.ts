/** What stands beside the proposal, and how it is looked for. It lives in the address, so that a link shows the same. */

export const panes = ['proposal', 'preview', 'shelf', 'changes'] as const;
export type Pane = (typeof panes)[number];

export interface DeskView {
  /** absent: the preview, or on a narrow screen the proposal */
  pane?: Pane;
  /** what the shelf is searched for */
  q?: string;
  /** slug */
  section?: string;
  width?: 'phone' | 'desktop';
}

/** Characters of a search; the server takes no more. */
const LONGEST = 200;

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, LONGEST) : undefined;
}

export function readDeskView(search: Record<string, unknown>): DeskView {
  const pane = panes.find((one) => one === search['pane']);
  const [q, section] = [text(search['q']), text(search['section'])];
  const width = (['phone', 'desktop'] as const).find((one) => one === search['width']);
  return {
    ...(pane !== undefined && { pane }),
    ...(q !== undefined && { q }),
    ...(section !== undefined && { section }),
    ...(width !== undefined && { width }),
  };
}
