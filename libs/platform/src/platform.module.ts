import { Global, Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { Arming } from './arming/arming.service.js';
import { InstallationRepository } from './arming/installation.repository.js';
import { JournalStore } from './arming/journal-store.js';
import { openJournal } from './arming/open-journal.js';
import { AuditTrail } from './audit-trail.repository.js';
import { Audit } from './audit.js';
import { Clock } from './clock.js';
import { Config } from './config.js';
import { Database, openDatabase } from './database/database.js';
import { FileStore } from './files/file-store.js';
import { openFileStore } from './files/open-file-store.js';
import { Log } from './log.js';
import { QueueModule } from './queue/queue.module.js';
import { SecretBox } from './secret-box.js';
import { SystemAlarms } from './system-alarms.js';
import { TokenSigner } from './tokens.js';

/** Everything on the ground floor that is wired rather than called: one per process. */
@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** `clock` is for tests, which freeze it. */
  static forRoot(config: Config, log: Log, clock: Clock = new Clock()): DynamicModule {
    const database = {
      provide: Database,
      useFactory: () =>
        openDatabase({
          connectionString: config.env.DATABASE_URL,
          max: config.env.DATABASE_POOL,
          onConnectionLost: (error) => { log.failure('database.connection_lost', error); }, // prettier-ignore
        }),
    };
    return {
      module: PlatformModule,
      imports: [QueueModule.forRoot()],
      providers: [
        { provide: Config, useValue: config },
        { provide: Log, useValue: log },
        { provide: Clock, useValue: clock },
        database,
        { provide: FileStore, useValue: openFileStore(config.env.FILES_URL) },
        { provide: JournalStore, useValue: openJournal(config) },
        InstallationRepository,
        Arming,
        TokenSigner,
        SecretBox,
        Audit,
        AuditTrail,
        SystemAlarms,
      ],
      exports: [
        Config,
        Log,
        Clock,
        Database,
        FileStore,
        JournalStore,
        InstallationRepository,
        Arming,
        TokenSigner,
        SecretBox,
        Audit,
        AuditTrail,
        SystemAlarms,
        QueueModule,
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.destroy();
  }
}
