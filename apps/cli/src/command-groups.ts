import type { Command } from 'commander';
import { growHeapSlowly } from './grow-heap-slowly.js';

/**
 * Which file brings which commands. A command loads its own group only: all of them, with the mail renderer, the api and
 * the worker behind them, take more than a second to load, and `feed parse` is called in loops.
 */

type AddCommands = (program: Command) => void;

interface CommandGroup {
  /** First words of the command line. */
  readonly commands: readonly string[];
  readonly load: () => Promise<AddCommands>;
}

/** In the order of the help. */
export const commandGroups: readonly CommandGroup[] = [
  { commands: ['serve'], load: async () => (await import('./commands/serve.command.js')).addServe },
  { commands: ['api', 'worker', 'migrate'], load: async () => (await import('./commands/process.commands.js')).addProcesses },
  { commands: ['arm', 'disarm'], load: async () => (await import('./commands/arming.commands.js')).addArming },
  { commands: ['doctor'], load: async () => (await import('./commands/doctor.command.js')).addDoctor },
  { commands: ['demo'], load: async () => (await import('./commands/demo.command.js')).addDemo },
  { commands: ['bench'], load: async () => (await import('./commands/bench.command.js')).addBench },
  { commands: ['dispatch'], load: dispatches },
  { commands: ['edition'], load: async () => (await import('./commands/edition.commands.js')).addEditions },
  { commands: ['takedown'], load: async () => (await import('./commands/takedown.commands.js')).addTakedowns },
  { commands: ['newsletter'], load: async () => (await import('./commands/newsroom.commands.js')).addNewsroom },
  { commands: ['subscriber'], load: subscribers },
  { commands: ['address'], load: async () => (await import('./commands/address.command.js')).addAddresses },
  { commands: ['label'], load: async () => (await import('./commands/label.commands.js')).addLabels },
  { commands: ['source'], load: async () => (await import('./commands/source.commands.js')).addSources },
  { commands: ['article'], load: async () => (await import('./commands/article.command.js')).addArticles },
  { commands: ['feed'], load: async () => (await import('./commands/feed.commands.js')).addFeeds },
  { commands: ['template'], load: async () => (await import('./commands/template.commands.js')).addTemplates },
  { commands: ['dkim'], load: async () => (await import('./commands/dkim.commands.js')).addDkim },
  { commands: ['transport'], load: async () => (await import('./commands/transport.commands.js')).addTransports },
  { commands: ['pace', 'warm-up'], load: async () => (await import('./commands/pace.commands.js')).addPace },
  { commands: ['secrets'], load: async () => (await import('./commands/secrets.command.js')).addSecrets },
  { commands: ['audit'], load: async () => (await import('./commands/audit.commands.js')).addAudit },
  { commands: ['operator', 'bounce'], load: async () => (await import('./commands/operator.commands.js')).addOperators },
]; // prettier-ignore

async function subscribers(): Promise<AddCommands> {
  growHeapSlowly();
  return (await import('./commands/subscriber.commands.js')).addSubscribers;
}

async function dispatches(): Promise<AddCommands> {
  const { addDispatches } = await import('./commands/dispatch.commands.js');
  const { addCluster } = await import('./commands/cluster.command.js');
  return (program) => {
    addCluster(addDispatches(program));
  };
}

/** The group that has the command; all of them where nobody does, so that help and errors name every command. */
export function groupsFor(command: string | undefined): readonly CommandGroup[] {
  const asked = commandGroups.filter((group) => group.commands.includes(command ?? ''));
  return asked.length > 0 ? asked : commandGroups;
}
