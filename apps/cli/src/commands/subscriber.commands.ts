import type { Command } from 'commander';
import { addExport } from './subscriber-export.command.js';
import { addImport } from './subscriber-import.commands.js';
import { addInactivity } from './subscriber-inactivity.commands.js';
import { addStory } from './subscriber-story.commands.js';

/** Readers, one by one and by the million. */
export function addSubscribers(program: Command): void {
  const subscriber = program.command('subscriber').description('readers: look up, import, export, suppress');
  addStory(subscriber);
  addImport(subscriber);
  addExport(subscriber);
  addInactivity(subscriber);
}
