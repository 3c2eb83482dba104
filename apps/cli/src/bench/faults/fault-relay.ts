import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** What the relay does with a recipient, the first time it is offered and the later ones. */
export type Treatment =
  | 'take'
  /** Answer to RCPT. */
  | { readonly rcpt: number; readonly says: string }
  /** Answers RCPT only after so long. */
  | { readonly afterMs: number }
  /** Takes the message and is gone before it says so. */
  | 'cut';

export interface RelayHabits {
  /** `attempt` counts from 1, over all connections; `n` is the reader's number. */
  readonly treat?: (n: number, attempt: number) => Treatment;
  readonly closesAfter?: number;
  /** Offers STARTTLS with a certificate nobody can trust. */
  readonly badTls?: boolean;
  /** Before each answer to a final dot. */
  readonly delayMs?: number;
}

/** What one recipient was offered and had taken. */
interface Ledger {
  offered: number;
  taken: number;
}

/** The relay at which every fault is counted: by recipient, whatever our own tables say. */
export class FaultRelay {
  private readonly recipients = new Map<string, Ledger>();
  private server: SMTPServer;
  private habits: RelayHabits;
  /** Dialogues that it cut after their final dot: each may leave one row uncertain, and nothing else may. */
  cuts = 0;
  accepted = 0;

  private constructor(habits: RelayHabits) {
    this.habits = habits;
    this.server = this.make();
  }

  static async start(habits: RelayHabits = {}): Promise<FaultRelay> {
    const relay = new FaultRelay(habits);
    await relay.listen(0);
    return relay;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  timesTaken(address: string): number {
    return this.recipients.get(address)?.taken ?? 0;
  }

  /** Recipients it has more than once. */
  get twice(): number {
    return [...this.recipients.values()].filter(({ taken }) => taken > 1).length;
  }

  /** Nobody listens for so long, and every connection breaks. */
  async stopFor(milliseconds: number): Promise<void> {
    const { port } = this;
    await this.close();
    await wait(milliseconds);
    this.server = this.make();
    await this.listen(port);
  }

  /** From now on, with new connections. */
  async change(habits: RelayHabits): Promise<void> {
    this.habits = habits;
    await this.stopFor(0);
  }

  /** At once: what is under way is cut. */
  close(): Promise<void> {
    for (const connection of this.server.connections)
      (connection as { _socket?: { destroy(): void } })._socket?.destroy();
    return new Promise((resolve) => {
      this.server.close(() => { resolve(); }); // prettier-ignore
    });
  }

  private make(): SMTPServer {
    const taken = new WeakMap<SMTPServerSession, number>();
    const server = new SMTPServer({
      disabledCommands: this.habits.badTls === true ? ['AUTH'] : ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      onRcptTo: ({ address }, _session, done) => void this.offer(address).then(done),
      onData: (stream, session, done) => {
        stream.resume();
        stream.on('end', () => void this.take(session, done));
      },
      onMailFrom: (_address, session, done) => {
        const count = (taken.get(session) ?? 0) + 1;
        taken.set(session, count);
        if (count > (this.habits.closesAfter ?? Infinity)) done(reply(421, '4.3.2 enough for one connection'));
        else done();
      },
    });
    // Broken connections are what this is about.
    server.on('error', () => undefined);
    return server;
  }

  private listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
  }

  private async offer(address: string): Promise<Error | undefined> {
    const known = this.recipients.get(address) ?? { offered: 0, taken: 0 };
    known.offered += 1;
    this.recipients.set(address, known);
    const treatment = this.treatment(address);
    if (typeof treatment !== 'object') return undefined;
    if ('rcpt' in treatment) return reply(treatment.rcpt, treatment.says);
    await wait(treatment.afterMs);
    return undefined;
  }

  private async take(session: SMTPServerSession, done: (error?: Error | null) => void): Promise<void> {
    if (this.habits.delayMs !== undefined) await wait(this.habits.delayMs);
    let isCut = false;
    for (const { address } of session.envelope.rcptTo) {
      const known = this.recipients.get(address);
      if (known !== undefined) known.taken += 1;
      this.accepted += 1;
      isCut ||= this.treatment(address) === 'cut';
    }
    if (!isCut) {
      done();
      return;
    }
    this.cuts += 1;
    for (const connection of this.server.connections) {
      const { session: own, _socket: socket } = connection as { session?: object; _socket?: { destroy(): void } };
      if (own === session) socket?.destroy();
    }
  }

  private treatment(address: string): Treatment {
    const n = Number(/\d+/.exec(address)?.[0] ?? 0);
    return this.habits.treat?.(n, this.recipients.get(address)?.offered ?? 1) ?? 'take';
  }
}

function reply(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
