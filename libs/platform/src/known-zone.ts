/** Longer than any name of the IANA database; no stranger's text is looked at beyond it. */
const MAX_NAME = 64;
/** Three times as many as there are names; strangers may send any, and then the answers are found anew. */
const MAX_KNOWN = 2_000;

/** Asking takes longer than the rest of judging a sign-up or a line of a list, so answers are kept, also "none". */
const zones = new Map<string, string | null>();

/**
 * The zone of this name as this machine calls it, or null: what a browser, a file or a form says is not trusted to exist.
 * A name, and not an offset such as +05:30, which knows no summer time.
 */
export function knownZone(zone: string | undefined): string | null {
  if (zone === undefined || zone.length > MAX_NAME || !/^[A-Za-z]/.test(zone)) return null;
  const known = zones.get(zone);
  if (known !== undefined) return known;
  if (zones.size >= MAX_KNOWN) zones.clear();
  const found = ask(zone);
  zones.set(zone, found);
  return found;
}

function ask(zone: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch (error) {
    // How Intl says that it knows no such zone.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
