#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import path from 'node:path';

/**
 * The way in, apart from the program so that it loads on a Node too old for it. npm puts the Node that `npm ci` brought
 * along first on the PATH; whoever calls this file by hand, from cron or a unit file, gets it here.
 */

/** Of package.json's `engines`; older ones lack what our dependencies call while they load. */
const OLDEST = [22, 19] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) {
  keepCompiledCode();
  endWithLauncher();
  await import('./program.js');
} else {
  const ours = ownNode();
  if (ours === undefined) {
    process.stderr.write(
      `Colporteur needs Node ${OLDEST.join('.')} or newer; this is ${process.versions.node}. \`npm ci\` brings one along.\n`,
    );
    process.exitCode = 1;
  } else {
    runWith(ours);
  }
}

/** Who is killed outright passes no signal on: the line that falls silent is the signal. */
function endWithLauncher(): void {
  if (process.channel === undefined) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // Listening holds the process up otherwise.
  process.channel.unref();
}

/** A quarter of the time a command takes to start is compiling. Where nothing can be written, it takes that time. */
function keepCompiledCode(): void {
  const folder = ourFolder();
  if (folder !== undefined) module.enableCompileCache(path.join(folder, 'node_modules', '.cache', 'colporteur'));
}

/** node_modules/.bin/node of our folder; undefined where `npm ci` left optional packages out. */
function ownNode(): string | undefined {
  const folder = ourFolder();
  if (folder === undefined) return undefined;
  const found = path.join(folder, 'node_modules', '.bin', 'node');
  // Itself again would be without end.
  return existsSync(found) && realpathSync(found) !== realpathSync(process.execPath) ? found : undefined;
}

/** The one with our package.json, which holds the dependencies too. */
function ourFolder(): string | undefined {
  let folder = import.meta.dirname;
  while (!isOurs(folder)) {
    if (path.dirname(folder) === folder) return undefined;
    folder = path.dirname(folder);
  }
  return folder;
}

function isOurs(folder: string): boolean {
  const file = path.join(folder, 'package.json');
  return existsSync(file) && readFileSync(file, 'utf8').includes('"name": "colporteur"');
}

/** In our stead: same arguments, same streams, same signals, same end. */
function runWith(node: string): void {
  const child = spawn(node, [import.meta.filename, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`${node} does not run: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  });
}
