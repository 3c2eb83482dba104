/**
 * Dates as feeds write them: RFC 822 (RSS) and RFC 3339 (Atom, JSON Feed, Dublin Core), with the liberties that
 * feeds take. What has no zone is read as UTC, so that the same feed gives the same instant on every machine.
 */

/** Zone names that feeds use and `Date.parse` does not know, as offsets. */
const ZONES: Readonly<Record<string, string>> = {
  UTC: '+0000',
  UT: '+0000',
  Z: '+0000',
  WET: '+0000',
  BST: '+0100',
  WEST: '+0100',
  CET: '+0100',
  MEZ: '+0100',
  CEST: '+0200',
  MESZ: '+0200',
  EET: '+0200',
  EEST: '+0300',
  MSK: '+0300',
  IST: '+0530',
  JST: '+0900',
  AEST: '+1000',
  AEDT: '+1100',
};

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;
const RFC_822 =
  /^(?:\p{L}{2,10}\.?,?\s+)?(\d{1,2})[\s-]+(\p{L}{3,10})\.?[\s-]+(\d{2}|\d{4})(?:,?\s+(\d{1,2}:\d{2}(?::\d{2})?)\s*([A-Za-z]{1,5}|[+-]\d{2}:?\d{2})?)?(?:\s*\([^)]{0,40}\))?$/u;

/** Undefined for anything that is no date of these forms. */
export function parseFeedDate(raw: string): Date | undefined {
  const text = raw.trim();
  if (text.length > 80) return undefined;
  const date = fromIso(text) ?? fromRfc822(text);
  return date && !Number.isNaN(date.getTime()) ? date : undefined;
}

function fromIso(text: string): Date | undefined {
  const [, day, time = '00:00', zone = 'Z'] = ISO.exec(text) ?? [];
  if (day === undefined) return undefined;
  const offset =
    zone.toUpperCase() === 'Z'
      ? 'Z'
      : zone.replace(/^(.\d{2}):?(\d{2})?$/, (_, hours: string, minutes?: string) => `${hours}:${minutes ?? '00'}`);
  return new Date(`${day}T${time}${offset}`);
}

function fromRfc822(text: string): Date | undefined {
  const [, day, month, year, time = '00:00', zone = 'UTC'] = RFC_822.exec(text) ?? [];
  if (day === undefined || month === undefined || year === undefined) return undefined;
  // Two-digit years are of RFC 822's own time or of ours (RFC 2822 §4.3).
  const fullYear = year.length === 2 ? Number(year) + (Number(year) < 50 ? 2000 : 1900) : Number(year);
  const offset = ZONES[zone.toUpperCase()] ?? zone;
  return new Date(`${day} ${month.slice(0, 3)} ${fullYear} ${time} ${offset}`);
}
