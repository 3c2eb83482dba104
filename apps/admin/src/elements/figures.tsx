import { useLocale } from '../language/locale.js';
import { formatBytes, formatNumber, formatPercent } from '../language/numbers.js';

/** Figures in the operator's language, tabular so that columns stand under each other. */

export function Count({ of }: { of: number }) {
  return <span className="numbers">{formatNumber(of, useLocale().locale)}</span>;
}

/** `part` of `whole`; without a whole there is no share, which is not 0 %. */
export function Percent({ part, whole }: { part: number; whole: number }) {
  const { locale } = useLocale();
  return <span className="numbers">{whole === 0 ? '–' : formatPercent(part / whole, locale)}</span>;
}

export function Bytes({ of }: { of: number }) {
  return <span className="numbers">{formatBytes(of, useLocale().locale)}</span>;
}
