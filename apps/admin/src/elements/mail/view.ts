/** What of the preview is on screen. It lives in the address, so that a colleague who gets the link sees the same. */

export const widths = ['phone', 'desktop'] as const;
export const parts = ['html', 'text', 'source', 'headers'] as const;

export type Width = (typeof widths)[number];
/** A tablet held upright besides, for whoever designs. */
export type FrameWidth = Width | 'tablet';
export type Part = (typeof parts)[number];

/** CSS pixels: a common phone, and a mail client's reading pane around the digest's 600. */
export const frameWidth: Record<FrameWidth, number> = { phone: 360, tablet: 600, desktop: 680 };

export interface View {
  /** absent: whichever suits the operator's own screen */
  width?: Width;
  /** absent: `html` */
  part?: Part;
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((each) => each === value);
}

/** Reads the view out of an address's search parameters; what it does not know, it leaves out. */
export function readView(search: Record<string, unknown>): View {
  const width = oneOf(widths, search['width']);
  const part = oneOf(parts, search['part']);
  return { ...(width ? { width } : {}), ...(part ? { part } : {}) };
}
