import { formatNumber } from '../language/numbers.js';
import { defineWords } from '../language/words.js';
import type { Locale } from '../language/moments.js';

/** What the machine says of its choices, in the operator's language; the codes are `libs/editions/src/assembly/reasons.ts`. */
export const reasonWords = defineWords({
  en: {
    already_told: 'already told, and nothing new since',
    edition_full: 'below the cut: the edition is full',
    embargo: 'under embargo when the edition is due',
    excluded: 'left out by the desk',
    no_room: 'no room beside other insertions',
    no_section: 'no section of this weekday takes it',
    not_usable: 'killed or withheld since',
    rights_ended: 'its rights end before the last readers',
    same_event: 'tells of an event that is in the edition',
    section_full: 'its section is full',
    section_share: 'its section has its share',
    source_share: 'its source has its share',
    killed: 'killed',
    withheld: 'withheld',
    came_since: 'came in after the proposal was assembled',
    too_old: 'too old for this edition',
    back_catalogue: 'from its source’s archive',
    taken_out: 'chosen first, and taken out since',
    not_looked_at: 'was not before the machine',
    urgency: 'urgency',
    freshness: 'freshness',
    breadth: 'told by several sources',
    source_weight: 'weight of its source',
    new: 'not told before',
    update: 'an update: told before, with new facts',
    minimum: 'one of the least its section has',
    beyond_share: 'room nobody else could fill',
    pinned: 'put there by the desk',
    edited: 'rewritten by the desk',
    paid: 'readers pay at its link',
    standing: 'stands in every edition of its days',
    by_desk: 'written by the desk',
  },
  fr: {
    already_told: 'déjà dite, et rien de neuf depuis',
    edition_full: 'sous la coupe\u00a0: l’édition est pleine',
    embargo: 'sous embargo quand l’édition part',
    excluded: 'écartée par la rédaction',
    no_room: 'pas de place à côté d’autres insertions',
    no_section: 'aucune rubrique de ce jour ne la prend',
    not_usable: 'annulée ou retenue depuis',
    rights_ended: 'ses droits s’arrêtent avant les derniers lecteurs',
    same_event: 'raconte un événement déjà dans l’édition',
    section_full: 'sa rubrique est pleine',
    section_share: 'sa rubrique a sa part',
    source_share: 'sa source a sa part',
    killed: 'annulée',
    withheld: 'retenue',
    came_since: 'arrivée après l’assemblage',
    too_old: 'trop ancienne pour cette édition',
    back_catalogue: 'des archives de sa source',
    taken_out: 'choisie d’abord, et retirée depuis',
    not_looked_at: 'la machine ne l’avait pas sous les yeux',
    urgency: 'urgence',
    freshness: 'fraîcheur',
    breadth: 'racontée par plusieurs sources',
    source_weight: 'poids de sa source',
    new: 'jamais dite',
    update: 'mise à jour\u00a0: déjà dite, avec du neuf',
    minimum: 'compte dans le minimum de sa rubrique',
    beyond_share: 'une place que rien d’autre ne prenait',
    pinned: 'mise là par la rédaction',
    edited: 'réécrite par la rédaction',
    paid: 'payante au bout du lien',
    standing: 'figure dans chaque édition de ses jours',
    by_desk: 'écrite par la rédaction',
  },
});

function textOf(given: unknown, code: string): string {
  return typeof given === 'string' && given !== '' ? given : code;
}

/** `urgency (30)`, `left out by the desk: says nothing new`. A code of a later version is told in its own words. */
export function reasonSaid(reason: unknown, locale: Locale): string {
  if (typeof reason !== 'object' || reason === null) return '';
  const of = (name: string): unknown => Reflect.get(reason, name);
  const code = textOf(of('code'), '');
  const known: Readonly<Record<string, string>> = reasonWords[locale];
  const text = Object.hasOwn(known, code) ? (known[code] ?? code) : textOf(of('text'), code);
  const said = of('reason');
  if (typeof said === 'string' && said !== '') return `${text}${locale === 'fr' ? '\u00a0' : ''}: ${said}`;
  const given = of('points');
  return typeof given === 'number' ? `${text} (${formatNumber(Math.round(given * 10) / 10, locale)})` : text;
}
