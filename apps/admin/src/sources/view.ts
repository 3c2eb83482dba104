const states = ['active', 'failing', 'silent', 'paused', 'stopped'] as const;

/** What the list is narrowed to, as it stands in the address. */
export interface SourcesView {
  name?: string;
  state?: (typeof states)[number];
}

export function readSourcesView(search: Record<string, unknown>): SourcesView {
  const { name } = search;
  const state = states.find((one) => one === search['state']);
  return {
    ...(typeof name === 'string' && name !== '' && name.length <= 200 ? { name } : {}),
    ...(state === undefined ? {} : { state }),
  };
}
