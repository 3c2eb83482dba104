import type { Command } from 'commander';

/** Readers, one by one and by the million. */
export function addSubscribers(program: Command): void {
  program.command('subscriber').description('readers: look up, import, export, suppress');
}
