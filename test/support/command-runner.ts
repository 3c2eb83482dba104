import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Config } from '@app/platform';

export interface CommandResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandRunner {
  /** One command line after the other: the next waits for the one before. @throws if a command ends its process */
  run(args: readonly string[], input?: string | Buffer): Promise<CommandResult>;
  close(): Promise<void>;
}

/**
 * Runs command lines of the built product in one process beside the test's: most of what a command takes is the loading
 * of its libs. What only a process of its own shows (signals, a closed pipe, its Node) needs one.
 */
export function openCommandRunner(
  env: Readonly<Record<string, string>> = {},
  cwd: string = process.cwd(),
): CommandRunner {
  const file = path.join(import.meta.dirname, 'command-process.js');
  const child = fork(file, { cwd, env: {}, execArgv: [] });
  let before: Promise<unknown> = Promise.resolve();
  return {
    run: (args, input = '') => {
      const order = { args, env, input: Buffer.from(input).toString('base64') };
      const result = before.then(() => answerOf(child, order));
      // Whoever asked hears of a failure; the next order finds out for itself.
      before = result.catch(() => undefined);
      return result;
    },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
    },
  };
}

/** What an operator's shell would hold for this instance, and no more. */
export function commandEnvironment(config: Config): Record<string, string> {
  const { PUBLIC_URL, SECRET_KEY, DATABASE_URL, SMTP_URL } = config.env;
  return { PUBLIC_URL, SECRET_KEY, DATABASE_URL, SMTP_URL };
}

function answerOf(child: ChildProcess, order: object): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => {
      reject(new Error(`the process of the commands ended with ${String(code)}`));
    };
    child.once('exit', onExit);
    child.once('message', (result) => {
      child.off('exit', onExit);
      resolve(result as CommandResult);
    });
    child.send(order, (error) => {
      if (error !== null) reject(error);
    });
  });
}
