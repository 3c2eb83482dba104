import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { newSecret, projectPath } from '@app/platform';

/**
 * What an installation without a database server of its own keeps between starts, in one folder that only its owner may
 * read: the generated secrets, and while it runs, the addresses other commands reach it by.
 */
const secrets = z.object({ secretKey: z.string(), runtimePassword: z.string() });
const environment = z.record(z.string(), z.string());

export type Secrets = z.infer<typeof secrets>;

export class Installation {
  constructor(readonly directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  /** `DATA_DIR`, else `.colporteur` in the project's folder, which git ignores. */
  static default(): Installation {
    return new Installation(process.env['DATA_DIR'] ?? projectPath('.colporteur'));
  }

  path(...segments: string[]): string {
    return path.join(this.directory, ...segments);
  }

  /**
   * Made at the first start. The secret signs the links of mails already sent and keys the suppressions, so a lost file
   * is not replaced behind the operator's back where readers' data exists.
   */
  secrets(): Secrets {
    const file = this.path('secrets.json');
    if (existsSync(file)) return secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
    if (existsSync(this.path('postgres', 'cluster', 'PG_VERSION')) && process.env['SECRET_KEY'] === undefined) {
      throw new Error(
        `${file} is missing, but there is a database beside it. Put the file back from your backup, or set SECRET_KEY to the key in use before.`,
      );
    }
    const fresh: Secrets = { secretKey: newSecret(48), runtimePassword: newSecret(24) };
    writeWhole(file, JSON.stringify(fresh));
    return fresh;
  }

  /** The environment of the instance that runs on this folder, for commands in another terminal. */
  publish(env: Readonly<Record<string, string>>): void {
    writeWhole(this.path('running.json'), JSON.stringify(env));
  }

  withdraw(): void {
    rmSync(this.path('running.json'), { force: true });
  }

  running(): Record<string, string> | undefined {
    const file = this.path('running.json');
    return existsSync(file) ? environment.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  }
}

function writeWhole(file: string, content: string): void {
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, content, { mode: 0o600 });
  chmodSync(aside, 0o600);
  renameSync(aside, file);
}
