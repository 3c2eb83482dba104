import { describe, expect, it } from '@jest/globals';
import { auditQueryOf, readAuditView } from './audit-view.js';

describe('the audit log in the address', () => {
  it('keeps what narrows it and leaves out what it does not know', () => {
    expect(readAuditView({ action: 'edition.', from: '2026-11-23', to: 'tomorrow', object: 7, after: '12' })).toEqual({
      action: 'edition.',
      from: '2026-11-23',
      after: '12',
    });
  });

  it('leaves out what the server would refuse', () => {
    const guessed = { from: '2026-99-99', to: 'garbage', operator: 'me', action: 'Édition', object: 'x'.repeat(201) };
    expect(readAuditView(guessed)).toEqual({});
  });

  it('asks for whole days, the last one included', () => {
    const { from, to, action } = auditQueryOf({ from: '2026-11-23', to: '2026-11-23', action: 'edition.' });
    expect(action).toBe('edition.');
    expect(new Date(from ?? '')).toEqual(new Date(2026, 10, 23));
    expect(new Date(to ?? '')).toEqual(new Date(2026, 10, 24));
  });
});
