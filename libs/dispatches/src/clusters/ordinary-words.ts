/**
 * Words that say little about which event a headline tells, as data. Judgement of an editor reading agency headlines,
 * not a count: `empty` words are dropped before anything is compared; `worn` words are the daily bread of news ("le
 * gouvernement annonce", "officials said"), taken to stand in about one headline of thirty; `common` ones in one of two
 * hundred. A small set of headlines cannot tell by itself that "président" is no sign and "kakapo" is one; with these
 * it can (see `rarity.ts`). Written as printed; case and accents are folded when they are read.
 */
export interface OrdinaryWords {
  readonly empty: string;
  readonly worn: string;
  readonly common: string;
}

export const ORDINARY_WORDS: Readonly<Record<string, OrdinaryWords>> = {
  fr: {
    empty: `a à ai aie ainsi alors après au aucun aucune aujourd hui auprès auquel aussi autant autre autres aux avait
      avant avec avoir ayant beaucoup bien c ça car ce ceci cela celle celles celui cependant certains certaines ces cet
      cette ceux chaque chez ci comme comment contre d dans de déjà demain depuis derrière des dès désormais deux dont
      du durant elle elles en encore entre envers es est et étaient était étant été être eu eux face faire fait fois
      font grâce hier hors il ils j je jeudi jusqu jusque l la là laquelle le lequel les lesquels leur leurs lors lorsque
      lui lundi m ma mais malgré mardi me même mêmes mercredi mes moins mon n ne ni non nos notamment notre nous
      nouveau nouveaux nouvelle nouvelles on ont or ou où oui par parce parmi pas pendant peu peut peuvent plus plusieurs
      plutôt pour pourquoi pourrait près presque puis qu quand que quel quelle quelles quelque quelques quels qui quoi
      s sa samedi sans sauf se selon sera serait ses seul seule si sien soit son sont sous suite sur t ta tandis tard tel
      telle tels tes toi ton tôt toujours tous tout toute toutes très trop tu un une va vendredi vers via voici voilà
      vont vos votre vous vu y dimanche matin soir nuit jour jours semaine mois an ans année années heure heures
      dernier dernière derniers dernières premier première prochain prochaine environ alentours`,
    worn: `accord affaire affirme aide annonce annoncé annoncer appel appelle assure attend autorités avenir baisse bilan
      cas centaines chef communiqué confirme crise déclaré déclare demande dénonce dit dizaines dossier droit eau effet enquête
      état états européen européenne faveur femme femmes fin forces gouvernement grand grande groupe guerre hausse homme
      hommes international internationale jeune jeunes journée loi lutte maire membre membres mesure mesures
      milliers million millions milliard milliards ministre ministère monde mondial moment mort morts national nationale
      nombre nord nouvel objectif officiel opposition ouest parlement parti partie pays pense personne personnes place
      plan point police politique population porte porté pouvoir premier président présidente prix problème procès
      projet public publique question raison rapport réaction région régional rencontre reste responsable résultat
      retour réunion risque route secteur sécurité situation société soutien sud est tente texte titre union veut vie finances finance intérieur étrangères transports défense environnement
      ville vingt visite vote voix zone reconnaît réclame promet estime souhaite prévient évoque juge`,
    common: `accuse action activité adopte agence allié armée arrêté association attaque avion avocat banque blessés bloque
      bourse budget campagne candidat capitale centre chaîne chambre changement chantier charge citoyens combat comité
      commission communauté compagnie condamné conditions conférence conflit conseil contrôle convoi cour coup coupe culture
      décès décision défense délégation démission département député dette dialogue direction dirigeant disparus diplomatie
      école économie économique élection élections électricité élèves emploi enfants entreprise entreprises équipe étudiants
      événement explosion exportations famille fédération fermeture feu filiale finale fonds force formation frappe frontière
      grève habitants hôpital huit importations incendie industrie inflation infrastructures institution jeux journaliste
      juge justice lance leader libération ligue local majorité manifestants manifestation marché match menace
      militaire militaires mine mission négociations nucléaire ong opération ordre organisation otages paix palais papier
      pétrole port porte-parole pourparlers premier-ministre presse prison production programme protection quartier
      réforme réfugiés régime règles relations religion république réseau sanctions santé scrutin secours secrétaire
      semestre sénat service services siège soldats soldat sommet soupçonné suspend suspendu syndicat système tension tensions
      territoire terrorisme tour tribunal troupes tué tués usine vague cinéaste réalisateur écrivain chanteur chanteuse acteur actrice joueur footballeur milliardaire avocate économiste patron véhicule victime victimes village violences voiture`,
  },
  en: {
    empty: `a about above after again against ago all almost along already also although am amid among an and another any are
      around as at away back be became because been before behind being below between both but by can cannot could day days
      did do does doing done down due during each earlier either else even ever every few first five for four friday from
      further get gets getting given go goes going got had has have having he her here hers him his how however i if in
      into is it its itself just last late later least less like made make makes making many may me might monday month
      months more most much must my near nearly next no nor not now of off on once one only onto or other others our out
      over own per put rather s said same saturday say saying says second set several she should since six so some soon
      still such sunday t take takes taking than that the their them then there these they third this those three through
      thursday time to today tomorrow tonight too took toward towards tuesday two under until up upon us very via want
      wants was we wednesday week weeks well went were what when where whether which while who whom whose why will with
      within without would year years yesterday yet you your night morning evening afternoon hours hour`,
    worn: `according across agree agrees aim aims amount announce announced announces area authorities backs bid big billion call calls
      case change chief city claim claims close comes company confirm confirms control countries country crisis cut deal
      death deaths decision demand demands despite dozens east effort efforts end expected face faces fear fears fight find force
      forces former fresh full future global government group growing hail hails head help high hit hits hold home hope
      house hundreds hundred huge issue key know latest law lead leader leaders leave leaves left likely live local long look
      major man meet meeting men member members million minister ministers ministry move national nation need new news
      north offer office official officials old open opens part party pay people plan plans point police policy political
      power president press pressure prime problem public question raise raises reach reached reaches report reported
      reports reportedly response rest result return rise rises risk role row rule run scores security see seek seeks
      sees seen send sent show shows side sign signs situation sources south special spokesman spokesperson spokeswoman
      state statement states stop support talks tell tells thousands threat top town turn union urge urges use used
      victims finance foreign interior defence transport vow vows war warn warned warning warns way west woman women work world young`,
    common: `accuse accused accuses action activists agency aid air airline airport ally appeal approve approved army arrest
      arrested attack attacks authority bank bans billion blaze board body bomb border budget build building campaign
      candidate capital car central chair champions charge charged charges child children civilian civilians clash club coach
      coalition coast commission committee companies conference conflict congress convoy council court crash cup damage dead
      debt defence defense delegation department deputy died diplomats director district election elections emergency
      employees energy evacuated explosion exports factory families family federal final fire firm fled food foreign fuel funding funds
      game hospital inflation injured inquiry investigation investors jobs judge jury justice kill killed killing kills
      launch launched launches lawmakers league lost manager market match mayor media military minors missing mission missile
      network nuclear oil opposition order organisation organization parliament peace plant plane player players port
      price prices prison process production project protest protesters protests province rates rebels record reform
      refugees region regional regulator release rescue rescuers residents resign resigns river road school sector senate
      senior service services shares ship site society soldier soldiers station strike strikes students study
      summit suspect suspected suspended system tax team tension tensions territory trade train treaty trial troops
      truck unions university vehicle village villages violence vote voters filmmaker singer actor actress footballer striker billionaire author novelist economist boss wave win wins wounded workers`,
  },
  es: {
    empty: `a acá además ahí al algo alguna algunas alguno algunos allí ante antes años año aquel aquella aquí así aún aunque
      ayer bajo bien cada casi como cómo con contra cual cuál cuales cualquier cuando cuándo cuanto de del desde después día
      días domingo donde dónde dos durante e el él ella ellas ellos en entre era eran es esa esas ese eso esos esta está
      estaba están estar estas este esto estos fue fueron gran ha haber había habían hacer hacia hacen hace han hasta hay hoy
      incluso jueves junto la las le les lo los luego lunes mañana martes más me mediante menos mes meses mi miércoles
      mientras mis mucho muchos muy nada ni no noche nos nosotros nuestra nuestro nueva nuevas nuevo nuevos o otra otras otro
      otros para pero pese poco por porque pues que qué quien quién quienes sábado se sea según semana ser será si sí sido sin
      sino sobre solo sólo son su sus tal también tan tanto te tiene tienen toda todas todo todos tras tu u últimas último
      últimos un una unas uno unos varias varios ya yo primera primer primero próximo próxima viernes tarde hora horas`,
    worn: `acuerdo acusa advierte afirma agua alerta alto anuncia anunció apoyo asegura autoridades ayuda caso casos centenares ciudad confirma crisis
      debe decenas defiende denuncia derechos dice dijo dos estado estados europea exige fin frente fuerzas gobierno grupo
      guerra hombre hombres informe internacional jefe jóvenes ley líder lucha medidas mejor miembros miles millón millones
      ministerio ministra ministro mujer mujeres mundial mundo muertos nacional norte nueva objetivo oeste oficial oposición
      país países parte partido paz personas pide plan policía política poder población presidenta presidente problema
      proceso proyecto pueblo región responsable resultado reunión riesgo salud seguridad situación sociedad sur texto
      unión vida vivir vuelve zona`,
    common: `alcalde apoyo aprueba ataque ataques avión banco campaña candidato capital centro cierre cifra comercio comisión
      comunidad condena condenado conflicto congreso consejo control corte cumbre delegación derecho detenidos detiene deuda
      diálogo diputados economía ejército elecciones emergencia empleo empresa empresas equipo escuela explosión familia familias
      final frontera fuego fútbol heridos hospital huelga incendio inflación inundaciones investigación juez juicio
      justicia liga manifestantes mercado migrantes militares misión muere mueren negociaciones niños operación orden
      organización partido petróleo precios prensa prisión producción programa protesta protestas provincia puerto
      reforma refugiados república sanciones senado servicio sindicato sistema soldados tensión terremoto terrorismo
      tribunal universidad vicepresidente víctimas violencia votación`,
  },
  ar: {
    empty: `في من على إلى عن مع أن إن كان كانت قد هذا هذه ذلك تلك التي الذي الذين بعد قبل بين خلال حول ضد عند عبر كل بعض غير
      لا لم لن ما هو هي هم أو ثم حتى إذا أي أكثر أقل منذ نحو لدى دون أمام تحت فوق يوم اليوم أمس غدا الأحد الاثنين الثلاثاء
      الأربعاء الخميس الجمعة السبت عام العام شهر أسبوع ساعة و ف ب ل ك كما أيضا إنه أنه بأن لها له وقد ليس`,
    worn: `الرئيس رئيس وزير وزارة حكومة الحكومة دولة الدول مجلس قال أعلن أعلنت يعلن تعلن أكد يؤكد دعا يدعو الأمن أمن قوات
      السلطات شخص أشخاص قتلى مقتل وفاة حرب أزمة اتفاق دعم مسؤول جديد جديدة وطني دولي دولية المتحدة عشرات مئات آلاف ملايين`,
    common: `انتخابات هجوم انفجار حريق محكمة جيش الجيش شرطة جرحى إصابة مصرع مفاوضات محادثات هدنة عقوبات نفط احتجاجات إضراب
      مستشفى مدرسة لاجئين قمة برلمان حدود صاروخ غارة قصف مطار ميناء اقتصاد أسعار`,
  },
};
