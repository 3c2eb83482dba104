import { describe, expect, it } from '@jest/globals';
import { Command, InvalidArgumentError, Option } from 'commander';
import { isAnswered, usageFailure } from './usage-error.js';

function program(): Command {
  const made = new Command('colporteur').version('1.0.0').exitOverride();
  made.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  const group = made.command('edition');
  group
    .command('show <name>')
    .requiredOption('--day <day>')
    .addOption(new Option('--all').conflicts('one'))
    .option('--one')
    .option('--count <n>', 'so many', () => {
      throw new InvalidArgumentError('expected: a number');
    })
    .action(() => {
      throw new InvalidArgumentError('given 32; expected: a day');
    });
  return made;
}

async function failing(...words: string[]): Promise<unknown> {
  return program()
    .parseAsync(words, { from: 'user' })
    .then(
      () => undefined,
      (error: unknown) => error,
    );
}

describe('a command line that cannot be read', () => {
  it.each([
    [['edition', 'show', 'a', '--day', '1', '--nonsense'], 'cli.option_unknown', "unknown option '--nonsense'"],
    [['edition', 'show', '--day', '1'], 'cli.argument_missing', "missing required argument 'name'"],
    [['edition', 'show', 'a', 'b', '--day', '1'], 'cli.argument_surplus', expect.stringContaining('too many arguments')],
    [['edition', 'show', 'a'], 'cli.option_missing', expect.stringContaining('--day <day>')],
    [['edition', 'show', 'a', '--day'], 'cli.option_value_missing', expect.stringContaining('--day <day>')],
    [['edition', 'show', 'a', '--day', '1', '--count', 'x'], 'cli.value_invalid', expect.stringContaining('expected: a number')],
    [['edition', 'show', 'a', '--day', '1', '--all', '--one'], 'cli.options_conflict', expect.stringContaining("'--one'")],
    [['nonsense'], 'cli.command_unknown', "unknown command 'nonsense'"],
    [['edition'], 'cli.command_missing', 'Say which command.'],
  ])('has a code of the house that stays: %j', async (words, code, message) => {
    expect(usageFailure(await failing(...words))).toEqual({ code, message, isTold: true });
  }); // prettier-ignore

  it('is told by us where a command found out at its work', async () => {
    expect(usageFailure(await failing('edition', 'show', 'a', '--day', '32'))).toEqual({
      code: 'cli.value_invalid',
      message: 'given 32; expected: a day',
      isTold: false,
    });
  });

  it('is none where help or the version was asked for, or something else went wrong', async () => {
    for (const word of ['--help', '--version']) {
      const error = await failing(word);
      expect([isAnswered(error), usageFailure(error)]).toEqual([true, undefined]);
    }
    expect([isAnswered(new Error('x')), usageFailure(new Error('x'))]).toEqual([false, undefined]);
  });
});
