import { expect, it } from '@jest/globals';
import { projectPath } from '@app/platform';
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { findingRules, type FindingName, type FindingRule } from './finding-rules.js';
import { english } from './finding-words.en.js';

const PAGE = projectPath('docs', 'preflight.md');
const [BEGIN, END] = ['<!-- findings -->', '<!-- /findings -->'];

function entry([name, { level, source, mayOverride, holdsUnattended }]: [string, FindingRule]): string {
  const [message, help] = english[name as FindingName];
  const rights = level === 'warn' ? '' : mayOverride === true ? ', may be overridden' : ', never overridden';
  const held = holdsUnattended === true ? ', holds' : '';
  const plain = (text: string): string => text.replaceAll(/[<>*_]/g, '\\$&').replaceAll('{', '`{').replaceAll('}', '}`');
  return `- **\`preflight.${name}\`** (${level}${rights}${held}): ${plain(message)} ${plain(help)} Source: ${source}.`;
} // prettier-ignore

/** `WRITE_BASELINE=yes` writes it anew. */
it('lists every finding as the rules and the words have it', async () => {
  const page = readFileSync(PAGE, 'utf8');
  const list = Object.entries(findingRules).map(entry).join('\n');
  const [before = ''] = page.split(BEGIN);
  const whole = `${before}${BEGIN}\n\n${list}\n\n${END}\n`;
  const made = await format(whole, { ...(await resolveConfig(PAGE)), filepath: PAGE });
  if (process.env['WRITE_BASELINE'] === 'yes') writeFileSync(PAGE, made);
  else expect(page).toBe(made);
});
