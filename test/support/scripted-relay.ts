import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { RelaySession, type AcceptedMessage, type Behaviour, type RelayScript } from './relay-session.js';

export type { AcceptedMessage, Behaviour, RelayScript };

export interface ScriptedRelay {
  readonly url: string;
  readonly port: number;
  readonly accepted: readonly AcceptedMessage[];
  /** Every command line of every connection, in the order they came. */
  readonly commands: readonly string[];
  readonly connections: { readonly total: number; readonly open: number };
  /** Most dialogues (from MAIL FROM to the answer to the final dot) under way at one time. */
  readonly peakDialogues: number;
  /** How often this recipient was offered. */
  attempts(recipient: string): number;
  /** Every connection breaks; new ones are taken. */
  cut(): void;
  close(): Promise<void>;
}

/** A relay that misbehaves as it is told, on a port of its own, and remembers all it took. */
export async function startScriptedRelay(script: RelayScript = {}): Promise<ScriptedRelay> {
  const relay = new Relay(script);
  await relay.listen();
  return relay;
}

class Relay implements ScriptedRelay {
  readonly accepted: AcceptedMessage[] = [];
  readonly commands: string[] = [];
  peakDialogues = 0;
  private dialogues = 0;
  private total = 0;
  private readonly offers = new Map<string, number>();
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(readonly script: RelayScript) {
    // Replies to pipelined commands leave one by one and at once, as a real relay's do.
    this.server = createServer({ noDelay: true }, (socket) => {
      this.total += 1;
      this.sockets.add(socket);
      // The other side may break off at any time; that is what half of the tests are about.
      socket.on('error', () => undefined);
      socket.on('close', () => this.sockets.delete(socket));
      void new RelaySession(this, socket).run();
    });
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  get connections(): { total: number; open: number } {
    return { total: this.total, open: this.sockets.size };
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', resolve);
    });
  }

  attempts(recipient: string): number {
    return this.offers.get(recipient) ?? 0;
  }

  offer(recipient: string): Behaviour {
    const attempt = this.attempts(recipient) + 1;
    this.offers.set(recipient, attempt);
    return this.script.behave?.(recipient, attempt) ?? 'accept';
  }

  /** Call the result when the dialogue is over; further calls count once. */
  beginDialogue(): () => void {
    let isOpen = true;
    this.dialogues += 1;
    this.peakDialogues = Math.max(this.peakDialogues, this.dialogues);
    return () => {
      if (isOpen) this.dialogues -= 1;
      isOpen = false;
    };
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => { resolve(); })); // prettier-ignore
    this.cut();
    await closed;
  }

  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}
