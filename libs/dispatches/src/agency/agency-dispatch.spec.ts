import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agencyTextId, dispatchFromAgencyText } from './agency-dispatch.js';
import { parseAgencyText } from './agency-text.js';
import { incomingDispatch } from '../dispatch.js';
import { DispatchInputError } from './dispatch-input-error.js';

/** Written for this spec, in the shape newsrooms paste. */
const PASTED = `Le pont ferroviaire de Luganville, le 3 mai (photo d’illustration).

La Lituanie et la Pologne rouvrent une ligne fermée depuis trente ans. Le premier train est attendu samedi à Vilnius, où la gare a été refaite.

De notre correspondante à Vilnius, Aurélie Sablon

Les rails ont été posés en dix-huit mois, « sans un jour de retard », dit la ministre des transports.

« Un détour de moins »

Les voyageurs gagneront deux heures <entre> Varsovie & Vilnius.

►À lire aussi : La Lettonie attend son tour`;

describe('a pasted agency text', () => {
  const parsed = parseAgencyText(PASTED);
  const dispatch = dispatchFromAgencyText(parsed, 'ltu-1');

  it('keeps its parts', () => {
    expect(dispatch).toMatchObject({
      externalId: 'ltu-1',
      language: 'fr',
      byline: 'De notre correspondante à Vilnius, Aurélie Sablon',
      dateline: 'Vilnius',
      related: [{ title: 'La Lettonie attend son tour' }],
    });
    expect(dispatch.standfirst).toMatch(/^La Lituanie et la Pologne .* refaite\.$/);
    expect(dispatch.headline).toBe(parsed.headline);
  });

  it('becomes paragraphs and sub-headings, escaped', () => {
    expect(dispatch.bodyHtml).toBe(
      [
        '<p>Les rails ont été posés en dix-huit mois, « sans un jour de retard », dit la ministre des transports.</p>',
        '<h2>« Un détour de moins »</h2>',
        '<p>Les voyageurs gagneront deux heures &lt;entre&gt; Varsovie &amp; Vilnius.</p>',
      ].join('\n'),
    );
  });

  it('loses the caption, which has no picture here', () => {
    expect(parsed.photoCaption).toContain('photo d’illustration');
    expect(dispatch.picture).toBeUndefined();
    expect(JSON.stringify(dispatch)).not.toContain('illustration');
  });

  it('leaves the labels to the installation it is stored in', () => {
    expect(parsed.countries).toEqual(expect.arrayContaining(['LT', 'PL']));
    expect(dispatch).not.toHaveProperty('countries');
    expect(dispatch).not.toHaveProperty('regions');
  });

  it('is storable, whatever was pasted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 4_000 }), (text) => {
        try {
          const made = dispatchFromAgencyText(parseAgencyText(text), agencyTextId(text));
          expect(incomingDispatch.safeParse(made).error).toBe(undefined);
        } catch (error) {
          // Nothing but white space and furniture is no dispatch; the caller is told so.
          if (!(error instanceof DispatchInputError)) throw error;
        }
      }),
    );
  });
});
