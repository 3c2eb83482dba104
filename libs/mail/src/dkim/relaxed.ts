/**
 * "Relaxed" canonicalization (RFC 6376 §3.4.2, §3.4.4): what a relay may do to white space on the way breaks no signature.
 * Only space and tab are white space.
 */

/** One header, folded or not, with or without its line end; gives `name:value` and CRLF. */
export function relaxedHeader(header: string): string {
  const colon = header.indexOf(':');
  const name = header.slice(0, colon).trimEnd().toLowerCase();
  const value = header.slice(colon + 1).replaceAll('\r\n', '').replaceAll(/[ \t]+/g, ' '); // prettier-ignore
  const from = value.startsWith(' ') ? 1 : 0;
  return `${name}:${value.slice(from, value.endsWith(' ') && value.length > from ? -1 : undefined)}\r\n`;
}

/** A stretch of a body, within which all its runs of white space lie; line ends are CRLF. */
export function relaxedStretch(stretch: Buffer): Buffer {
  return Buffer.from(reduced(stretch), 'latin1');
}

/** A whole body: ends with exactly one CRLF, or is empty (RFC 6376 §3.4.4). Line ends are CRLF. */
export function relaxedBody(body: Buffer): Buffer {
  const text = reduced(body);
  let end = text.length;
  while (text.startsWith('\r\n', end - 2) && end >= 2) end -= 2;
  return Buffer.from(end === 0 ? '' : `${text.slice(0, end)}\r\n`, 'latin1');
}

function reduced(body: Buffer): string {
  return body
    .toString('latin1')
    .replaceAll(/[ \t]+/g, ' ')
    .replaceAll(' \r\n', '\r\n');
}
