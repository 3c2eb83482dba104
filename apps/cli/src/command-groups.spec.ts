import { Command } from 'commander';
import { describe, expect, it } from '@jest/globals';
import { commandGroups, groupsFor } from './command-groups.js';

describe('command groups', () => {
  it.each(commandGroups.map(({ commands, load }) => [commands.join(', '), commands, load] as const))(
    'bring the commands they name: %s',
    async (_, commands, load) => {
      const program = new Command();
      (await load())(program);
      expect(program.commands.map((command) => command.name())).toEqual(commands);
    },
  );

  it('are loaded by the command, and all of them where none is known', () => {
    expect(groupsFor('feed').flatMap(({ commands }) => commands)).toEqual(['feed']);
    expect(groupsFor('--help')).toBe(commandGroups);
    expect(groupsFor(undefined)).toBe(commandGroups);
  });
});
