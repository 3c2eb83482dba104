import type { ShelfDispatch } from '@app/dispatches';
import type { FrozenDispatchBlock, FrozenSponsorBlock, FrozenTextBlock } from './frozen-block.js';
import { freezeDispatch } from './freeze-block.js';

const at = new Date('2026-11-23T06:00:00Z');
const rights = { mail: true, archive: true, feed: true, until: null, credit: null, territories: null };

/** A dispatch as specs of pure functions need one; a spec says only what it is about. */
export function sampleDispatch(change: Partial<ShelfDispatch> = {}): ShelfDispatch {
  return {
    id: 'a', version: 3, language: 'fr', headline: 'Le port rouvre', standfirst: 'Dès midi.', link: 'https://gazette.example/port',
    isUpdate: false, urgency: 5, countries: [], regions: ['france'], topics: [], publishedAt: at, embargoedUntil: null, access: 'free',
    sourceName: 'Agence', sourceId: 's', sourceWeight: 5, firstSeenAt: at, otherSources: [], clusterId: null, rights, excerptLength: null, picture: null, ...change,
  }; // prettier-ignore
}

/** Frozen for 23 November 2026, 7 h in Paris. */
export function sampleBlock(
  position: number,
  section: string,
  change: Partial<ShelfDispatch> = {},
): FrozenDispatchBlock {
  const id = `d${position}`;
  const headline = `Sujet numéro ${position}`;
  const dispatch = sampleDispatch({
    id,
    headline,
    link: `https://gazette.example/${position}`,
    regions: [section],
    ...change,
  });
  return freezeDispatch({ kind: 'dispatch', position, section, at, dispatch });
}

export function sampleText(position: number, section: string): FrozenTextBlock {
  const content = {
    title: 'Un mot',
    markdown: 'Bonjour.',
    html: '<p>Bonjour.</p>',
    text: 'Bonjour.',
    signature: 'La rédaction',
  };
  return { kind: 'text', position, section, content };
}

export function sampleSponsor(position: number, section: string): FrozenSponsorBlock {
  const content = { advertiser: 'Librairie du Canal', title: 'Trois mille atlas', text: 'Entrée libre.' };
  const link = { link: 'https://bookshop.example/atlas', linkLabel: 'Voir' };
  return { kind: 'sponsor', position, section, content: { ...content, ...link } };
}
