/** How high letters are and how heavy, for what WCAG asks of large ones. */

/** Browsers' own (HTML Living Standard §15.3), in the size around. */
const SIZES_OF: Readonly<Record<string, number>> = { h1: 2, h2: 1.5, h3: 1.17, h5: 0.83, h6: 0.67, small: 0.83, sub: 0.83, sup: 0.83, big: 1.2 }; // prettier-ignore
const KEYWORDS: Readonly<Record<string, number>> = { 'xx-small': 9, 'x-small': 10, small: 13, medium: 16, large: 18, 'x-large': 24, 'xx-large': 32, 'xxx-large': 48 }; // prettier-ignore
/** CSS Fonts Level 4 §2.5, as browsers do it. */
const STEPS: Readonly<Record<string, number>> = { smaller: 1 / 1.2, larger: 1.2 };
const BOLD = new Set(['b', 'strong', 'th', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);

/** CSS pixels. */
export function letterSize(name: string, value: string | undefined, above: number): number {
  if (value === undefined) return above * (SIZES_OF[name] ?? 1);
  const low = value.toLowerCase();
  if (KEYWORDS[low] !== undefined) return KEYWORDS[low];
  if (STEPS[low] !== undefined) return above * STEPS[low];
  const measured = /^(-?[0-9.]{1,8})(px|pt|em|rem|%)$/.exec(low);
  const number = Number(measured?.[1]);
  if (measured === null || Number.isNaN(number)) return /^0+(?:\.0*)?[a-z]{0,4}$/.test(low) ? 0 : above;
  const unit = measured[2] ?? '';
  if (unit === 'px') return number;
  if (unit === 'pt') return (number * 4) / 3;
  if (unit === 'rem') return number * 16;
  return unit === 'em' ? above * number : (above * number) / 100;
}

export function isBoldAt(name: string, value: string | undefined, above: boolean): boolean {
  if (value === undefined || value === 'inherit') return above || BOLD.has(name);
  if (/^(?:bold|bolder)$/i.test(value)) return true;
  return Number(value) >= 700;
}
