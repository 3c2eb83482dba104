/**
 * The words by which newsrooms and agencies say in a title that the text is not for publication as it stands. One entry
 * a phrase, folded (see `foldTitle`); comments name where the convention is seen.
 */
export type TitleMarkKind = 'correction' | 'replace' | 'embargo' | 'update' | 'kill';

export interface MarkPhrase {
  readonly kind: TitleMarkKind;
  readonly phrase: string;
  /** An ordinary headline may begin with it ("Embargo : ce qui change"): it marks in capitals only. */
  readonly capitalsOnly: boolean;
}

const mark = (kind: TitleMarkKind, ...phrases: readonly string[]): MarkPhrase[] =>
  phrases.map((phrase) => ({ kind, phrase, capitalsOnly: false }));
const inCapitals = (kind: TitleMarkKind, ...phrases: readonly string[]): MarkPhrase[] =>
  phrases.map((phrase) => ({ kind, phrase, capitalsOnly: true }));

export const MARK_PHRASES: readonly MarkPhrase[] = [
  // AP: "Correction: … story"; Reuters: "CORRECTED-…", "OFFICIAL CORRECTION-"; AFP: "CORRIGE", "CORRECTION"; EFE: "CORRIGE".
  ...mark('correction', 'correction', 'corrections', 'corrected', 'corrective', 'official correction', 'writethru'),
  ...mark('correction', 'corrects', 'clarification', 'corrige', 'rectificatif', 'rectification', 'erratum', 'errata'),
  ...mark('correction', 'correccion', 'rectificacion', 'fe de erratas', 'correctif'),
  ...mark('correction', 'تصحيح', 'تصويب', 'استدراك'),

  // AFP: "ANNULE ET REMPLACE"; Reuters: "REFILE-"; AP: "REPLACES", "SUBS"; EFE: "SUSTITUYE"; AFP Arabic service.
  ...mark('replace', 'annule et remplace', 'annule remplace', 'annule et remplace la depeche', 'refile', 'refiled'),
  ...mark('replace', 'cancels and replaces', 'cancel and replace', 'anula y sustituye', 'anula y reemplaza'),
  ...mark('replace', 'يلغي ويحل محل', 'يلغى ويستبدل', 'تلغي وتحل محل'),
  ...inCapitals('replace', 'remplace', 'replaces', 'replacement', 'sustituye', 'reemplaza', 'substitutes', 'subs'),

  // Press releases and reports given out ahead: "EMBARGOED UNTIL 00.01 GMT", "SOUS EMBARGO JUSQU'À", "HOLD FOR RELEASE".
  ...mark('embargo', 'embargoed', 'under embargo until', 'embargo until', 'embargo till', 'embargoed until'),
  ...mark('embargo', "embargo jusqu'a", "embargo jusqu'au", "sous embargo jusqu'a", "sous embargo jusqu'au"),
  ...mark('embargo', 'embargado', 'embargado hasta', 'embargo hasta', 'bajo embargo hasta', 'hold for release'),
  ...mark('embargo', 'strictly embargoed', 'not for publication before', 'not for publication until', 'ne pas publier avant'),
  ...mark('embargo', 'ne pas diffuser avant', 'no publicar antes'),
  ...mark('embargo', 'محظور النشر حتى', 'محظور النشر', 'حظر نشر حتى', 'ممنوع النشر قبل'),
  ...inCapitals('embargo', 'embargo', 'sous embargo', 'under embargo', 'bajo embargo'),

  // Reuters: "UPDATE 2-…"; news sites: "Mise à jour :", "[MàJ]", "(Updated)"; Deutsche Welle and EFE: "ACTUALIZACIÓN".
  ...mark('update', 'mise a jour', 'maj', 'actualise', 'actualisation', 'update', 'updated', 'updates'),
  ...mark('update', 'actualizacion', 'actualizado', 'actualizada', 'actualiza', 'تحديث', 'محدث'),

  // IPTC and AP: "KILL", "MANDATORY KILL", "WITHHOLD"; AFP: "ANNULATION", "NE PAS DIFFUSER"; EFE: "ANULACIÓN".
  ...mark('kill', 'mandatory kill', 'bulletin kill', 'kill notice', 'story kill', 'photo kill', 'story withdrawn'),
  ...mark('kill', 'do not publish', 'do not use', 'ne pas publier', 'ne pas diffuser', 'ne pas utiliser', 'no publicar'),
  ...mark('kill', 'depeche annulee', 'article retire', 'noticia anulada', 'retraction', 'retracted', 'عدم النشر', 'لا تنشر'),
  ...mark('kill', 'إلغاء الخبر', 'سحب الخبر'),
  ...inCapitals('kill', 'kill', 'killed', 'withhold', 'withdrawn', 'withdrawal', 'cancel', 'cancels', 'cancelled', 'canceled'),
  ...inCapitals('kill', 'annulation', 'annule', 'annulee', 'retrait', 'anulacion', 'anulado', 'anulada', 'retirado'),
]; // prettier-ignore

/** What may stand between a mark and its separator: whose it is, its number, until when ("EMBARGO AFP 18H00 GMT :"). */
export const MARK_COMPANIONS: ReadonlySet<string> = new Set([
  'afp', 'ap', 'reuters', 'efe', 'gmt', 'utc', 'cet', 'cest', 'est', 'edt', 'bst', 'h', 'am', 'pm', 'heures', 'hours', 'horas',
  'a', 'au', 'le', 'du', 'de', 'la', 'las', "jusqu'a", "jusqu'au", 'until', 'till', 'hasta', 'no', 'n', 'the', 'avant', 'before',
  'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche',
  'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday',
  'janvier', 'fevrier', 'mars', 'avril', 'mai', 'juin', 'juillet', 'aout', 'septembre', 'octobre', 'novembre', 'decembre',
  'january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december',
  'الساعة', 'يوم',
]); // prettier-ignore
