import type { Finding } from '@app/mail';

/** Seconds. HTTP's Date has no fraction, and a slow answer is no wrong clock. */
const NOTED_SKEW = 2;
const BAD_SKEW = 60;

/** Pure. What another clock said when ours said `ours`; both in milliseconds since 1970. `resolutionMs` is what it can be wrong by. */
export function judgeClock(other: { name: string; at: number; resolutionMs: number }, ours: number): Finding {
  const beyond = Math.max(0, Math.abs(other.at - ours) - other.resolutionMs) / 1_000;
  const told = `This machine’s clock and that of ${other.name} differ by ${(Math.abs(other.at - ours) / 1_000).toFixed(1)} s`; // prettier-ignore
  if (beyond > BAD_SKEW)
    return { verdict: 'failure', code: 'clock.wrong', says: `${told}: editions leave at the wrong time, and links expire early or late.`, remedy: 'Run a time service (chrony, systemd-timesyncd) on both.' }; // prettier-ignore
  if (beyond > NOTED_SKEW)
    return { verdict: 'note', code: 'clock.skewed', says: `${told}.`, remedy: 'Run a time service on both.' };
  return { verdict: 'ok', code: 'clock.sound', says: `This machine’s clock agrees with that of ${other.name}.` };
}
