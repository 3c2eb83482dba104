import { describe, expect, it } from '@jest/globals';
import type { ShelfDispatch } from '@app/dispatches';
import { freezeDispatch } from './frozen-block.js';

const due = new Date('2026-11-23T06:00:00Z');
const rights = { mail: true, archive: true, feed: true, until: null, credit: null, territories: null };
const dispatch: ShelfDispatch = {
  id: 'a', version: 3, language: 'fr', headline: 'Le port rouvre', standfirst: 'Dès midi. '.repeat(50).trim(), link: 'https://gazette.example/port',
  isUpdate: false, urgency: 5, countries: ['FR'], regions: ['france'], publishedAt: due, embargoedUntil: null, access: 'free',
  sourceName: 'Agence', otherSources: [], clusterId: null, rights, excerptLength: null, picture: null,
}; // prettier-ignore
const freeze = (change: Partial<ShelfDispatch>) => freezeDispatch({ ...dispatch, ...change }, 'france', 0, due).content;

describe('a frozen dispatch', () => {
  it('names the first source by its credit line, then the others, and no more than five', () => {
    expect(freeze({}).sources).toEqual(['Agence']);
    const otherSources = ['Gazette', 'AFP', 'Courrier', 'Écho', 'Phare', 'Large'];
    expect(freeze({ otherSources, rights: { ...rights, credit: 'AFP' } }).sources).toEqual(['AFP', 'Gazette', 'Courrier', 'Écho', 'Phare']); // prettier-ignore
  });

  it('is an excerpt where the right is to some territories, because its readers may be anywhere', () => {
    expect(freeze({}).standfirst).toBe(dispatch.standfirst);
    expect(freeze({ rights: { ...rights, territories: ['FR'] } }).standfirst.length).toBeLessThanOrEqual(200);
  });
});
