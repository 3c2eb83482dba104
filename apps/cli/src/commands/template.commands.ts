import type { Command } from 'commander';
import { addTemplateCheck } from './template-check.command.js';

export function addTemplates(program: Command): void {
  addTemplateCheck(program.command('template').description('templates: check'));
}
