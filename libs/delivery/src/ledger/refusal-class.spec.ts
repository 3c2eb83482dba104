import { describe, expect, it } from '@jest/globals';
import { refusalClass, type RefusalClass } from './refusal-class.js';

describe('an enhanced status code', () => {
  it.each<[string | null, RefusalClass | undefined]>([
    // The mailbox or its domain does not exist (STANDARDS B4).
    ['5.1.1', 'hard'],
    ['5.1.2', 'hard'],
    ['5.1.3', 'hard'],
    ['5.1.6', 'hard'],
    ['5.1.10', 'hard'],
    // The same, not for good.
    ['4.1.1', 'soft'],
    // Full, disabled, too large, or the receiving system's own trouble.
    ['5.2.1', 'soft'],
    ['5.2.2', 'soft'],
    ['5.3.4', 'soft'],
    ['4.2.2', 'soft'],
    ['5.0.0', 'soft'],
    ['5.4.1', 'soft'],
    // Looks like 5.1.1 and is not.
    ['5.1.11', 'soft'],
    ['5.1.0', 'soft'],
    ['5.6.7', 'soft'],
    // Authentication and reputation: the sender's fault (P3).
    ['5.7.1', 'policy'],
    ['5.7.26', 'policy'],
    ['5.7.515', 'policy'],
    ['4.7.0', 'policy'],
    ['4.7.28', 'policy'],
    // Nothing is said about the address.
    [null, undefined],
    ['2.0.0', undefined],
    ['', undefined],
    ['550', undefined],
  ])('%p is %p', (code, found) => {
    expect(refusalClass(code)).toBe(found);
  });
});
