import { describe, expect, it } from '@jest/globals';
import { knownZone } from './known-zone.js';

describe('knownZone', () => {
  it.each([['Europe/Paris', 'Europe/Paris'], ['europe/paris', 'Europe/Paris'], ['UTC', 'UTC']])('knows %s', (zone, name) => {
    expect([knownZone(zone), knownZone(zone)]).toEqual([name, name]);
  }); // prettier-ignore

  it.each([undefined, '', 'Mars/Olympus', '+05:30', '-08', 'Europe/Paris\0', '\ud800', 'A'.repeat(65_536)])(
    'knows no %j',
    (zone) => {
      expect(knownZone(zone)).toBeNull();
    },
  );
});
