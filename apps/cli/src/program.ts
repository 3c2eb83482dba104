import 'reflect-metadata';
import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { errorText, isCatalogueError, projectPath } from '@app/platform';
import { addArticles } from './commands/article.command.js';
import { addBench } from './commands/bench.command.js';
import { addCluster } from './commands/cluster.command.js';
import { addDemo } from './commands/demo.command.js';
import { addDispatches } from './commands/dispatch.commands.js';
import { addEditions } from './commands/edition.commands.js';
import { addFeeds } from './commands/feed.commands.js';
import { addLabels } from './commands/label.commands.js';
import { addNewsroom } from './commands/newsroom.commands.js';
import { addOperators } from './commands/operator.commands.js';
import { addProcesses } from './commands/process.commands.js';
import { addServe } from './commands/serve.command.js';
import { addSources } from './commands/source.commands.js';

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(projectPath('package.json'), 'utf8')));

const program = new Command('colporteur')
  .description('newsletters and daily digests for newsrooms')
  .version(version)
  .showHelpAfterError();

addServe(program);
addProcesses(program);
addDemo(program);
addBench(program);
addCluster(addDispatches(program));
addEditions(program);
addNewsroom(program);
addLabels(program);
addSources(program);
addArticles(program);
addFeeds(program);
addOperators(program);

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
