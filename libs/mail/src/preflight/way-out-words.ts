/**
 * How mails say where one leaves and whom one may write to, in words and in addresses. Evidence: the foots of newsletters
 * of public broadcasters and papers in these languages, and what their services call the pages.
 */

/** Beginnings of words, in small letters; accents and the Arabic article as they are written. */
export const leavingWords: readonly string[] = [
  // fr
  'désabonn', 'desabonn', 'désinscri', 'desinscri', 'ne plus recevoir', 'se désengager', 'résilier',
  // en
  'unsubscrib', 'opt out', 'opt-out', 'optout', 'stop receiving', 'no longer wish', 'leave this list', 'leave this newsletter', 'remove me',
  // es, ca, pt, gl
  'darse de baja', 'dar de baja', 'darte de baja', 'darme de baja', 'cancelar la suscripción', 'cancelar suscripción', 'cancelar su suscripción', 'anular la suscripción', 'desuscri', 'donar-se de baixa', 'cancelar a subscrição', 'cancelar a inscrição', 'cancelar inscrição', 'descadastr',
  // ar, fa, he
  'إلغاء الاشتراك', 'الغاء الاشتراك', 'إلغاء اشتراك', 'لإلغاء', 'إلغاء التسجيل', 'لغو اشتراک', 'להסרה', 'הסרה מרשימת', 'ביטול מינוי',
  // de, nl, it, pl, ro, sv, da, no, fi, cs, hu, el, tr, ru, uk, vi, id, sw, zh, ja, ko
  'abmelden', 'abbestell', 'austragen', 'uitschrijv', 'afmelden', 'disiscri', 'annulla iscrizione', 'annulla l’iscrizione', "annulla l'iscrizione", 'cancella iscrizione', 'cancellati', 'wypisz', 'zrezygnuj', 'dezabon', 'avregistr', 'avsluta prenumeration', 'afmeld', 'avmeld', 'meld deg av', 'peruuta tilaus', 'poistu listalta', 'lopeta tilaus', 'hætta áskrift', 'afskrá', 'segja upp áskrift', 'odhlás', 'leiratkoz', 'διαγραφή', 'abonelikten', 'отписа', 'відписа', 'hủy đăng ký', 'berhenti berlangganan', 'jiondoe', '退订', '取消订阅', '配信停止', '購読解除', '수신거부', '구독 취소',
]; // prettier-ignore

/** A question or a report about leaving: a story's headline, not the way out. In small letters, at the beginning. */
export const askingWords =
  /^[\s"«“‘¿(]{0,5}(?:how|why|what|when|should|can you|comment|pourquoi|quand|faut-il|peut-on|cómo|por qué|cuándo|كيف|لماذا|متى|wie|warum|wann|come|perché|como|por que|hoe|waarom)(?![\p{L}])/u;

/** What offers to stay. In small letters. */
export const stayingWords =
  /(?:^|[^\p{L}])(?:ne (?:plus|pas|jamais) (?:se |me |vous |nous )?(?:d[eé]sabonn|d[eé]sinscri)|(?:do not|don[’']t|never|not to) unsubscrib|no (?:quiero |deseo )?dar(?:me|se) de baja|nicht (?:abmelden|abbestell)|non disiscri)/u;

/** A whole segment of the path, or a value of the query, so that `/how-to-unsubscribe` is none. */
export const leavingPath =
  /(?:^|[/?&=])(?:unsubscribe|unsub|optout|opt-out|(?:se-)?d[eé]sabonne(?:ment|r)|(?:se-)?d[eé]sinscri(?:ption|re)|dar(?:se)?-de-baja|baja|cancelar(?:-suscripcion)?|abmelden|abmeldung|disiscrizione|disiscriviti|uitschrijven|afmelden)(?:\.\w{2,5})?(?:$|[/?&=])/i;

/** A page or a line where somebody answers. */
export const contactWords: readonly string[] = ['contact', 'nous écrire', 'écrivez', 'contáct', 'contact', 'escríb', 'اتصل', 'تواصل', 'راسل', 'kontakt', 'contatt', 'write to us', 'postal address']; // prettier-ignore

/** A mail address in words. Bounded on both sides of the sign. */
export const ADDRESS_IN_WORDS = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/u;
