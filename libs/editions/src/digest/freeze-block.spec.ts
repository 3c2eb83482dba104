import { describe, expect, it } from '@jest/globals';
import type { ShelfDispatch } from '@app/dispatches';
import { freezeBlock, freezeDispatch } from './freeze-block.js';
import { readFrozenBlock } from './frozen-block.js';
import { sampleDispatch } from './frozen-block.fixture.js';

const due = new Date('2026-11-23T06:00:00Z');
const rights = { mail: true, archive: true, feed: true, until: null, credit: null, territories: null };
const long = 'Dès midi. '.repeat(50).trim();
const freeze = (change: Partial<ShelfDispatch>, edits: Record<string, string> = {}) =>
  freezeDispatch({
    kind: 'dispatch',
    position: 0,
    section: 'france',
    at: due,
    dispatch: sampleDispatch({ standfirst: long, ...change }),
    edits,
  });
const picture = {
  id: 'p', url: 'https://gazette.example/p.jpg', width: 800, height: 600, alt: 'Le quai', caption: null, rights,
  files: [{ hash: 'a'.repeat(64), mediaType: 'image/jpeg' as const, width: 800, height: 600 }],
}; // prettier-ignore

describe('a frozen dispatch', () => {
  it('names the first source by its credit line, then the others, and no more than five', () => {
    expect(freeze({}).content.sources).toEqual(['Agence']);
    const otherSources = ['Gazette', 'AFP', 'Courrier', 'Écho', 'Phare', 'Large'];
    expect(freeze({ otherSources, rights: { ...rights, credit: 'AFP' } }).content.sources).toEqual(['AFP', 'Gazette', 'Courrier', 'Écho', 'Phare']); // prettier-ignore
  });

  it('is an excerpt where the right is to some territories, because its readers may be anywhere', () => {
    expect(freeze({}).content.standfirst).toBe(long);
    expect(freeze({ rights: { ...rights, territories: ['FR'] } }).content.standfirst.length).toBeLessThanOrEqual(200);
  });

  it('shows the words of the desk, and gives back nothing that rights cut', () => {
    const limited = { rights: { ...rights, mail: false, archive: false }, excerptLength: 30 };
    const own = freeze(limited, { headline: 'Le port est ouvert', standfirst: '' });
    expect(own.content.headline).toBe('Le port est ouvert');
    expect(own.content.standfirst.length).toBeLessThanOrEqual(30);
    const words = 'Nos mots à nous, plus longs que la citation permise.';
    expect(freeze(limited, { standfirst: words }).content).toMatchObject({
      standfirst: words,
      archive: { standfirst: words },
    });
  });

  it('keeps what archive and feed may show, and until when', () => {
    const until = new Date('2026-12-01T00:00:00Z');
    const { archive, feed } = freeze({ rights: { ...rights, feed: false, until }, picture, excerptLength: 20 }).content;
    expect(archive).toEqual({ mayShow: true, standfirst: long, mayShowPicture: true, until: until.toISOString(), excerpt: 'Dès midi. Dès midi.…' }); // prettier-ignore
    expect(feed).toMatchObject({
      mayShow: false,
      standfirst: 'Dès midi. Dès midi.…',
      mayShowPicture: false,
      until: null,
    });
  });

  it('ends for the archive when the first of its rights ends, that of the picture included', () => {
    const until = new Date('2026-11-25T00:00:00Z');
    const { archive } = freeze({ picture: { ...picture, rights: { ...rights, until } } }).content;
    expect(archive).toMatchObject({ mayShow: true, mayShowPicture: true, until: until.toISOString() });
  });

  it('names its picture only where it shows it', () => {
    expect(freeze({ picture }).pictureId).toBe('p');
    expect(freeze({ picture: { ...picture, files: [] } }).pictureId).toBeNull();
    expect(freeze({ picture: { ...picture, rights: { ...rights, until: due } } }).pictureId).toBeNull();
  });

  it('is read back as it was written, and what is none of ours is not', () => {
    const block = freeze({ picture });
    const content: unknown = JSON.parse(JSON.stringify(block.content));
    const row = { position: 0, kind: 'dispatch' as const, section: 'france', dispatch_id: 'a', dispatch_version: 3, picture_id: 'p', content }; // prettier-ignore
    expect(readFrozenBlock(row)).toEqual(block);
    expect(() => readFrozenBlock({ ...row, content: {} })).toThrow();
  });
});

describe('a frozen advertisement', () => {
  it('holds no label that somebody could have written', () => {
    const content = {
      advertiser: 'Librairie',
      title: 'Atlas',
      text: '',
      link: 'https://b.example',
      linkLabel: 'Voir',
      label: 'Info',
    };
    const block = freezeBlock({ kind: 'sponsor', position: 1, section: 'france', content });
    expect(JSON.stringify(block)).not.toContain('Info');
  });
});
