import { CommanderError, InvalidArgumentError } from 'commander';
import { defineErrors } from '@app/platform';

/** A command line that asks for nothing we know. Scripts branch on these codes; the parser's own may change. */
export const usageErrors = defineErrors({
  'cli.option_unknown': { kind: 'invalid', text: 'The command has no such option.' },
  'cli.option_missing': { kind: 'invalid', text: 'The command needs an option that is not there.' },
  'cli.option_value_missing': { kind: 'invalid', text: 'An option needs a value.' },
  'cli.options_conflict': { kind: 'invalid', text: 'Two options exclude each other.' },
  'cli.argument_missing': { kind: 'invalid', text: 'The command needs an argument that is not there.' },
  'cli.argument_surplus': { kind: 'invalid', text: 'The command takes fewer arguments.' },
  'cli.value_invalid': { kind: 'invalid', text: 'An argument or an option has a value that it does not take.' },
  'cli.command_unknown': { kind: 'not_found', text: 'There is no such command.' },
  'cli.command_missing': { kind: 'invalid', text: 'Say which command.' },
  'cli.usage': { kind: 'invalid', text: 'The command line could not be read.' },
});

type UsageCode = keyof typeof usageErrors.entries;

const CODES: Readonly<Record<string, UsageCode>> = {
  'commander.unknownOption': 'cli.option_unknown',
  'commander.missingMandatoryOptionValue': 'cli.option_missing',
  'commander.optionMissingArgument': 'cli.option_value_missing',
  'commander.conflictingOption': 'cli.options_conflict',
  'commander.missingArgument': 'cli.argument_missing',
  'commander.excessArguments': 'cli.argument_surplus',
  'commander.invalidArgument': 'cli.value_invalid',
  'commander.unknownCommand': 'cli.command_unknown',
  'commander.help': 'cli.command_missing',
};

export interface UsageFailure {
  readonly code: UsageCode;
  /** Names the word at fault; one line, as the parser says it. */
  readonly message: string;
  /** The parser has said so on stderr. */
  readonly isTold: boolean;
}

/** What was wrong with the command line; undefined: something else went wrong, or help was asked for and given. */
export function usageFailure(error: unknown): UsageFailure | undefined {
  if (!(error instanceof CommanderError) || error.exitCode === 0) return undefined;
  const code = CODES[error.code] ?? 'cli.usage';
  // The parser reports help that nobody asked for with no words of its own.
  const isWorded = code !== 'cli.command_missing';
  const message = isWorded ? error.message.replace(/^error: /, '') : usageErrors.entries[code].text;
  // One of these that reaches us as it was thrown comes from a command at work: the parser rewrites its own.
  return { code, message, isTold: !(error instanceof InvalidArgumentError) };
}

/** Whether the parser has answered what was asked: help, or the version. */
export function isAnswered(error: unknown): boolean {
  return error instanceof CommanderError && error.exitCode === 0;
}
