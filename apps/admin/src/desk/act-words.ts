import { defineWords, said } from '../language/words.js';
import type { Proposal, Trace } from './queries.js';

/** The verbs of the audit log as a desk reads them, after a name: `Ana left out …`. */
export const actWords = defineWords({
  en: {
    'edition.pin': 'pinned',
    'edition.unpin': 'unpinned',
    'edition.exclude': 'left out',
    'edition.include': 'took in',
    'edition.reorder': 'put in another order',
    'edition.move': 'moved',
    'edition.rewrite': 'rewrote',
    'edition.add_text': 'added a text',
    'edition.edit_text': 'changed a text',
    'edition.add_promotion': 'added a promotion',
    'edition.add_sponsor': 'added a sponsor',
    'edition.remove': 'removed',
    'edition.set_head': 'changed the subject line',
    'edition.made': 'made the edition',
    'edition.assembled_again': 'assembled it again',
    'edition.approval_given': 'approved',
    'edition.approval_withdrawn': 'took back the approval',
    'edition.approved': 'had it frozen',
    'edition.cancelled': 'cancelled the edition',
    'edition.paused': 'paused it',
    'edition.resumed': 'let it go on',
    'edition.unattended': 'acted, because nobody approved',
  },
  fr: {
    'edition.pin': 'a fixé',
    'edition.unpin': 'a libéré',
    'edition.exclude': 'a écarté',
    'edition.include': 'a pris dans la réserve',
    'edition.reorder': 'a changé l’ordre',
    'edition.move': 'a déplacé',
    'edition.rewrite': 'a réécrit',
    'edition.add_text': 'a ajouté un texte',
    'edition.edit_text': 'a modifié un texte',
    'edition.add_promotion': 'a ajouté une promotion',
    'edition.add_sponsor': 'a ajouté un annonceur',
    'edition.remove': 'a retiré',
    'edition.set_head': 'a modifié l’objet',
    'edition.made': 'a fait l’édition',
    'edition.assembled_again': 'l’a assemblée à nouveau',
    'edition.approval_given': 'a approuvé',
    'edition.approval_withdrawn': 'a repris l’approbation',
    'edition.approved': 'l’a fait figer',
    'edition.cancelled': 'a annulé l’édition',
    'edition.paused': 'l’a suspendue',
    'edition.resumed': 'l’a laissée reprendre',
    'edition.unattended': 'a agi, faute d’approbation',
  },
});

export function actSaid(words: Readonly<Record<string, string>>, action: string): string {
  return said(words, action);
}

function fieldOf(given: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, name) => (typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined),
    given,
  );
}

/** What an act was about: the headline as far as the proposal still knows it, the words it wrote, or its reason. */
export function wordsOfTrace({ detail }: Trace, { blocks, exclusions }: Proposal): string {
  for (const place of ['new', 'old']) {
    const written = fieldOf(detail, place, 'words', 'headline') ?? fieldOf(detail, place, 'words', 'title');
    if (typeof written === 'string' && written !== '') return written;
    const [block, dispatch] = [fieldOf(detail, place, 'block'), fieldOf(detail, place, 'dispatchId')];
    const known =
      blocks.find(({ id, dispatchId }) => id === block || (dispatch !== undefined && dispatchId === dispatch))?.headline ??
      exclusions.find(({ dispatchId }) => dispatchId === dispatch)?.headline;
    if (typeof known === 'string' && known !== '') return known;
  }
  const reason = fieldOf(detail, 'reason');
  return typeof reason === 'string' ? reason : '';
} // prettier-ignore
