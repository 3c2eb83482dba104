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

  it('asks for whole days, the last one included', () => {
    const { from, to, action } = auditQueryOf({ from: '2026-11-23', to: '2026-11-23', action: 'edition.' });
    expect(action).toBe('edition.');
    expect(new Date(from ?? '')).toEqual(new Date(2026, 10, 23));
    expect(new Date(to ?? '')).toEqual(new Date(2026, 10, 24));
  });
});
