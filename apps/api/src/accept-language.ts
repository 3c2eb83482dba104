import { fallbackLocale, shippedLocales, type ShippedLocale } from '@app/platform';

/** A browser sends a handful; more is somebody trying us out. */
const MAX_RANGES = 20;

/** The shipped locale a request prefers (RFC 9110 §12.5.4): by weight, first named first. */
export function preferredLocale(acceptLanguage: string | undefined): ShippedLocale {
  const ranges = (acceptLanguage ?? '')
    .split(',', MAX_RANGES)
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
      const weight = parameters
        .map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1])
        .find((q) => q !== undefined);
      return { language: tag.split('-')[0] ?? '', weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  for (const { language } of ranges) {
    const shipped = shippedLocales.find((locale) => locale === language);
    if (shipped !== undefined) return shipped;
  }
  return fallbackLocale;
}
