export { Arming, DISARMED_ALARM } from './arming/arming.service.js';
export { lineOf, noteSuccessor, readBeat, writeBeat, type OutsideBeat } from './arming/beats.js';
export {
  InstallationRepository,
  isArmed,
  unknownTimes,
  type ArmedGuard,
  type InstallationRecord,
} from './arming/installation.repository.js';
export { JournalStore, journalErrors } from './arming/journal-store.js';
export { judgeInstallation, type Finding } from './arming/judge-installation.js';
export { openJournal } from './arming/open-journal.js';
export * from './audit.js';
export { AuditTrail, type AuditTrace } from './audit-trail.repository.js';
export * from './clock.js';
export * from './config.js';
export { rightsOfOneNewsletter, type GroupGrant, type GroupMeaning } from './openid-groups.js';
export { csvCell, guardFormula, unguardFormula } from './csv-cell.js';
export { Database, openDatabase, type Db, type PoolOptions } from './database/database.js';
export { openBulk, type BulkLine } from './database/open-bulk.js';
export { PreparedStatement } from './database/prepared-statement.js';
export { migrate, pendingMigrations, type MigrateOptions } from './database/migrate.js';
export type * from './database/schema.js';
export * from './embedded-postgres/embedded-postgres.js';
export * from './errors.js';
export * from './fetch-refused.js';
export { FileStore, fileHash, isFileHash } from './files/file-store.js';
export type { FilesPlace } from './files/files-place.js';
export { filesErrors } from './files/files.errors.js';
export { openFileStore } from './files/open-file-store.js';
export { proveFiles } from './files/prove-files.js';
export * from './i18n.js';
export { isolatedLines } from './isolation.js';
export * from './ids.js';
export { knownZone } from './known-zone.js';
export * from './log.js';
export * from './platform.module.js';
export * from './project-path.js';
export { closeInTime } from './queue/close-in-time.js';
export * from './queue/job.js';
export * from './queue/job-bell.js';
export { isPublicAddress } from './public-address.js';
export * from './readiness.js';
export * from './safe-fetch.js';
export { SecretBox, secretErrors } from './secret-box.js';
export { SystemAlarms, type SystemAlarm, type SystemAlarmRaised } from './system-alarms.js';
export * from './tokens.js';
