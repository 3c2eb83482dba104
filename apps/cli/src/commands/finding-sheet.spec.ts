import { expect, it } from '@jest/globals';
import type { PreflightFinding } from '@app/mail';
import { findingSheet } from './finding-sheet.js';

const blocked: PreflightFinding = {
  level: 'block',
  code: 'preflight.header_bcc',
  where: { part: 'headers', line: 3, excerpt: 'Bcc: \u001b[2Jx' },
  message: 'The header Bcc stands in the mail.',
  help: 'Leave it out.',
  source: 'RFC 5322 §3.6.3',
};
const warned: PreflightFinding = { ...blocked, level: 'warn', code: 'preflight.link_empty', where: { part: 'html', line: 7, variant: 'ordinary, fr' } }; // prettier-ignore

it('shows findings by their level, with a place an editor opens and nothing a terminal obeys', () => {
  expect(findingSheet([blocked, warned], 'une.eml', { headers: 'une.eml' })).toBe(
    [
      'BLOCK: it may not leave like this',
      '',
      '  une.eml:3 (headers)',
      '    The header Bcc stands in the mail.',
      '    | Bcc: [2Jx',
      '    → Leave it out.',
      '    preflight.header_bcc (RFC 5322 §3.6.3)',
      '',
      'WARN: somebody should look',
      '',
      '  html, line 7, ordinary, fr',
      '    The header Bcc stands in the mail.',
      '    → Leave it out.',
      '    preflight.link_empty (RFC 5322 §3.6.3)',
      '',
      'une.eml: 1 block, 1 warn',
    ].join('\n'),
  );
  expect(findingSheet([], 'une.eml', {})).toBe('une.eml: nothing to say');
});
