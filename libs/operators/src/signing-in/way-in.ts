import { FREE_TRIES, FREE_TRIES_OF_A_NETWORK } from './back-off.js';
import { networkOf } from './network-of.js';
import type { Counter } from './sign-in-limits.service.js';

/** What a request says about where it comes from. */
export interface WayIn {
  /** As the socket or a trusted proxy tells it. */
  readonly networkAddress: string;
  readonly userAgent: string | undefined;
  /** The cookie by which a browser that signed in before is known. */
  readonly deviceToken: string | undefined;
}

/**
 * By what a try is counted. A known device by itself alone; everybody else by their network, for this account and in all:
 * nobody's failures make somebody wait who sits elsewhere.
 */
export function countersOf(use: string, account: string, where: WayIn, device: string | undefined): Counter[] {
  if (device !== undefined)
    return [{ name: `${use}:device:${account}:${device}`, free: FREE_TRIES, isForgiving: true }];
  const network = networkOf(where.networkAddress);
  return [
    { name: `${use}:account:${account}:${network}`, free: FREE_TRIES, isForgiving: true },
    { name: `${use}:network:${network}`, free: FREE_TRIES_OF_A_NETWORK, isForgiving: false },
  ];
}
