import 'reflect-metadata';
import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { errorText, isCatalogueError, projectPath } from '@app/platform';
import { groupsFor } from './command-groups.js';

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(projectPath('package.json'), 'utf8')));

const program = new Command('colporteur')
  .description('newsletters and daily digests for newsrooms')
  .version(version)
  .showHelpAfterError();

for (const { load } of groupsFor(process.argv[2])) (await load())(program);

/** Exit status 0 only on success. With --json an error is a document too. */
try {
  await program.parseAsync();
} catch (error) {
  const code = isCatalogueError(error) || (error instanceof Error && 'code' in error) ? String(error.code) : 'error';
  const details = isCatalogueError(error) ? error.details : {};
  if (process.argv.includes('--json'))
    process.stdout.write(`${JSON.stringify({ error: { code, message: errorText(error), ...details } })}\n`);
  else
    process.stderr.write(
      `${errorText(error)}${Object.keys(details).length > 0 ? `\n${JSON.stringify(details)}` : ''}\n(${code})\n`,
    );
  process.exitCode = 1;
}
