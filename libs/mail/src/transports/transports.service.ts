import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Config, errorText, Log, SecretBox } from '@app/platform';
import { SmtpRelay } from '../smtp/smtp-relay.js';
import { environmentTransports, type KnownTransport } from './environment-transports.js';
import { OpenRelays } from './open-relays.js';
import { TransportWatch } from './transport-watch.service.js';
import { TransportRepository, type SealedTransport } from './transport.repository.js';
import { connectionShares, relayUrl, type OpenTransport, type TransportPurpose } from './transport.js';
import { WeightedTurns } from './weighted-turns.js';

/** What a change, and what another worker found out, takes to arrive here. */
const LOOK_MS = 5_000;

export interface TransportWish {
  /** Domain of From, lower case, A-labels. */
  readonly fromDomain: string;
  /** By name: not these. */
  readonly not?: readonly string[];
}

/** Which relay is given a message: by purpose, From domain and weight, among those that work. */
@Injectable()
export class Transports implements OnModuleInit, BeforeApplicationShutdown {
  /** undefined until the table was read: what was paused there must not be used for want of a look. */
  private known: readonly KnownTransport[] | undefined;
  private readonly fromEnvironment: readonly KnownTransport[];
  private readonly turns = new Map<TransportPurpose, WeightedTurns>();
  private readonly relays: OpenRelays;
  private looking: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(
    private readonly repository: TransportRepository,
    private readonly watch: TransportWatch,
    private readonly secrets: SecretBox,
    private readonly config: Config,
    private readonly log: Log,
  ) {
    this.fromEnvironment = environmentTransports(config.env);
    this.relays = new OpenRelays((transport, connections) => this.relay(transport, connections));
  }

  /** A process that cannot read the table now starts all the same, and gives nothing away until it can. */
  onModuleInit(): Promise<void> {
    return this.look();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    await this.looking;
    await this.watch.idle();
  }

  /** Ends idle connections; dialogues under way end by themselves. */
  onApplicationShutdown(): void {
    this.relays.closeAll();
  }

  /** The one whose turn it is; undefined: none can be used now. Ask again for each message or set of messages. */
  choose(purpose: TransportPurpose, { fromDomain, not = [] }: TransportWish): OpenTransport | undefined {
    this.keepLooking();
    const able = this.servingNow(purpose, fromDomain).filter(
      ({ name }) => !not.includes(name) && !this.watch.isFailing(name),
    );
    const turns = this.turns.get(purpose) ?? new WeightedTurns();
    this.turns.set(purpose, turns);
    for (;;) {
      const chosen = turns.next(able);
      if (chosen === undefined) return undefined;
      const opened = this.open(chosen, purpose);
      if (opened !== undefined) return opened;
      able.splice(able.indexOf(chosen), 1);
    }
  }

  /** Reads the table now instead of within seconds. */
  look(): Promise<void> {
    this.looking ??= this.lookOnce().finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async lookOnce(): Promise<void> {
    try {
      const stored = (await this.repository.active()).map((row) => this.storedOne(row));
      const known = [...stored, ...this.fromEnvironment];
      await this.watch.look(known, this.timer !== undefined);
      this.known = known;
      this.relays.keepOnly(known);
      const names = new Set(known.map(({ name }) => name));
      for (const turns of this.turns.values()) turns.keepOnly(names);
    } catch (error) {
      // What is known stays: a database that is away for a while is no reason to change relays.
      this.log.failure('transport.table_not_read', error);
    }
  }

  /** For processes that send: from now on the table is looked at every few seconds. Asking once is enough. */
  keepLooking(): void {
    if (this.timer !== undefined || this.isClosed) return;
    this.timer = setInterval(() => void this.look(), LOOK_MS).unref();
  }

  /** The environment's relays serve where no stored transport is for that purpose and domain. */
  private servingNow(purpose: TransportPurpose, fromDomain: string): KnownTransport[] {
    const serving = (this.known ?? []).filter(
      ({ purposes, sendingDomains }) =>
        purposes.includes(purpose) && (sendingDomains === null || sendingDomains.includes(fromDomain)),
    );
    const stored = serving.filter((transport) => !this.fromEnvironment.includes(transport));
    return stored.length > 0 ? stored : serving;
  }

  private open(transport: KnownTransport, purpose: TransportPurpose): OpenTransport | undefined {
    const { name, perSecond, perWorker, shares } = transport;
    let relay: SmtpRelay;
    try {
      relay = this.relays.for(transport, purpose);
    } catch (error) {
      // secret.unreadable: this one cannot be used, another may.
      this.watch.trouble(name, 'sign_in', errorText(error));
      return undefined;
    }
    return {
      name,
      perSecond,
      perWorker,
      connections: purpose === 'notices' ? shares.notices : shares.bulk,
      submit: async (submission) => {
        const outcome = await relay.submit(submission);
        this.watch.note(name, outcome);
        return outcome;
      },
    };
  }

  private relay(transport: KnownTransport, connections: number): SmtpRelay {
    const { DELIVERY_DIALOGUE_SECONDS: dialogue, DELIVERY_GRACE_SECONDS: grace } = this.config.env;
    return new SmtpRelay({
      url: relayUrl(transport.place()),
      connections,
      clientName: this.config.bounceDomain,
      dialogueMs: dialogue * 1000,
      graceMs: grace * 1000,
    });
  }

  private storedOne(row: SealedTransport): KnownTransport {
    const { id, password: sealed, host, port, tls, username } = row;
    const password = (): string | null =>
      sealed === null ? null : this.secrets.open(sealed, `transport:${id}`).toString('utf8');
    return {
      ...row,
      shares: connectionShares(row.connections, row.purposes),
      perWorker: false,
      place: () => ({ host, port, tls, username, password: password() }),
    };
  }
}
