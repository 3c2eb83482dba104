/**
 * What words say which topic, in the shipped topics' four languages. A judgement, made by reading headlines of general
 * news: a word stands here when it seldom stands in a headline about anything else, so "match" is in and "victoire" (an
 * election's as often as a team's) is out, "inflation" is in and "prix" (the Nobel's) is out. Forms are written out,
 * because stemming would make "santé" of "santal" and "police" of "policy". The newsroom's own list replaces all of it.
 */
export interface TopicWords {
  /** Comma-separated phrases. */
  readonly fr: string;
  readonly en: string;
  readonly es: string;
  readonly ar: string;
  /** Terms that feeds use as categories. */
  readonly categories: string;
  /** IPTC media topics at the top level (www.iptc.org/standards/media-topics). */
  readonly mediaTopics: string;
}

export const TOPIC_WORDS: Readonly<Record<string, TopicWords>> = {
  politique: {
    fr: 'élection, élections, électoral, électorale, électoraux, présidentielle, législatives, municipales, sénatoriales, scrutin, référendum, premier ministre, première ministre, gouvernement, parlement, parlementaire, parlementaires, Assemblée nationale, Sénat, député, députée, députés, sénateur, sénatrice, sénateurs, remaniement, coalition, opposition, motion de censure, dissolution, ministre, ministres, chef de l’État, président de la République, diplomatie, sommet, putsch, coup d’État, junte',
    en: 'election, elections, electoral, presidential race, ballot, referendum, prime minister, government, parliament, parliamentary, lawmaker, lawmakers, congress, senate, senator, senators, House of Representatives, cabinet reshuffle, coalition, opposition leader, no-confidence vote, impeachment, minister, ministers, head of state, diplomacy, diplomatic, summit, coup, junta, White House, Downing Street, voters, polling stations',
    es: 'elección, elecciones, electoral, electorales, presidenciales, legislativas, referéndum, comicios, primer ministro, primera ministra, gobierno, parlamento, parlamentario, Congreso, Senado, diputado, diputada, diputados, senador, senadora, senadores, moción de censura, investidura, ministro, ministra, ministros, jefe de Estado, diplomacia, cumbre, golpe de Estado, junta militar, oposición',
    ar: 'انتخابات, الانتخابات, الانتخابية, انتخابي, الرئاسية, استفتاء, رئيس الوزراء, رئيسة الوزراء, حكومة, برلمان, البرلمانية, مجلس النواب, مجلس الشيوخ, مجلس الشورى, نواب, وزير, وزيرة, وزراء, المعارضة, دبلوماسية, قمة, انقلاب, المجلس العسكري, الرئيس',
    categories:
      'Politique, Politics, Política, سياسة, السياسة, Élections, Elections, Elecciones, Gouvernement, Government, Diplomatie, Parlement, Parliament',
    mediaTopics: '11000000',
  },
  economie: {
    fr: 'économie, économique, économiques, inflation, récession, croissance, PIB, chômage, emploi, salaires, pouvoir d’achat, bourse, CAC 40, marchés financiers, banque centrale, BCE, FMI, taux d’intérêt, déficit, dette publique, budget, impôt, impôts, fiscal, fiscale, droits de douane, exportations, importations, entreprise, entreprises, industrie, industriel, licenciements, plan social, faillite, chiffre d’affaires, actionnaires, pétrole, immobilier',
    en: 'economy, economic, inflation, recession, GDP, unemployment, jobs report, wages, stock market, stocks, Wall Street, investors, central bank, Federal Reserve, ECB, IMF, World Bank, interest rate, interest rates, deficit, national debt, budget, tax, taxes, tariffs, exports, imports, layoffs, bankruptcy, earnings, revenue, shareholders, oil prices, housing market, trade deal, startup funding, manufacturing, retailers',
    es: 'economía, económico, económica, económicos, inflación, recesión, PIB, desempleo, paro, salarios, Ibex, mercados financieros, banco central, BCE, FMI, tipos de interés, tasas de interés, déficit, deuda pública, presupuesto, presupuestos, impuesto, impuestos, fiscal, aranceles, exportaciones, importaciones, empresa, empresas, industria, despidos, quiebra, accionistas, petróleo, vivienda',
    ar: 'اقتصاد, اقتصادي, اقتصادية, الاقتصادية, الاقتصادي, تضخم, ركود, الناتج المحلي, البطالة, الأجور, بورصة, الأسهم, البنك المركزي, المصرف المركزي, صندوق النقد, البنك الدولي, أسعار الفائدة, عجز الميزانية, الموازنة, ميزانية, ضرائب, ضريبة, الرسوم الجمركية, صادرات, واردات, شركات, أسعار النفط, النفط, استثمارات, المستثمرين',
    categories:
      'Économie, Economy, Business, Economía, Finance, Finances, Finanzas, Entreprises, Companies, Empresas, Bourse, Markets, Marchés, Mercados, Emploi, اقتصاد, الاقتصاد, أعمال, مال وأعمال',
    mediaTopics: '04000000, 09000000',
  },
  societe: {
    fr: 'justice, procès, tribunal, cour d’assises, police, gendarmes, meurtre, féminicide, féminicides, violences conjugales, violences sexuelles, agression, prison, enseignants, école, écoles, collège, lycée, lycéens, étudiants, université, rentrée scolaire, baccalauréat, logement, sans-abri, pauvreté, migrants, réfugiés, immigration, racisme, discriminations, laïcité, religion, retraites, retraités, grève, manifestation, familles, naissances, divorce, avortement, IVG, faits divers',
    en: 'Supreme Court, high court, court of appeal, murder trial, on trial, jury, murder, police, prison, jailed, sentenced, domestic violence, sexual assault, school, schools, teachers, students, university, universities, housing crisis, homeless, homelessness, poverty, migrants, refugees, asylum seekers, immigration, racism, discrimination, religion, pension, pensions, walkout, protesters, protest, abortion, same-sex marriage, births, divorce, shooting, gun violence',
    es: 'justicia, juicio, tribunal, policía, asesinato, feminicidio, feminicidios, violencia machista, violencia de género, agresión sexual, prisión, cárcel, escuela, escuelas, colegio, colegios, profesores, estudiantes, universidad, alquiler, personas sin hogar, pobreza, migrantes, refugiados, inmigración, racismo, discriminación, religión, pensiones, jubilados, huelga, manifestación, manifestantes, aborto, divorcio',
    ar: 'محكمة, محاكمة, القضاء, شرطة, جريمة, سجن, عنف أسري, العنف الأسري, مدرسة, مدارس, التعليم, معلمين, طلاب, جامعة, فقر, مهاجرين, المهاجرين, لاجئين, اللاجئين, الهجرة, عنصرية, تمييز, إضراب, احتجاجات, متظاهرين, المتظاهرين, إجهاض, طلاق, تقاعد',
    categories:
      'Société, Society, Sociedad, Justice, Justicia, Crime, Faits divers, Éducation, Education, Educación, Religion, Religión, Immigration, Migrations, مجتمع, المجتمع, تعليم, قضاء, حوادث',
    mediaTopics: '02000000, 05000000, 12000000, 14000000',
  },
  culture: {
    fr: 'cinéma, film, films, cinéaste, réalisateur, réalisatrice, acteur, actrice, Oscars, César, Festival de Cannes, Palme d’or, musique, chanteur, chanteuse, album, concert, concerts, opéra, théâtre, comédien, comédienne, danse, chorégraphe, musée, musées, Louvre, exposition, peintre, sculpteur, photographe, écrivain, écrivaine, roman, romans, romancier, romancière, librairie, Goncourt, littérature, littéraire, bande dessinée, patrimoine, archéologues, festival, série télévisée, Eurovision',
    en: 'film, films, movie, movies, box office, Hollywood, filmmaker, actor, actress, Oscar, Oscars, Grammy, Grammys, Emmy, Emmys, Cannes Film Festival, music, singer, rapper, album, concert, concerts, opera, theatre, theater, Broadway, ballet, museum, museums, exhibition, painter, sculptor, artist, artists, novel, novelist, author, Booker Prize, literature, literary, poet, heritage site, festival, TV series, Eurovision',
    es: 'cine, película, películas, cineasta, director de cine, actor, actriz, Óscar, Goya, música, cantante, álbum, concierto, conciertos, ópera, teatro, danza, coreógrafa, museo, museos, Prado, exposición, pintor, pintora, escultor, escritor, escritora, novela, novelas, novelista, literatura, literario, libro, libros, poeta, patrimonio, festival, serie de televisión, Eurovisión, flamenco',
    ar: 'سينما, فيلم, أفلام, مخرج, ممثل, ممثلة, موسيقى, مغني, مغنية, ألبوم, حفل موسيقي, أوبرا, مسرح, مسرحية, متحف, معرض فني, رسام, نحات, كاتب, كاتبة, رواية, روائي, روائية, أدب, شاعر, تراث, مهرجان, الأوسكار, مسلسل, ثقافة, ثقافي, ثقافية',
    categories:
      'Culture, Cultura, Arts, Art, Cinéma, Cinema, Cine, Film, Movies, Musique, Music, Música, Livres, Books, Libros, Littérature, Théâtre, Theatre, Entertainment, Médias culture, Expositions, ثقافة, الثقافة, فنون, فن',
    mediaTopics: '01000000',
  },
  sports: {
    fr: 'sport, sports, sportif, sportive, football, footballeur, footballeuse, foot, Ligue 1, Ligue des champions, Coupe du monde, Euro de football, Ballon d’or, rugby, XV de France, Top 14, tennis, Roland-Garros, Wimbledon, cyclisme, Tour de France, basket, NBA, handball, volley, judo, natation, nageur, nageuse, athlétisme, marathon, escrime, boxe, boxeur, Formule 1, Grand Prix, MotoGP, ski, biathlon, patinage, Vendée Globe, JO, Jeux olympiques, Jeux paralympiques, médaille d’or, médaille d’argent, médaille de bronze, championnat, championnats, champion du monde, championne du monde, quart de finale, demi-finale, demi-finales, mercato, entraîneur, attaquant, gardien de but, match, matchs, PSG, OM',
    en: 'sport, sports, football, soccer, footballer, Premier League, Champions League, World Cup, Ballon d’Or, rugby, Six Nations, tennis, Wimbledon, US Open, Grand Slam, cycling, Tour de France, basketball, NBA, NFL, MLB, NHL, Super Bowl, baseball, cricket, Test match, golf, Ryder Cup, boxing, heavyweight, Formula One, Formula 1, Grand Prix, MotoGP, swimmer, sprinter, marathon, athletics, Olympics, Olympic, Paralympics, gold medal, silver medal, bronze medal, world champion, championship, quarter-final, quarter-finals, semi-final, semi-finals, semifinal, semifinals, playoffs, goalkeeper, striker, midfielder, head coach, hat-trick, penalty shootout',
    es: 'deporte, deportes, deportivo, deportiva, fútbol, futbolista, LaLiga, Champions, Liga de Campeones, Mundial, Copa América, Eurocopa, Balón de Oro, rugby, tenis, tenista, Roland Garros, Wimbledon, ciclismo, ciclista, Tour de Francia, Vuelta a España, baloncesto, NBA, béisbol, balonmano, natación, nadador, nadadora, atletismo, maratón, boxeo, boxeador, Fórmula 1, Gran Premio, MotoGP, Juegos Olímpicos, Juegos Paralímpicos, medalla de oro, medalla de plata, medalla de bronce, campeonato, campeón del mundo, cuartos de final, semifinal, semifinales, entrenador, delantero, portero, gol, goles, partido de ida, partido de vuelta, Real Madrid, Atlético',
    ar: 'رياضة, رياضي, رياضية, كرة القدم, كرة السلة, كرة اليد, منتخب, المنتخب, مباراة, كأس العالم, كأس الأمم, كأس آسيا, دوري أبطال أوروبا, دوري الأبطال, الدوري, الكرة الذهبية, تنس, ويمبلدون, رولان غاروس, أولمبياد, الألعاب الأولمبية, ميدالية, ذهبية, بطل العالم, بطولة, نصف النهائي, ربع النهائي, مدرب, مهاجم, حارس المرمى, لاعب, لاعبي, هدف الفوز, ماراثون, ملاكمة, فورمولا 1, سباق الدراجات',
    categories:
      'Sport, Sports, Deporte, Deportes, Football, Soccer, Fútbol, Rugby, Tennis, Tenis, Cyclisme, Basket, Basketball, Olympics, JO, Formula 1, F1, رياضة, الرياضة, كرة القدم',
    mediaTopics: '15000000',
  },
  sciences: {
    fr: 'science, sciences, scientifique, scientifiques, chercheur, chercheuse, chercheurs, chercheuses, CNRS, astronomie, astronome, astronomes, astronaute, astronautes, Nasa, Agence spatiale européenne, fusée, Ariane 6, sonde spatiale, satellite, télescope, exoplanète, trou noir, galaxie, Lune, planète Mars, physicien, physicienne, physiciens, biologistes, chimistes, mathématicien, mathématicienne, mathématiciens, paléontologues, fossile, fossiles, dinosaure, dinosaures, génome, ADN, neurosciences, médaille Fields, Station spatiale internationale, éclipse',
    en: 'science, scientist, scientists, researchers, astronomy, astronomer, astronomers, astronaut, astronauts, NASA, European Space Agency, SpaceX, rocket launch, spacecraft, space probe, satellite, telescope, exoplanet, black hole, galaxy, asteroid, comet, moon landing, lunar, physicist, physicists, biologist, biologists, chemist, chemists, mathematician, mathematicians, palaeontologists, paleontologists, fossil, fossils, dinosaur, dinosaurs, genome, DNA, neuroscience, quantum, particle physics, space station, eclipse',
    es: 'ciencia, ciencias, científico, científica, científicos, científicas, investigadores, investigadoras, astronomía, astrónomo, astrónomos, astronauta, astronautas, NASA, Agencia Espacial Europea, cohete, sonda espacial, satélite, telescopio, exoplaneta, agujero negro, galaxia, asteroide, Luna, físico nuclear, físicos, biólogos, químicos, matemático, matemática, matemáticos, paleontólogos, fósil, fósiles, dinosaurio, dinosaurios, genoma, ADN, neurociencia, Estación Espacial Internacional, eclipse',
    ar: 'علوم, علمي, علمية, علماء, باحثون, باحثين, فلك, فلكي, رائد فضاء, رواد فضاء, رواد الفضاء, فضاء, ناسا, وكالة الفضاء الأوروبية, صاروخ فضائي, مسبار, قمر اصطناعي, قمر صناعي, تلسكوب, كوكب, ثقب أسود, مجرة, كويكب, فيزياء, كيمياء, رياضيات, أحفورة, أحافير, ديناصور, ديناصورات, الحمض النووي, جينوم, محطة الفضاء الدولية, كسوف',
    categories: 'Sciences, Science, Ciencia, Ciencias, Espace, Space, Espacio, Recherche, Research, علوم, العلوم, فضاء',
    // One top for science and technology: the sciences have it, being the wider of the two.
    mediaTopics: '13000000',
  },
  sante: {
    fr: 'santé, hôpital, hôpitaux, hospitalier, médecin, médecins, infirmière, infirmières, infirmiers, patient, patients, soignants, urgences, maladie, maladies, épidémie, pandémie, virus, vaccin, vaccins, vaccination, grippe, Covid, Covid-19, rougeole, choléra, Ebola, paludisme, sida, VIH, cancer, diabète, obésité, Alzheimer, médicament, médicaments, pharmacie, antibiotiques, OMS, Organisation mondiale de la santé, Haute Autorité de santé, chirurgie, greffe, psychiatrie, santé mentale, tabac, fin de vie',
    en: 'health, hospital, hospitals, NHS, doctor, doctors, nurses, patients, disease, diseases, outbreak, epidemic, pandemic, virus, vaccine, vaccines, vaccination, flu, Covid, Covid-19, measles, cholera, Ebola, malaria, mpox, HIV, AIDS, cancer, diabetes, obesity, Alzheimer, dementia, drugmaker, antibiotics, World Health Organization, surgery, surgeon, transplant, mental health, opioid, vaping, medical, clinical trial',
    es: 'salud, sanidad, sanitario, sanitaria, sanitarios, hospital, hospitales, médico, médicos, médica, enfermera, enfermeras, pacientes, enfermedad, enfermedades, brote, epidemia, pandemia, virus, vacuna, vacunas, vacunación, gripe, covid, sarampión, cólera, ébola, malaria, dengue, VIH, sida, cáncer, diabetes, obesidad, alzhéimer, medicamento, medicamentos, antibióticos, OMS, Organización Mundial de la Salud, cirugía, trasplante, salud mental, tabaco',
    ar: 'صحة, صحي, صحية, الصحية, مستشفى, مستشفيات, طبيب, أطباء, ممرضين, مرضى, مرض, أمراض, وباء, جائحة, فيروس, لقاح, لقاحات, تطعيم, إنفلونزا, كورونا, كوفيد, الحصبة, كوليرا, إيبولا, ملاريا, الإيدز, سرطان, سكري, سمنة, ألزهايمر, دواء, أدوية, مضادات حيوية, منظمة الصحة العالمية, جراحة, زراعة الأعضاء, الصحة النفسية',
    categories: 'Santé, Health, Salud, Sanidad, Médecine, Medicine, Medicina, Covid, Covid-19, صحة, الصحة, طب',
    mediaTopics: '07000000',
  },
  environnement: {
    fr: 'environnement, environnemental, environnementale, climat, climatique, climatiques, réchauffement, COP30, COP31, GIEC, gaz à effet de serre, émissions de CO2, CO2, biodiversité, espèces menacées, espèce menacée, déforestation, pollution, microplastiques, pesticides, glyphosate, canicule, canicules, sécheresse, inondation, inondations, incendie de forêt, incendies de forêt, feux de forêt, cyclone, ouragan, typhon, tempête, séisme, tremblement de terre, éruption, volcan, glacier, glaciers, banquise, récifs coralliens, océans, énergies renouvelables, éoliennes, panneaux solaires, transition écologique, écologie, écologiste, écologistes, météo, ours polaires',
    en: 'environment, environmental, climate, climate change, global warming, COP30, COP31, IPCC, greenhouse gas, greenhouse gases, carbon emissions, emissions, biodiversity, endangered species, endangered, deforestation, rainforest, pollution, microplastics, pesticides, heatwave, heat wave, drought, flood, floods, flooding, wildfire, wildfires, hurricane, cyclone, typhoon, tornado, earthquake, volcano, eruption, glacier, glaciers, sea ice, coral reef, coral reefs, conservation, wildlife, renewable energy, wind farm, wind farms, solar power, sewage',
    es: 'medio ambiente, medioambiental, ambiental, clima, climático, climática, calentamiento global, COP30, COP31, gases de efecto invernadero, emisiones, biodiversidad, especie amenazada, especies amenazadas, en peligro de extinción, deforestación, contaminación, microplásticos, pesticidas, ola de calor, sequía, inundación, inundaciones, incendio forestal, incendios forestales, huracán, ciclón, tifón, dana, terremoto, sismo, seísmo, volcán, erupción, glaciar, glaciares, arrecife de coral, energías renovables, energía solar, parque eólico, ecologista, ecologistas, vertido',
    ar: 'بيئة, بيئي, بيئية, مناخ, مناخي, مناخية, المناخي, تغير المناخ, الاحتباس الحراري, انبعاثات, التنوع البيولوجي, مهددة بالانقراض, إزالة الغابات, تلوث, موجة حر, جفاف, فيضان, فيضانات, حرائق الغابات, إعصار, زلزال, بركان, ثوران, أنهار جليدية, الشعاب المرجانية, الطاقة المتجددة, الطاقة الشمسية, محميات طبيعية',
    categories:
      'Environnement, Environment, Medio ambiente, Medioambiente, Climat, Climate, Clima, Planète, Écologie, Nature, Météo, Weather, بيئة, البيئة, مناخ, المناخ',
    mediaTopics: '06000000, 17000000',
  },
  technologies: {
    fr: 'technologie, technologies, technologique, numérique, intelligence artificielle, IA, ChatGPT, OpenAI, Mistral AI, Google, Apple, Microsoft, Meta, Amazon, Nvidia, TikTok, Facebook, Instagram, WhatsApp, Telegram, réseaux sociaux, réseau social, smartphone, smartphones, iPhone, ordinateur quantique, ordinateurs, logiciel, logiciels, semi-conducteurs, puces électroniques, cyberattaque, cyberattaques, cybersécurité, piratage, pirates informatiques, hackers, données personnelles, robot, robots, drone civil, cryptomonnaie, cryptomonnaies, bitcoin, 5G, fibre optique, jeu vidéo, jeux vidéo, voiture autonome',
    en: 'technology, tech, digital, artificial intelligence, AI, ChatGPT, OpenAI, Anthropic, Google, Apple, Microsoft, Meta, Nvidia, TikTok, Facebook, Instagram, WhatsApp, Telegram, social media, smartphone, smartphones, iPhone, quantum computer, computers, software, semiconductor, semiconductors, chipmaker, microchips, cyberattack, cyberattacks, cyber-attack, cybersecurity, hack, hackers, ransomware, data breach, robot, robots, robotics, cryptocurrency, cryptocurrencies, bitcoin, 5G, video game, video games, self-driving, driverless, app, algorithm, algorithms',
    es: 'tecnología, tecnologías, tecnológico, tecnológica, digital, inteligencia artificial, IA, ChatGPT, OpenAI, Google, Apple, Microsoft, Meta, Amazon, Nvidia, TikTok, Facebook, Instagram, WhatsApp, Telegram, redes sociales, red social, móvil, teléfono inteligente, iPhone, ordenador cuántico, ordenadores, software, semiconductores, microchips, ciberataque, ciberataques, ciberseguridad, piratas informáticos, hackers, datos personales, robot, robots, criptomoneda, criptomonedas, bitcoin, 5G, videojuego, videojuegos, coche autónomo, algoritmo, algoritmos',
    ar: 'تكنولوجيا, تقنية, تقنيات, رقمي, رقمية, الذكاء الاصطناعي, ذكاء اصطناعي, غوغل, جوجل, آبل, مايكروسوفت, ميتا, إنفيديا, تيك توك, فيسبوك, إنستغرام, واتساب, تلغرام, وسائل التواصل الاجتماعي, مواقع التواصل, هاتف ذكي, هواتف ذكية, حاسوب, برمجيات, أشباه الموصلات, رقائق إلكترونية, هجوم إلكتروني, هجوم سيبراني, الأمن السيبراني, قراصنة, اختراق, روبوت, روبوتات, عملات مشفرة, العملات المشفرة, بيتكوين, ألعاب الفيديو',
    categories:
      'Technologie, Technologies, Technology, Tech, Tecnología, High-Tech, Numérique, Digital, Internet, Informatique, Sciences et technologies, Science & Tech, Jeux vidéo, تكنولوجيا, التكنولوجيا, تقنية',
    mediaTopics: '',
  },
};
