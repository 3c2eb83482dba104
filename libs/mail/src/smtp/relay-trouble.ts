/**
 * Why no dialogue could begin at all. Nothing of this is about a recipient: it is the relay's, the network's, or our
 * settings' fault.
 *
 * - `unreachable`: no connection, or it broke or fell silent before anything was offered.
 * - `greeting`: the relay answered, and wants nothing from us now (421, 554).
 * - `tls`: no TLS where it is demanded, or a certificate that proves nothing.
 * - `sign_in`: the user or the password is not taken. Does not heal by itself, and trying often locks accounts.
 */
export type RelayTrouble = 'unreachable' | 'greeting' | 'tls' | 'sign_in';

/** Node's and OpenSSL's codes of a certificate or a handshake that failed, as Node's documentation of tls lists them. */
const TLS_CODE =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH|EPROTO$)/;
/** Nodemailer's own codes (its errors.js). */
const SIGN_IN_CODES: ReadonlySet<unknown> = new Set(['EAUTH', 'ENOAUTH', 'EOAUTH2']);

/** Pure. Of an error that ended the making of a connection, as Nodemailer gives it. */
export function relayTrouble(error: unknown): RelayTrouble {
  const { code, originalCode, responseCode } = fieldsOf(error);
  const isForGood = responseCode === undefined || responseCode >= 500;
  if (SIGN_IN_CODES.has(code) && isForGood) return 'sign_in';
  if (code === 'ETLS' && isForGood && !isBroken(error)) return 'tls';
  const first = originalCode ?? code;
  if (typeof first === 'string' && TLS_CODE.test(first)) return 'tls';
  return responseCode === undefined ? 'unreachable' : 'greeting';
}

/** A connection that broke while it was being secured says nothing about certificates. */
function isBroken(error: unknown): boolean {
  return error instanceof Error && /closed unexpectedly|ECONNRESET|ETIMEDOUT/.test(error.message);
}

function fieldsOf(error: unknown): { code?: unknown; originalCode?: unknown; responseCode?: number } {
  if (typeof error !== 'object' || error === null) return {};
  const { code, originalCode, responseCode } = error as Record<string, unknown>;
  return { code, originalCode, ...(typeof responseCode === 'number' && { responseCode }) };
}
