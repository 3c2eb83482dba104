import type { Command } from 'commander';
import { addEditionApproval } from './edition-approval.commands.js';
import { addAssemble } from './edition-assemble.command.js';
import { addEditionDesk } from './edition-desk.commands.js';
import { addEditionDelivery } from './edition-delivery.command.js';
import { addEditionMaking } from './edition-make.commands.js';
import { addEditionUncertain } from './edition-uncertain.command.js';
import { addEditionStatus } from './edition-status.command.js';

/** Editions by hand: what the calendar does by itself, one step at a time, and what a desk does to them. */
export function addEditions(program: Command): void {
  const edition = program.command('edition').description('assemble, change, approve, send and watch editions');
  addAssemble(edition);
  addEditionDesk(edition);
  addEditionApproval(edition);
  addEditionMaking(edition);
  addEditionStatus(edition);
  addEditionUncertain(edition);
  addEditionDelivery(edition);
}
