import { Injectable } from '@nestjs/common';
import { Audit, Config, Database, newId, SecretBox, SystemAlarms, type Db, type TransportState } from '@app/platform';
import { TransportHealthRepository, type TransportHealthRow } from './transport-health.repository.js';
import { transportErrors } from './transports.errors.js';
import { TransportRepository, type SealedTransport } from './transport.repository.js';
import { transportHints, transportProblems } from './transport-settings.js';
import { TRANSPORT_FAILING } from './transport-watch.service.js';
import { Transports } from './transports.service.js';
import type { StoredTransport, TransportSettings } from './transport.js';

/** A transport as it may be shown: whether there is a password, and never which. */
export interface ShownTransport extends StoredTransport {
  readonly hasPassword: boolean;
  readonly health: TransportHealthRow | null;
  /** What is allowed and seldom meant. */
  readonly hints: readonly string[];
}

export interface By {
  /** null: whoever has the command line. */
  readonly operatorId: string | null;
  readonly mayBeInsecure?: boolean;
}

export interface TransportChange {
  readonly settings: Partial<TransportSettings>;
  /** undefined: stays; goes with the user name. */
  readonly password?: string;
  /** undefined: whatever it is now. */
  readonly version?: number | undefined;
}

/** Adds, changes, pauses, resumes and retires transports. */
@Injectable()
export class ManageTransports {
  constructor(
    private readonly database: Database,
    private readonly repository: TransportRepository,
    private readonly health: TransportHealthRepository,
    private readonly alarms: SystemAlarms,
    private readonly secrets: SecretBox,
    private readonly transports: Transports,
    private readonly audit: Audit,
    private readonly config: Config,
  ) {}

  async all(): Promise<ShownTransport[]> {
    const health = await this.health.all();
    const rows = await this.repository.all();
    return rows.map((row) => shown({ ...row, hasPassword: row.username !== null }, health));
  }

  /** How the environment's relays do, and of all others by name. */
  healthOfAll(): Promise<TransportHealthRow[]> {
    return this.health.all();
  }

  /** @throws transport.unknown */
  async read(name: string): Promise<ShownTransport> {
    const { password, ...row } = await this.known(this.database, name);
    return shown({ ...row, hasPassword: password !== null }, await this.health.all());
  }

  /** @throws transport.invalid, transport.name_taken */
  async add(
    given: TransportSettings & { readonly name: string; readonly password: string | null },
    by: By,
  ): Promise<ShownTransport> {
    const { name, password, ...settings } = given;
    this.judge(settings, password !== null, by);
    const id = newId();
    await this.database.transaction().execute(async (trx) => {
      const sealed = password === null ? null : this.seal(id, password);
      if (!(await this.repository.add(trx, { id, name, ...settings, password: sealed })))
        throw transportErrors.error('transport.name_taken', { name });
      const detail = { name, ...withoutUser(settings), hasPassword: password !== null };
      await this.record(trx, { id, name }, { operatorId: by.operatorId, action: 'transport.added', detail });
    });
    return this.afterwards(name);
  }

  /** @throws transport.unknown, transport.retired, transport.invalid, transport.changed_meanwhile */
  async change(
    name: string,
    { settings: change, password, version }: TransportChange,
    by: By,
  ): Promise<ShownTransport> {
    await this.database.transaction().execute(async (trx) => {
      const before = await this.known(trx, name);
      if (before.state === 'retired') throw transportErrors.error('transport.retired', { name });
      if (version !== undefined && version !== before.version)
        throw transportErrors.error('transport.changed_meanwhile', { name, version: before.version });
      const settings = settingsOf(before, change);
      const keeps = settings.username !== null && before.password !== null;
      this.judge(settings, password !== undefined || keeps, by);
      const sealed = password === undefined ? (keeps ? undefined : null) : this.seal(before.id, password);
      const row = { ...settings, ...(sealed !== undefined && { password: sealed }) };
      if (!(await this.repository.change(trx, before, row)))
        throw transportErrors.error('transport.changed_meanwhile', { name });
      const detail = { ...withoutUser(change), ...(password !== undefined && { password: 'changed' }) };
      await this.record(trx, before, { operatorId: by.operatorId, action: 'transport.changed', detail });
      // What was wrong may have been put right: it is tried anew at once.
      await this.forgetHealth(trx, name);
    });
    return this.afterwards(name);
  }

  /** Nothing more by it until it is resumed; dialogues under way end. @throws transport.unknown, transport.retired */
  pause(name: string, by: By): Promise<ShownTransport> {
    return this.move(name, by, { from: ['active'], to: 'paused', action: 'transport.paused' });
  }

  /** @throws transport.unknown, transport.retired */
  resume(name: string, by: By): Promise<ShownTransport> {
    return this.move(name, by, { from: ['paused'], to: 'active', action: 'transport.resumed' });
  }

  /** For good; its password is forgotten, its name stays taken. @throws transport.unknown, transport.retired */
  retire(name: string, by: By): Promise<ShownTransport> {
    return this.move(name, by, { from: ['active', 'paused'], to: 'retired', action: 'transport.retired' });
  }

  private async move(
    name: string,
    { operatorId }: By,
    { from, to, action }: { from: readonly TransportState[]; to: TransportState; action: string },
  ): Promise<ShownTransport> {
    await this.database.transaction().execute(async (trx) => {
      const found = await this.known(trx, name);
      if (found.state === 'retired' && to !== 'retired') throw transportErrors.error('transport.retired', { name });
      if (!(await this.repository.move(trx, found.id, from, to))) return;
      await this.record(trx, found, { operatorId, action, detail: { name } });
      await this.forgetHealth(trx, name);
    });
    return this.afterwards(name);
  }

  private async known(db: Db, name: string): Promise<SealedTransport> {
    const found = await this.repository.byName(db, name);
    if (found === undefined) throw transportErrors.error('transport.unknown', { name });
    return found;
  }

  private judge(settings: TransportSettings, hasPassword: boolean, { mayBeInsecure = false }: By): void {
    const { isProduction } = this.config;
    const problems = transportProblems(settings, { isProduction, hasPassword, mayBeInsecure });
    if (problems.length > 0) throw transportErrors.error('transport.invalid', { problems });
  }

  private seal(id: string, password: string): Buffer {
    return this.secrets.seal(Buffer.from(password), `transport:${id}`);
  }

  private async forgetHealth(trx: Db, name: string): Promise<void> {
    await this.health.works(trx, name);
    await this.alarms.settle(trx, TRANSPORT_FAILING, `transport:${name}`);
  }

  private async record(
    trx: Db,
    { id }: { readonly id: string; readonly name: string },
    entry: { operatorId: string | null; action: string; detail: Readonly<Record<string, unknown>> },
  ): Promise<void> {
    await this.audit.append(trx, { ...entry, object: `transport:${id}` });
  }

  /** This process knows at once; the others within seconds. */
  private async afterwards(name: string): Promise<ShownTransport> {
    await this.transports.look();
    return this.read(name);
  }
}

function shown(row: StoredTransport & { hasPassword: boolean }, health: readonly TransportHealthRow[]): ShownTransport {
  return {
    ...row,
    health: health.find(({ transport }) => transport === row.name) ?? null,
    hints: row.state === 'retired' ? [] : transportHints(row),
  };
}

function settingsOf(before: TransportSettings, change: Partial<TransportSettings>): TransportSettings {
  const { host, port, tls, username, purposes, weight, connections, perSecond, sendingDomains } = before;
  return { host, port, tls, username, purposes, weight, connections, perSecond, sendingDomains, ...change };
}

/** Relays often take an address as a user name, and the audit log holds none. */
function withoutUser({ username, ...rest }: Partial<TransportSettings>): Readonly<Record<string, unknown>> {
  return username === undefined ? rest : { ...rest, hasUser: username !== null };
}
