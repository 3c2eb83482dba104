import { describe, expect, it } from '@jest/globals';
import type { FrozenBlock } from '../digest/frozen-block.js';
import { sampleBlock, sampleSponsor } from '../digest/frozen-block.fixture.js';
import { unlabelledSponsors } from './sponsor-label.js';

const base = sampleSponsor(2, 'france');
const sponsor: FrozenBlock = {
  ...base,
  content: { ...base.content, title: 'Trois mille atlas à feuilleter', text: 'Entrée libre tous les jours jusqu’au printemps.' },
}; // prettier-ignore
const other: FrozenBlock = {
  ...base,
  position: 3,
  content: { advertiser: 'Le Moulin', title: 'Le pain du moulin est arrivé', text: '', link: 'https://mill.example/', linkLabel: 'Voir' },
}; // prettier-ignore
const story = sampleBlock(1, 'france', { headline: 'Une publicité interdite en mer du Nord' });

const LABEL = '<p>Publicité · Librairie du Canal</p>';
const BLOCK =
  '<h3>Trois mille atlas à feuilleter</h3><p>Entrée libre tous les jours jusqu’au printemps.</p><p><a href="https://bookshop.example/atlas">Voir</a></p>';
const TEXT =
  '[Publicité · Librairie du Canal]\nTrois mille atlas à\nfeuilleter\nVoir : https://bookshop.example/atlas\n';

function told(body: string, { text = TEXT, blocks = [story, sponsor], head = '' }: { text?: string; blocks?: FrozenBlock[]; head?: string } = {}): string[] {
  const html = `<html><head><title>x</title>${head}</head><body><h2>Une publicité interdite en mer du Nord</h2>${body}<p>Le Phare</p></body></html>`;
  return unlabelledSponsors(blocks, { html, text }, { label: 'Publicité', locale: 'fr' }).map(({ where }) => where.part);
} // prettier-ignore

describe('a sponsor’s label', () => {
  it.each<[string, string]>([
    ['before the title', `${LABEL}${BLOCK}`],
    ['in the title’s own line', BLOCK.replace('<h3>', '<h3>Publicité – ')],
    ['in capitals, in brackets, in pieces', `<p>[ <b>PUBLI</b>CITÉ ]</p>${BLOCK}`],
    ['within a card that is one link', `<a href="https://bookshop.example/atlas">${LABEL}<h3>Trois mille atlas à feuilleter</h3></a>`],
    ['at each of two printings', `${LABEL}${BLOCK}<p>Autre chose</p>${LABEL}${BLOCK}`],
    ['with a picture that has the title for its words', `${LABEL}<a href="https://bookshop.example/atlas"><img src="https://a.example/a.png" alt="Trois mille atlas à feuilleter"></a>${BLOCK}`],
    ['where the block is left out', ''],
  ])('is found %s', (_, body) => {
    expect(told(body)).toEqual([]);
  }); // prettier-ignore

  it.each<[string, string]>([
    ['is missing', BLOCK],
    ['stands behind the block', `${BLOCK}${LABEL}`],
    ['stands far before it', `${LABEL}<p>${'La mer monte. '.repeat(30)}</p>${BLOCK}`],
    ['is not displayed', `<p style="display:none">Publicité</p>${BLOCK}`],
    ['has no size', `<p style="font-size:0">Publicité</p>${BLOCK}`],
    ['is off the screen', `<p style="position:absolute;left:-9999px">Publicité</p>${BLOCK}`],
    ['is indented away', `<p style="text-indent:-9999px">Publicité</p>${BLOCK}`],
    ['has the colour of its ground', `<p style="color:#fefefe">Publicité</p>${BLOCK}`],
    ['is faded away', `<p style="opacity:.02">Publicité</p>${BLOCK}`],
    ['stands in a comment', `<!-- <p>Publicité</p> > -->${BLOCK}`],
    ['only stands for a picture', `<img src="https://a.example/a.png" alt="Publicité">${BLOCK}`],
    ['is a word of a story', `<p>La publicité a été retirée par la chaîne le soir même.</p>${BLOCK}`],
    ['is another word', `<p>Publicités</p>${BLOCK}`],
    ['is missing at the second printing', `${LABEL}${BLOCK}${BLOCK}`],
    ['is missing where the title is split', '<h3>Trois <b></b>mil&shy;le&#8203; at<i>las</i> à feuilleter</h3>'],
    ['is missing where the title is cut', '<h3>Trois mille atl…</h3>'],
    ['is missing where only the text is left', '<p>Entrée libre tous les jours jusqu’au printemps.</p>'],
    ['is missing where only the link is left', '<p><a href="https://bookshop.example/atlas">Voir</a></p>'],
    ['is missing where a picture is the block', '<p><img src="https://a.example/a.png" alt="Trois mille atlas à feuilleter"></p>'],
  ])('is missed where it %s', (_, body) => {
    expect(told(body)).toEqual(['html']);
  }); // prettier-ignore

  it('is missed where it is hidden on phones or in the dark alone', () => {
    const hidden = `<p class="l">Publicité</p>${BLOCK}`;
    for (const media of ['(max-width:480px)', '(prefers-color-scheme: dark)', 'only screen and (max-width: 30em)'])
      expect(told(hidden, { head: `<style>@media ${media}{.l{display:none!important}}</style>` })).toEqual(['html']);
    expect(told(hidden, { head: '<style>@media print{.l{display:none}}</style>' })).toEqual([]);
  });

  it('is not borrowed from another sponsor', () => {
    const blocks = [story, other, sponsor];
    const first = '<p>Publicité</p><p>Le pain du moulin est arrivé</p>';
    expect(told(`${first}${BLOCK}`, { blocks })).toEqual(['html']);
    expect(told(`${first}${LABEL}${BLOCK}`, { blocks })).toEqual([]);
  });

  it('is looked for in the text, too', () => {
    const text = 'Trois mille atlas à feuilleter\nVoir : https://bookshop.example/atlas\n';
    expect(told('', { text })).toEqual(['text']);
    expect(told('', { text: `${TEXT}\n${'Autre chose. '.repeat(30)}\n${text}` })).toEqual(['text']);
    expect(told('', { text: '' })).toEqual([]);
  });

  it('is not asked of a story that shares words with the block', () => {
    const atlas = { ...sponsor, content: { ...base.content, title: 'Atlas', text: '' } };
    const mine = [story, atlas];
    expect(told('<p>Un atlas retrouvé à Brest.</p>', { blocks: mine, text: '' })).toEqual([]);
    expect(told('<h3>Atlas</h3>', { blocks: mine, text: '' })).toEqual(['html']);
  });
});
