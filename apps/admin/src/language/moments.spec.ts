import { describe, expect, it } from '@jest/globals';
import { formatDay, formatEditionDate, formatRelative, formatTime } from './moments.js';

const due = new Date('2026-11-23T05:40:00Z');

describe('absolute times', () => {
  it('are told in the zone asked for', () => {
    expect(formatTime(due, 'Europe/Paris', 'en')).toBe('06:40');
    expect(formatTime(due, 'America/New_York', 'en')).toBe('00:40');
    expect(formatTime(due, 'Europe/Paris', 'fr')).toBe('6\u00a0h\u00a040');
    expect(formatTime(due, 'America/New_York', 'fr')).toBe('0\u00a0h\u00a040');
  });

  it('name the day that it is there', () => {
    expect(formatDay(due, 'Europe/Paris', 'en')).toBe('Mon 23 Nov');
    expect(formatDay(due, 'Pacific/Honolulu', 'en')).toBe('Sun 22 Nov');
    expect(formatDay(due, 'Europe/Paris', 'fr')).toBe('lun. 23 nov.');
  });

  it('leave an edition’s date where it is', () => {
    expect(formatEditionDate('2026-11-23', 'en')).toBe('Mon 23 Nov');
  });
});

describe('relative times', () => {
  it.each([
    [20, 'now', 'maintenant'],
    [12 * 60 + 59, 'in 12 minutes', 'dans 12 minutes'],
    [-3 * 60, '3 minutes ago', 'il y a 3 minutes'],
    [26 * 3600, 'in 26 hours', 'dans 26 heures'],
    [-50 * 3600, '2 days ago', 'il y a 2 jours'],
  ])('%d seconds from now', (seconds, english, french) => {
    const now = new Date(due.getTime() - seconds * 1000);
    expect(formatRelative(due, now, 'en')).toBe(english);
    expect(formatRelative(due, now, 'fr').replaceAll('\u00a0', ' ')).toBe(french);
  });
});
