import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const running = new Set<ChildProcess>();
let isWatched = false;

/** However this process ends, short of being killed, `child` does not outlive it. Returns the child. */
export function endsWithUs(child: ChildProcess): ChildProcess {
  if (!isWatched) process.once('exit', () => { for (const one of running) one.kill('SIGKILL'); }); // prettier-ignore
  isWatched = true;
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** By SIGTERM; at once where it has ended already. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
