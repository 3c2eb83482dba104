import { Arming, InstallationRepository, Log, SystemAlarms, openJournal } from '@app/platform';
import type { TestDatabase } from './database.js';

/** One process's own view of whether a test's database may submit. */
export function armingOf({ database, config }: Pick<TestDatabase, 'database' | 'config'>): Arming {
  const installations = new InstallationRepository(database);
  return new Arming(database, installations, openJournal(config), new SystemAlarms(), new Log('silent'));
}
