import { existsSync, readFileSync } from 'node:fs';

const BYTES_PER_KB = 1_024;

/**
 * The most memory this process ever held. Linux hands the peak that getrusage tells on from the process that started
 * this one; the one in /proc is its own.
 */
export function peakBytes(): number {
  const own = '/proc/self/status';
  const kilobytes = existsSync(own) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(own, 'utf8'))?.[1] : undefined;
  return Number(kilobytes ?? process.resourceUsage().maxRSS) * BYTES_PER_KB;
}
