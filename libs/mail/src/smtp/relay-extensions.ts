/** What a relay offers (the answer to EHLO), as far as a mail transaction is concerned. */
export interface RelayExtensions {
  /** RFC 2920. */
  readonly pipelining: boolean;
  /** RFC 6152. */
  readonly eightBitMime: boolean;
  /** RFC 6531. */
  readonly smtpUtf8: boolean;
  /** RFC 1870: bytes a message may have, 0 where the relay names no limit; null where it wants no size told. */
  readonly size: number | null;
}

/** Pure. Reads the whole reply to EHLO (or HELO, which offers nothing). */
export function relayExtensions(ehlo: string): RelayExtensions {
  // The first line is the relay's name; the keyword ends at the first space.
  const offered = new Map(
    ehlo
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.slice(4).trim().toUpperCase().split(' '))
      .map(([keyword = '', parameter]) => [keyword, parameter]),
  );
  const limit = Number(offered.get('SIZE') ?? 0);
  return {
    pipelining: offered.has('PIPELINING'),
    eightBitMime: offered.has('8BITMIME'),
    smtpUtf8: offered.has('SMTPUTF8'),
    size: offered.has('SIZE') ? (Number.isSafeInteger(limit) && limit > 0 ? limit : 0) : null,
  };
}
