import { EditorState } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import type { Locale } from '../language/moments.js';

/** What CodeMirror's own panels and announcements say, by their English; in English it speaks for itself. */
const phrases: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: {},
  fr: {
    Find: 'Chercher',
    Replace: 'Remplacer par',
    next: 'suivant',
    previous: 'précédent',
    all: 'tous',
    'match case': 'casse exacte',
    regexp: 'expression régulière',
    'by word': 'mots entiers',
    replace: 'remplacer',
    'replace all': 'tout remplacer',
    close: 'fermer',
    'current match': 'occurrence actuelle',
    'on line': 'à la ligne',
    'replaced match on line $': 'occurrence remplacée à la ligne $',
    'replaced $ matches': '$ occurrences remplacées',
    'Go to line': 'Aller à la ligne',
    go: 'aller',
    Completions: 'Propositions',
    Diagnostics: 'Problèmes',
    'No diagnostics': 'Aucun problème',
    'Folded lines': 'Lignes repliées',
    'Unfolded lines': 'Lignes dépliées',
    to: 'à',
    'folded code': 'passage replié',
    unfold: 'déplier',
    'Fold line': 'Replier',
    'Unfold line': 'Déplier',
    'Selection deleted': 'Sélection supprimée',
    'Control character': 'Caractère de contrôle',
    '$ unchanged lines': '$ lignes inchangées',
    'Revert this chunk': 'Reprendre ce passage',
  },
};

export function editorPhrases(locale: Locale): Extension {
  return EditorState.phrases.of(phrases[locale]);
}
