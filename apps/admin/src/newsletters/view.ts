/** Which part of the settings is open. */
export function readSettingsView(search: Record<string, unknown>): { tab?: string } {
  const tab = search['tab'];
  return typeof tab === 'string' && /^[a-z]{1,20}$/.test(tab) ? { tab } : {};
}

export interface EmbedView {
  placement?: string;
  kind?: 'html' | 'iframe' | 'link';
  compact?: true;
}

/** The snippet and where on a page it is to stand; the custom element is the one shown without being asked for. */
export function readEmbedView(search: Record<string, unknown>): EmbedView {
  const { placement, kind, compact } = search;
  return {
    ...(typeof placement === 'string' && /^[^\p{Cc}@]{1,100}$/u.test(placement) ? { placement } : {}),
    ...(compact === true ? { compact } : {}),
    ...(kind === 'html' || kind === 'iframe' || kind === 'link' ? { kind } : {}),
  };
}
