import type { SmtpRelay } from '../smtp/smtp-relay.js';
import type { KnownTransport } from './environment-transports.js';
import type { TransportPurpose } from './transport.js';

/** Makes a relay with so many connections. */
export type MakeRelay = (transport: KnownTransport, connections: number) => SmtpRelay;

interface Opened {
  readonly version: number;
  bulk?: SmtpRelay;
  notices?: SmtpRelay;
}

/**
 * The relays that are open in this process, at most two for each transport: notices have connections that nothing else
 * ever waits for.
 */
export class OpenRelays {
  private readonly opened = new Map<string, Opened>();

  constructor(private readonly make: MakeRelay) {}

  /** @throws secret.unreadable */
  for(transport: KnownTransport, purpose: TransportPurpose): SmtpRelay {
    const share = purpose === 'notices' ? 'notices' : 'bulk';
    let opened = this.opened.get(transport.name);
    if (opened?.version !== transport.version) {
      this.close(transport.name);
      opened = { version: transport.version };
      this.opened.set(transport.name, opened);
    }
    return (opened[share] ??= this.make(transport, transport.shares[share]));
  }

  /** Closes what is open of transports that are gone or were changed; their dialogues under way end by themselves. */
  keepOnly(transports: readonly KnownTransport[]): void {
    const versions = new Map(transports.map(({ name, version }) => [name, version]));
    for (const [name, { version }] of this.opened) if (versions.get(name) !== version) this.close(name);
  }

  closeAll(): void {
    for (const name of this.opened.keys()) this.close(name);
  }

  private close(name: string): void {
    const opened = this.opened.get(name);
    this.opened.delete(name);
    opened?.bulk?.close();
    opened?.notices?.close();
  }
}
