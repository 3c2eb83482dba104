import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readTitleMarks } from './title-marks.js';

const read = (title: string) => {
  const { marks, rest } = readTitleMarks(title);
  return [...marks.map(({ kind }) => kind), rest];
};

describe('marks in a title', () => {
  it.each([
    ['CORRECTION: Le port rouvre à Brest', 'correction', 'Le port rouvre à Brest'],
    ['Correction: Harbour story', 'correction', 'Harbour story'],
    ['CORRIGE Le port rouvre à Brest', 'correction', 'Le port rouvre à Brest'],
    ['[CORRECTION] Le port rouvre', 'correction', 'Le port rouvre'],
    ['Le port rouvre (rectificatif)', 'correction', 'Le port rouvre'],
    ['*** CORRECTION *** Le port rouvre', 'correction', 'Le port rouvre'],
    ['CORRECTED-Harbour reopens after storm', 'correction', 'Harbour reopens after storm'],
    ['RECTIFICATIF – Le port rouvre', 'correction', 'Le port rouvre'],
    ['Corrección: El puerto reabre', 'correction', 'El puerto reabre'],
    ['تصحيح: الميناء يفتح أبوابه', 'correction', 'الميناء يفتح أبوابه'],
    ['CORRECTION du 3 mars : le port rouvre', 'correction', 'le port rouvre'],
    ['ANNULE ET REMPLACE Le port rouvre', 'replace', 'Le port rouvre'],
    ['Annule et remplace : le port rouvre', 'replace', 'le port rouvre'],
    ['Le port rouvre - ANNULE ET REMPLACE', 'replace', 'Le port rouvre'],
    ['REFILE-Harbour reopens', 'replace', 'Harbour reopens'],
    ['Anula y sustituye: El puerto reabre', 'replace', 'El puerto reabre'],
    ['EMBARGO : Le rapport sur la pêche', 'embargo', 'Le rapport sur la pêche'],
    ['EMBARGO 18H00 GMT : le rapport sur la pêche', 'embargo', 'le rapport sur la pêche'],
    ['EMBARGO AFP jusqu’à 18h : le rapport', 'embargo', 'le rapport'],
    ['EMBARGOED UNTIL 00.01 GMT: Fishing report', 'embargo', 'Fishing report'],
    ['Le rapport sur la pêche (SOUS EMBARGO)', 'embargo', 'Le rapport sur la pêche'],
    ['Embargado hasta las 18.00: El informe', 'embargo', 'El informe'],
    ['محظور النشر حتى الساعة 18: تقرير الصيد', 'embargo', 'تقرير الصيد'],
    ['MISE À JOUR : le port rouvre', 'update', 'le port rouvre'],
    ['Mise à jour 14h30 : le port rouvre', 'update', 'le port rouvre'],
    ['UPDATE 2-Harbour reopens', 'update', 'Harbour reopens'],
    ['Harbour reopens (Updated)', 'update', 'Harbour reopens'],
    ['Actualización: el puerto reabre', 'update', 'el puerto reabre'],
    ['KILL: Harbour reopens', 'kill', 'Harbour reopens'],
    ['MANDATORY KILL Harbour reopens', 'kill', 'Harbour reopens'],
    ['ANNULATION : le port rouvre', 'kill', 'le port rouvre'],
    ['NE PAS DIFFUSER – le port rouvre', 'kill', 'le port rouvre'],
    ['CORRECTION', 'correction', ''],
  ])('%s', (title, kind, rest) => {
    expect(read(title)).toEqual([kind, rest]);
  });

  it('reads several', () => {
    expect(read('[EMBARGO] CORRECTION : le rapport (mise à jour)')).toEqual([
      'embargo',
      'correction',
      'update',
      'le rapport',
    ]);
  });

  it.each([
    'L’embargo sur les armes prolongé d’un an',
    'Embargo : ce qui change pour les pêcheurs',
    'EMBARGO SUR LES ARMES : PARIS CÈDE',
    'EMBARGO sur les armes prolongé',
    'Embargo pétrolier : les Vingt-Sept divisés',
    'Embargoes hit fishing towns',
    'Correction fraternelle : un roman de famille',
    'Une correction en Bourse se prépare',
    'Corrections chirurgicales : les prix s’envolent',
    'Updates to the harbour law: what changes',
    'Update on the harbour works expected Monday',
    'Kill Bill : le retour',
    'Killed by a wave: a sailor’s story',
    'Annulation : le festival de Brest n’aura pas lieu',
    'Le festival de Brest (annulé)',
    'Concert annulé : remboursement possible',
    'Il annule et remplace son contrat',
    'Le ministre a-t-il tort ? (une mise à jour du code est prévue)',
    'Mise à jour du code de la route : ce qui change',
    'Replaces old quay: new harbour opens',
    'Retrait : mode d’emploi des banques',
    'تصحيح مسار المفاوضات في الميناء',
    'Actualiza tu móvil: los pasos',
    'COVID-19 : la mise à jour des vaccins',
    'The Correction Facility: inside a prison',
  ])('finds none in an ordinary title: %s', (title) => {
    expect(readTitleMarks(title)).toEqual({ marks: [], rest: title });
  });

  it('never throws, and takes nothing away but marks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (title) => {
        const { marks, rest } = readTitleMarks(title);
        if (marks.length === 0) expect(rest).toBe(title.trim());
        expect(title).toContain(rest);
      }),
    );
  });
});
