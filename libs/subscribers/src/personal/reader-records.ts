import { Injectable } from '@nestjs/common';
import type { Db } from '@app/platform';

/**
 * What a lib above this one keeps about a reader, by opaque id. It is asked when a reader wants to see everything, and
 * told when everything is to go: subscribers cannot look up, so those above come down and register.
 */
export interface ReaderRecordKeeper {
  /** Names its part of a reader's data, in the data file too: `deliveries`, `bounces`. */
  readonly name: string;
  /** Newest first; plain JSON values and dates, no address. */
  record(db: Db, subscriberId: string): Promise<readonly Record<string, unknown>[]>;
  /** In the erasure's transaction: takes out what could still tell who it was, and leaves what is counted. */
  erase(db: Db, subscriberId: string): Promise<void>;
}

export type ReaderRecordsByName = Readonly<Record<string, readonly Record<string, unknown>[]>>;

/** The keepers of this process. Filled in `onModuleInit`, so it is complete before anything is answered. */
@Injectable()
export class ReaderRecords {
  private readonly keepers = new Map<string, ReaderRecordKeeper>();

  /** A name is somebody's: two keepers under one name would hide each other's records. */
  register(keeper: ReaderRecordKeeper): void {
    if (this.keepers.has(keeper.name)) throw new Error(`a keeper of ${keeper.name} is registered already`);
    this.keepers.set(keeper.name, keeper);
  }

  async record(db: Db, subscriberId: string): Promise<ReaderRecordsByName> {
    const records: [string, readonly Record<string, unknown>[]][] = [];
    // One after the other: a transaction is one connection.
    for (const keeper of this.keepers.values()) records.push([keeper.name, await keeper.record(db, subscriberId)]);
    return Object.fromEntries(records);
  }

  async erase(db: Db, subscriberId: string): Promise<void> {
    for (const keeper of this.keepers.values()) await keeper.erase(db, subscriberId);
  }
}
