import 'reflect-metadata';
import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { errorText, isCatalogueError, projectPath } from '@app/platform';
import { groupsFor } from './command-groups.js';
import { isAnswered, usageFailure } from './usage-error.js';

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(projectPath('package.json'), 'utf8')));

const program = new Command('colporteur')
  .description('newsletters and daily digests for newsrooms')
  .version(version)
  .showHelpAfterError('(see --help)')
  // Commands that are added take this over from here: what is wrong with a command line is told below.
  .exitOverride();

for (const { load } of groupsFor(process.argv[2])) (await load())(program);

/** Exit status 0 only on success. With --json an error is a document too. */
try {
  await program.parseAsync();
} catch (error) {
  if (!isAnswered(error)) tell(error);
}

function tell(error: unknown): void {
  const usage = usageFailure(error);
  const thrown = isCatalogueError(error) || (error instanceof Error && 'code' in error) ? String(error.code) : 'error';
  const code = usage?.code ?? thrown;
  const message = usage?.message ?? errorText(error);
  const details = isCatalogueError(error) ? error.details : {};
  if (process.argv.includes('--json'))
    process.stdout.write(`${JSON.stringify({ error: { code, message, ...details } })}\n`);
  else if (usage?.isTold !== true)
    process.stderr.write(
      `${message}${Object.keys(details).length > 0 ? `\n${JSON.stringify(details)}` : ''}\n(${code})\n`,
    );
  process.exitCode = 1;
}
