import { describe, expect, it } from '@jest/globals';
import type { ShelfDispatch } from '@app/dispatches';
import { chooseSample } from './sample-headlines.service.js';

function dispatch(headline: string, regions: string[], urgency: number, hour = 8): ShelfDispatch {
  return {
    id: headline,
    version: 1,
    language: 'fr',
    headline,
    standfirst: '',
    link: null,
    isUpdate: false,
    urgency,
    countries: [],
    regions,
    topics: [],
    publishedAt: new Date(Date.UTC(2026, 2, 10, hour)),
    firstSeenAt: new Date(Date.UTC(2026, 2, 10, hour)),
    embargoedUntil: null,
    access: 'free',
    sourceId: 'gazette',
    sourceName: 'La Gazette',
    sourceWeight: 5,
    otherSources: [],
    clusterId: null,
    rights: { mail: true, archive: true, feed: true, until: null, credit: null, territories: null },
    excerptLength: null,
    picture: null,
  };
}

const sections = ['france', 'europe', 'afrique', 'ameriques'];

describe('the example on a sign-up page', () => {
  it('is the most urgent of three sections, in the newsletter’s order', () => {
    const chosen = chooseSample(
      [
        dispatch('loin', ['ameriques'], 6),
        dispatch('bref', ['europe'], 5),
        dispatch('urgent', ['afrique'], 1),
        dispatch('grave', ['europe'], 2),
        dispatch('ici', ['france'], 4),
      ],
      sections,
    );
    expect(chosen).toEqual([
      { section: 'france', headline: 'ici' },
      { section: 'europe', headline: 'grave' },
      { section: 'afrique', headline: 'urgent' },
    ]);
  });

  it('takes the newest of equals', () => {
    const chosen = chooseSample([dispatch('tôt', ['europe'], 3, 6), dispatch('tard', ['europe'], 3, 7)], sections);
    expect(chosen).toEqual([{ section: 'europe', headline: 'tard' }]);
  });

  it('leaves out what belongs to no section of the newsletter', () => {
    expect(chooseSample([dispatch('ailleurs', ['arctique'], 1), dispatch('nulle part', [], 1)], sections)).toEqual([]);
  });
});
