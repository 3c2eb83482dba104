/**
 * What web pages put around an article, as people find it in copied text and as it stands in the pages themselves. Each
 * group says on which pages it was met; a line is furniture only when it holds nothing else.
 */

/** Buttons and markers that are furniture wherever they stand alone, singly or in a row. */
export const FURNITURE_PHRASES: readonly string[] = [
  // Advertising labels: French and Spanish dailies, English tabloids, Arabic portals.
  'publicité', 'publicités', 'advertisement', 'advertisements', 'advertising', 'sponsored content', 'publicidad', 'anuncio', 'anuncios', 'إعلان', 'إعلانات', 'la suite après la publicité', 'la suite après cette publicité', 'story continues below advertisement', 'article continues below advertisement', 'article continues after advertisement', 'continúa después de la publicidad', 'scroll to continue',
  // "Read on" buttons of sites that fold their texts.
  'lire la suite', 'lire plus', 'lire l’article', 'continuer la lecture', 'continue reading', 'continue reading below', 'read full story', 'show more', 'afficher plus', 'voir plus', 'leer más', 'seguir leyendo', 'ver más', 'اقرأ المزيد', 'إقرأ المزيد',
  // Tool bars.
  'ajouter à ma liste', 'ajouter à mes favoris', 'enregistrer l’article', 'copier le lien', 'lien copié', 'copy link', 'link copied', 'copiar enlace', 'enlace copiado', 'نسخ الرابط', 'تم نسخ الرابط', 'print this page', 'imprimer l’article', 'partager l’article', 'partager cet article', 'partagez cet article', 'share this article', 'share this story', 'share this page', 'save article', 'envoyer par e mail', 'envoyer par email', 'send by email', 'enviar por correo', 'offrir l’article', 'gift this article', 'réduire la taille du texte', 'agrandir la taille du texte', 'écouter l’article', 'écouter cet article', 'listen to this article', 'escuchar el artículo', 'escucha este artículo', 'استمع إلى المقال', 'compartir esta noticia', 'شارك المقال', 'شارك هذا المقال', 'retour en haut', 'back to top', 'volver arriba', 'suivre ce sujet', 'follow this topic',
  // Comments. 'commenter cet article', 'réagissez', 'voir les commentaires', 'lire les commentaires', 'laisser un commentaire', 'leave a comment', 'leave a reply', 'post a comment', 'view comments', 'deja un comentario', 'dejar un comentario', 'ver comentarios', 'أضف تعليقا', 'اترك تعليقا', 'التعليقات',
  // Players and scripts. 'chargement en cours', 'جاري التحميل', 'vidéo en cours de chargement',
]; // prettier-ignore

/**
 * Whole lines with something that varies in them. Tried on short lines only; each is anchored at both ends or begins
 * with words that no sentence of a report begins with.
 */
export const FURNITURE_PATTERNS: readonly RegExp[] = [
  // "Temps de lecture : 3 min", "Lecture 3 min.", "3 min read", "Tiempo de lectura: 4 minutos".
  /^(?:temps de lecture|durée de lecture|lecture|reading time|tiempo de lectura|lectura|مدة القراءة|وقت القراءة)\s*(?:estimée?\s*)?[:：]?\s*(?:environ\s*|de\s*)?[\d٠-٩]+\s*(?:mn|min(?:utes?|utos?)?|دقيقة|دقائق)?\.?$/iu,
  /^\d+\s*(?:-\s*)?min(?:utes?|utos?)?\.?\s*(?:de lecture|read|de lectura)$/iu,
  // "Publié le 12/03/2024 - 14:05 Modifié le 13/03/2024", "Published March 3, 2024 at 10:15", "نشرت في: 12/03/2024".
  /^(?:publié|publiée|posté|mise? en ligne|mise? à jour|modifié|dernière (?:modification|mise à jour)|published|posted|(?:last )?updated|publicado|publicada|actualizado|actualizada|نشرت?|آخر تحديث|تاريخ النشر)(?=[\s:،,])[^!?؟\d٠-٩]{0,40}[\d٠-٩][^!?؟]{0,100}[^.!?…؟»”]$/iu,
  // Who wrote, edited and sent it, at the foot of AFP's copy: "jm/ab/cd", "bur-ml/dif".
  /^(?:[a-z]{2,5}-)?[a-z]{2,4}(?:\/[a-z]{2,4}){1,5}$/u,
  // Comment counts.
  /^[\d٠-٩ .,]+\s*(?:commentaires?|réactions?|comments?|comentarios?|تعليقات|تعليق)$/iu,
  // What counters count.
  /^[\d٠-٩ .,]+\s*k?\s*(?:vues?|views?|vistas|visualizaciones|lectures|partages?|shares?|likes?|j[’']aime|مشاهدة|مشاهدات|قراءة)$/iu,
  // Lists of tags, set with a colon or with hash signs.
  /^(?:tags?|mots[- ]clés|mots[- ]clefs|étiquettes|thèmes|sujets|topics|keywords|filed under|more on|etiquetas|temas|الكلمات المفتاحية|كلمات مفتاحية|مواضيع|الوسوم|وسوم)\s*[:：].{0,300}$/iu,
  /^(?:#[\p{L}\p{N}_]+[\s,]*){1,20}$/u,
  // "Suivez-nous sur Facebook", "Follow us on X", "Síguenos en", "تابعونا على".
  /^(?:suivez|retrouvez|rejoignez)[- ]nous\b.{0,160}$/iu,
  /^(?:follow|join|find) us\b.{0,160}$/iu,
  /^(?:follow|join|subscribe to) our .{0,60}(?:channel|page|account|newsletter|community|group)\b.{0,120}$/iu,
  /^(?:síguenos|síganos|únete a nuestr[oa])(?=[\s,.:]|$).{0,160}$/iu,
  /^(?:تابعونا|تابعنا|انضموا إلينا)(?=[\s:]|$).{0,160}$/u,
  // Newsletter calls: an imperative, and the thing it is about.
  /^(?:newsletters?|lettre d[’']information|boletín|النشرة الإخبارية|النشرة البريدية)\s*[!:]?$/iu,
  /^(?:newsletter\s*)?(?:abonnez[- ]vous|inscrivez[- ]vous|s[’']inscrire|recevez)(?=[\s,]).{0,200}(?:newsletter|infolettre|lettre d[’']information|bo[iî]te (?:mail|aux lettres|de réception)|e-?mail|notifications?|chaîne|whatsapp|application)/iu,
  /^(?:sign up|subscribe|get)(?= ).{0,200}(?:newsletter|inbox|e-?mail|briefing|updates|whatsapp channel|youtube channel|podcast)/iu,
  /^(?:suscríbete|suscríbase|regístrate|apúntate|recibe)(?=[\s,]).{0,200}(?:boletín|newsletter|correo|canal|whatsapp)/iu,
  /^(?:اشترك|اشتركوا|سجل)(?=\s).{0,200}(?:النشرة|نشرتنا|بريدك|البريد|القناة|قناتنا)/u,
  /^(?:¿te ha gustado|vous avez aimé|cet article vous a plu|did you (?:like|enjoy)|enjoyed this)[^?]{0,80}[?,].{0,160}$/iu,
  // Applications.
  /^(?:téléchargez|retrouvez) (?:l[’']|notre |nos )(?:application|appli\b).{0,160}$/iu,
  /^download (?:the|our) (?:free )?(?:[\p{L}\p{N}]+ ){0,3}app\b.{0,160}$/iu,
  /^(?:descarga|descárgate|descargue) (?:la|nuestra) (?:app|aplicación).{0,160}$/iu,
  /^(?:حمّ?لوا?|نزّ?لوا?) (?:ال)?تطبيق.{0,160}$/u,
  // Consent.
  /^(?:nous utilisons des cookies|ce (?:site|contenu|média) (?:utilise des cookies|est bloqué)|pour afficher ce contenu|en poursuivant votre navigation|accepter (?:tout|et fermer|les cookies)|gérer (?:mes|les) (?:choix|cookies)).{0,300}$/iu,
  /^(?:we use cookies|this (?:site|website|content) uses cookies|by (?:clicking|continuing).{0,60}cookies|accept (?:all|cookies)|manage (?:cookies|preferences)).{0,300}$/iu,
  /^(?:utilizamos cookies|usamos cookies|este sitio (?:web )?(?:usa|utiliza) cookies|aceptar (?:todo|cookies)).{0,300}$/iu,
  /^(?:نستخدم ملفات تعريف الارتباط|يستخدم هذا الموقع ملفات).{0,300}$/u,
  // Rights and imprint at the foot of a text.
  /^(?:©|\(c\)|copyright)\s.{0,120}(?:tous droits réservés|all rights reserved|todos los derechos reservados|جميع الحقوق محفوظة).{0,60}$/iu,
  /^(?:tous droits (?:de reproduction et de représentation )?réservés|all rights reserved|todos los derechos reservados|جميع الحقوق محفوظة|reproduction (?:interdite|prohibited)).{0,120}$/iu,
  // What a browser without script is told.
  /^(?:votre navigateur ne (?:supporte|prend)|your browser (?:does not|doesn[’']t)|please enable javascript|veuillez activer javascript|su navegador no|tu navegador no|متصفحك لا يدعم).{0,200}$/iu,
  // The wall, on pages that show the beginning only.
  /^(?:(?:cet |l[’']?)?article (?:est )?réservé (?:à nos |aux )abonnés|la suite est réservée aux abonnés|il vous reste [\d,. ]+\s*% de cet article à lire|déjà abonné|abonnez-vous pour (?:lire|continuer)|envie de lire la suite).{0,160}$/iu,
  /^(?:this article is (?:for|reserved for|only available to) subscribers|subscribe (?:now )?to (?:continue|keep|read)|to continue reading|already a subscriber|already have an account|sign in to (?:continue|read)|you have reached your (?:article )?limit|you[’']ve reached your).{0,160}$/iu,
  /^(?:(?:contenido|artículo) (?:exclusivo|solo|reservado|sólo) para suscriptores|suscríbete para (?:seguir|leer|continuar)|¿ya eres suscriptor|para seguir leyendo).{0,160}$/iu,
  /^(?:هذا المحتوى (?:متاح |حصري )?للمشتركين|اشترك لمواصلة القراءة|لمتابعة القراءة).{0,160}$/u,
];
