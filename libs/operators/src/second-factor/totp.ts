import { Secret, TOTP } from 'otpauth';

/**
 * Time-based one-time passwords (RFC 6238) as every authenticator app reads them: SHA-1, six digits, 30 seconds. Other
 * parameters may stand in the key's address, but apps are known to ignore them and show codes that never fit.
 */
const PARAMETERS = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Steps to either side, for clocks that are not ours (RFC 6238 §5.2). */
const WINDOW_STEPS = 1;
/** Bytes, as long as the hash (RFC 4226 §4, R6). */
const SECRET_BYTES = 20;

export function newTotpSecret(): Buffer {
  return Buffer.from(new Secret({ size: SECRET_BYTES }).bytes);
}

/** The secret as one types it into an app: base32, in groups of four. */
export function readableSecret(secret: Buffer): string {
  return (secretOf(secret).base32.match(/.{1,4}/g) ?? []).join(' ');
}

/** What the QR code holds: `otpauth://totp/…`. */
export function totpUri(secret: Buffer, issuer: string, account: string): string {
  return new TOTP({ ...PARAMETERS, secret: secretOf(secret), issuer, label: account }).toString();
}

/** The step a code belongs to, if it is right now, or was or will be within the window; undefined otherwise. */
export function totpStep(secret: Buffer, code: string, now: Date): number | undefined {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const timestamp = now.getTime();
  const delta = TOTP.validate({ ...PARAMETERS, token, secret: secretOf(secret), timestamp, window: WINDOW_STEPS });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / PARAMETERS.period) + delta;
}

function secretOf(secret: Buffer): Secret {
  return new Secret({ buffer: new Uint8Array(secret).buffer });
}
