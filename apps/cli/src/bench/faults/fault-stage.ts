import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { migrate, newSecret, startEmbeddedPostgres } from '@app/platform';
import { frozenEdition } from '../frozen-edition.js';
import { createNewsletters, storeDispatches } from '../bench-stage.js';
import { withTools } from '../send/send-stage.js';
import { SendBenchServer } from '../send/send.repository.js';
import type { FaultRelay } from './fault-relay.js';
import { FaultRoom, IMPATIENT } from './fault-room.js';

const BASE = 'faults';

/** A throw-away PostgreSQL with readers and dispatches, of which each fault gets a copy of its own. */
export class FaultStage {
  private constructor(
    private readonly folder: string,
    private readonly ownerUrl: (database: string) => string,
    private readonly secrets: { readonly key: string; readonly password: string },
    private readonly stop: () => Promise<void>,
  ) {}

  static async open(recipients: number): Promise<FaultStage> {
    const folder = mkdtempSync(path.join(tmpdir(), 'colporteur-faults-'));
    const postgres = await startEmbeddedPostgres({ directory: path.join(folder, 'postgres') });
    const secrets = { key: newSecret(48), password: newSecret(24) };
    const stage = new FaultStage(
      folder,
      (name) => postgres.url(name),
      secrets,
      async () => {
        await postgres.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    );
    try {
      await stage.furnish(recipients);
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  /** A room with a frozen edition, for as long as `work` lasts. */
  async room<T>(relay: FaultRelay, recipients: number, work: (room: FaultRoom) => Promise<T>): Promise<T> {
    const database = `fault_${newSecret(6)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '0')}`;
    await this.onServer((server) => server.copy(BASE, database));
    const env = this.environment(database, relay.port);
    try {
      return await withTools(env, async (tools) => {
        const room = new FaultRoom({ relay, tools, recipients, editionId: await frozenEdition(tools), env });
        try {
          return await work(room);
        } finally {
          await room.close();
        }
      });
    } finally {
      await this.onServer((server) => server.drop(database));
    }
  }

  close(): Promise<void> {
    return this.stop();
  }

  private async furnish(recipients: number): Promise<void> {
    await this.onServer((server) => server.create(BASE));
    const env = this.environment(BASE, 9);
    await migrate({ ownerUrl: env['MIGRATION_DATABASE_URL'] ?? '', runtimeUrl: env['DATABASE_URL'] ?? '' });
    const newsletterId = await withTools(env, async (tools) => {
      await storeDispatches(tools);
      const [newsletter] = await createNewsletters(tools, 1);
      return newsletter?.id ?? '';
    });
    await this.onServer((server) => server.addReaders(BASE, newsletterId, recipients));
  }

  /** A connection at a time: some faults end the server, and all connections with it. */
  private async onServer(work: (server: SendBenchServer) => Promise<void>): Promise<void> {
    const server = await SendBenchServer.open(this.ownerUrl('postgres'));
    try {
      await work(server);
    } finally {
      await server.close();
    }
  }

  private environment(database: string, relayPort: number): Record<string, string> {
    const runtime = new URL(this.ownerUrl(database));
    runtime.username = 'colporteur';
    runtime.password = this.secrets.password;
    return {
      LOG_LEVEL: 'silent',
      PUBLIC_URL: 'https://newsletters.example.org',
      SECRET_KEY: this.secrets.key,
      DATABASE_URL: runtime.href,
      MIGRATION_DATABASE_URL: this.ownerUrl(database),
      SMTP_URL: `smtp://127.0.0.1:${relayPort}`,
      FILES_URL: pathToFileURL(path.join(this.folder, `${database}-files`)).href,
      CLUSTERING: 'off',
      ...IMPATIENT,
      PATH: process.env['PATH'] ?? '',
    };
  }
}
