import type { LabelledItem } from './evaluate.js';

/**
 * Headlines the clustering was made with: invented events, written for this project. Each line of hard cases has its
 * reason above it. The figures to believe are those of another set, by another hand (`apps/cli/bench`).
 */
type Row = readonly [event: string, hours: number, source: string, headline: string, standfirst: string];

// prettier-ignore
const FRENCH: readonly Row[] = [
  // One earthquake in different words, with a rising toll; another country's the same day in the same words.
  ['seisme-perou', 0, 'agence', 'Pérou : un séisme de magnitude 6,8 secoue la région d’Arequipa', 'Au moins quatre personnes ont perdu la vie, selon un premier bilan de la protection civile.'],
  ['seisme-perou', 3, 'radio', 'La terre a tremblé dans le sud péruvien, plusieurs morts à déplorer', 'Des maisons se sont effondrées à Arequipa. Les secours cherchent des survivants sous les décombres.'],
  ['seisme-perou', 9, 'journal', 'Arequipa : le bilan du tremblement de terre grimpe à onze morts', 'Plus de 200 blessés ont été admis dans les hôpitaux de la deuxième ville du pays.'],
  ['seisme-indonesie', 5, 'agence', 'Indonésie : un séisme de magnitude 6,1 secoue l’île de Sumba', 'Aucune victime n’a été signalée et l’alerte au tsunami a été levée après deux heures.'],
  ['seisme-indonesie', 6, 'journal', 'Fort tremblement de terre au large de Sumba, pas de victimes', 'La secousse, de magnitude 6,1, a été ressentie jusqu’à Kupang, en Indonésie.'],
  // One minister, two statements; then her resignation told three ways.
  ['marnier-ports', 2, 'agence', 'Claire Marnier annonce un plan de 300 millions d’euros pour les ports français', 'La ministre des Transports veut électrifier les quais du Havre et de Marseille avant la fin de la décennie.'],
  ['marnier-ports', 4, 'journal', 'Ports : l’État promet 300 millions pour électrifier les quais', 'Le Havre et Marseille seront servis les premiers, a indiqué la ministre des Transports, Claire Marnier.'],
  ['marnier-trains', 8, 'radio', 'Trains de nuit : Claire Marnier exclut une hausse des billets', 'La ministre des Transports répondait mardi aux associations d’usagers devant l’Assemblée.'],
  ['marnier-demission', 30, 'agence', 'La ministre des Transports Claire Marnier démissionne', 'Mise en cause dans une affaire de frais de déplacement, elle a remis sa lettre au Premier ministre.'],
  ['marnier-demission', 31, 'radio', 'Frais de déplacement : Claire Marnier quitte le gouvernement', 'Elle estimait ne plus pouvoir exercer ses fonctions avec la sérénité nécessaire.'],
  ['marnier-demission', 36, 'journal', 'Après le départ de Marnier, Matignon cherche un remplaçant aux Transports', 'La démission de la ministre, éclaboussée par l’affaire de ses frais, prend l’exécutif de court.'],
  // Two fires, one with victims in a nightclub, one in a forest.
  ['incendie-skopje', 1, 'agence', 'Macédoine du Nord : 14 morts dans l’incendie d’un entrepôt de Skopje', 'Le feu s’est déclaré dans la nuit alors qu’une trentaine d’ouvriers dormaient sur place.'],
  ['incendie-skopje', 7, 'radio', 'Drame à Skopje : un entrepôt ravagé par les flammes, 17 ouvriers tués', 'Le propriétaire des lieux a été placé en garde à vue, annonce le parquet.'],
  ['incendie-portugal', 6, 'agence', 'Portugal : un feu de forêt menace des villages près de Coimbra', 'Plus de 600 pompiers sont mobilisés et trois hameaux ont été évacués.'],
  ['incendie-portugal', 12, 'journal', 'Près de Coimbra, des villages évacués devant l’avancée des flammes', 'Le Portugal a demandé à l’Europe des avions bombardiers d’eau.'],
  // Strikes in two ports.
  ['greve-anvers', 3, 'agence', 'Belgique : les pilotes du port d’Anvers en grève, 90 navires bloqués', 'Les syndicats protestent contre le relèvement de l’âge de la retraite.'],
  ['greve-anvers', 10, 'journal', 'Anvers paralysé par un débrayage des pilotes', 'Des dizaines de cargos attendent en mer du Nord. Les syndicats refusent la réforme des retraites.'],
  ['greve-rotterdam', 5, 'agence', 'Pays-Bas : grève des arrimeurs au port de Rotterdam', 'Les dockers réclament une hausse des salaires de 8 %.'],
  // A long war, several incidents a day.
  ['kharkiv-frappe', 2, 'agence', 'Ukraine : cinq morts dans une frappe de missile sur Kharkiv', 'Un immeuble de neuf étages a été éventré, selon le gouverneur de la région.'],
  ['kharkiv-frappe', 5, 'radio', 'Un missile éventre un immeuble à Kharkiv, au moins cinq tués', 'Les sauveteurs ukrainiens fouillent les gravats.'],
  ['odessa-drones', 4, 'agence', 'Ukraine : une attaque de drones endommage le port d’Odessa', 'Deux silos à grain ont brûlé, sans faire de victime.'],
  ['ukraine-prisonniers', 7, 'agence', 'L’Ukraine et la Russie échangent 180 prisonniers de guerre', 'L’opération s’est faite sous médiation émiratie à la frontière bélarusse.'],
  ['ukraine-prisonniers', 9, 'journal', 'Kiev et Moscou procèdent à un nouvel échange de captifs', 'Chaque camp a libéré 90 soldats, grâce à la médiation des Émirats.'],
  // Two matches of one evening.
  ['match-lyon', 20, 'agence', 'Ligue des champions : Lyon bat Porto 2-1 et file en quarts', 'Un but de Tiémoko Sarr dans le temps additionnel a qualifié les Lyonnais.'],
  ['match-lyon', 21, 'journal', 'Porté par Sarr, Lyon renverse Porto au bout du suspense', 'Les Lyonnais se qualifient pour les quarts de finale de la Ligue des champions (2-1).'],
  ['match-arsenal', 20, 'agence', 'Ligue des champions : Arsenal bat Naples 3-0 et file en quarts', 'Un triplé de Joe Wexham a qualifié les Londoniens.'],
  // Talks about two truces.
  ['treve-soudan', 11, 'agence', 'Soudan : reprise des pourparlers de trêve à Djeddah', 'Les deux camps discutent d’un couloir humanitaire vers El-Fasher.'],
  ['treve-soudan', 13, 'radio', 'À Djeddah, les belligérants soudanais se parlent de nouveau', 'Au menu : un cessez-le-feu et l’accès de l’aide à El-Fasher.'],
  ['treve-yemen', 12, 'agence', 'Yémen : les pourparlers de trêve ajournés à Mascate', 'Les Houthis et le gouvernement n’ont pas pu s’entendre sur les prisonniers.'],
  // Pieces made after a pattern.
  ['bourse-mardi', 18, 'agence', 'La Bourse de Paris termine en hausse de 0,8 %', 'Le CAC 40 a été porté par le luxe mardi.'],
  ['bourse-mardi', 18, 'journal', 'CAC 40 : Paris clôture en hausse de 0,8 %, le luxe brille', 'Les valeurs du luxe ont soutenu la cote mardi.'],
  ['bourse-mercredi', 42, 'agence', 'La Bourse de Paris termine en hausse de 0,3 %', 'Le CAC 40 a été porté par les banques mercredi.'],
  ['meteo-mardi', 8, 'agence', 'Météo : 12 départements en vigilance orange mardi', 'Des orages violents sont attendus du Sud-Ouest au Massif central.'],
  ['meteo-jeudi', 54, 'agence', 'Météo : 9 départements en vigilance orange jeudi', 'Des orages violents sont attendus de la Bretagne à la Normandie.'],
  ['brief-1', 10, 'journal', 'Séisme au Pérou, grève à Anvers : l’essentiel de l’actualité', 'Ce qu’il ne fallait pas manquer ce mardi.'],
  ['brief-2', 34, 'journal', 'Démission de Marnier, trêve au Soudan : l’essentiel de l’actualité', 'Ce qu’il ne fallait pas manquer ce mercredi.'],
  ['savoir-kenya', 15, 'radio', 'Présidentielle au Kenya : ce qu’il faut savoir', 'Les bureaux de vote ouvrent jeudi dans tout le pays.'],
  ['savoir-chili', 16, 'radio', 'Éruption du Calbuco au Chili : ce qu’il faut savoir', 'Le volcan crache des cendres depuis lundi.'],
  // A person's death and the same person's film.
  ['mort-delvaux', 22, 'agence', 'La cinéaste belge Odile Delvaux est morte à 81 ans', 'La réalisatrice de « Les Marées » avait reçu la Palme d’or en 1987.'],
  ['mort-delvaux', 24, 'journal', 'Odile Delvaux, la cinéaste des « Marées », s’est éteinte', 'Palme d’or 1987, elle laisse douze films. Elle avait 81 ans.'],
  ['film-delvaux', 1, 'journal', 'Avec « Le Dernier Quai », Odile Delvaux filme l’exil', 'La cinéaste belge signe un long métrage d’une douceur rare, en salles mercredi.'],
  // One decision with metonymy and without.
  ['bce-taux', 28, 'agence', 'La BCE abaisse son taux directeur d’un quart de point', 'L’inflation en zone euro est revenue à 2,1 %.'],
  ['bce-taux', 29, 'journal', 'Francfort desserre l’étau : les taux baissent à 2,25 %', 'La Banque centrale européenne juge l’inflation maîtrisée en zone euro.'],
  ['fed-taux', 33, 'agence', 'La Fed laisse ses taux inchangés', 'La banque centrale américaine invoque la vigueur de l’emploi.'],
  // Several acts of one war in one country on one day; the same place hit twice.
  ['rdc-goma', 1, 'agence', 'RDC : des tirs d’artillerie font neuf morts dans un camp de déplacés près de Goma', 'L’armée accuse les rebelles du M23.'],
  ['rdc-goma', 4, 'radio', 'Un camp de déplacés bombardé aux portes de Goma', 'Neuf personnes, dont quatre enfants, ont été tuées dans l’est du Congo.'],
  ['rdc-goma', 12, 'journal', 'Carnage dans un camp du Nord-Kivu : Kinshasa saisit l’ONU', 'Neuf déplacés sont morts sous les obus près de Goma ; le gouvernement congolais réclame une enquête.'],
  ['rdc-bunia', 6, 'agence', 'RDC : onze civils tués par des miliciens près de Bunia', 'Les assaillants ont attaqué un marché de l’Ituri à l’aube.'],
  ['rdc-luanda', 14, 'agence', 'RDC-Rwanda : les négociations de Luanda reportées', 'Kigali et Kinshasa ne s’accordent pas sur le calendrier du retrait.'],
  // A decision under three names: the court, the state, the firm.
  ['google-amende', 9, 'agence', 'La Commission européenne inflige 1,2 milliard d’euros d’amende à Norvik', 'Bruxelles reproche au moteur de recherche d’avoir favorisé ses propres services.'],
  ['google-amende', 11, 'journal', 'Abus de position dominante : Bruxelles frappe Norvik au portefeuille', 'Le géant norvégien devra payer 1,2 milliard d’euros et changer ses pratiques.'],
  ['google-amende', 15, 'radio', 'Norvik fera appel de sa sanction européenne', 'Le moteur de recherche conteste l’amende record de 1,2 milliard prononcée mardi.'],
  ['airbus-amende', 10, 'agence', 'La Commission européenne inflige 90 millions d’euros d’amende à trois cimentiers', 'Bruxelles leur reproche de s’être entendus sur les prix.'],
  // An avalanche, a missing climber, a rescue.
  ['avalanche', 3, 'agence', 'Suisse : trois skieurs emportés par une avalanche à Verbier', 'Deux corps ont été retrouvés, un homme est toujours recherché.'],
  ['avalanche', 8, 'radio', 'Verbier : le troisième skieur retrouvé sans vie', 'La coulée de neige de mardi a fait trois morts en Valais.'],
  ['avalanche-autriche', 5, 'agence', 'Autriche : deux skieurs emportés par une avalanche au Tyrol', 'Ils ont été dégagés sains et saufs.'],
  // Votes and their results.
  ['chili-vote', 20, 'agence', 'Chili : la candidate de gauche Paula Rehren élue présidente', 'Elle devance son rival conservateur de trois points.'],
  ['chili-vote', 22, 'radio', 'Santiago fête sa première victoire de la gauche depuis dix ans', 'Paula Rehren l’emporte avec 51,6 % des voix.'],
  ['chili-vote', 30, 'journal', 'Au Chili, Rehren promet d’être « la présidente de tous »', 'Au lendemain de son élection, elle tend la main à la droite.'],
  ['retraites', 25, 'agence', 'Retraites : des centaines de milliers de manifestants en France', 'La CGT annonce 400 000 personnes dans les rues de Paris.'],
  ['retraites', 26, 'journal', 'Forte mobilisation contre la réforme des retraites', 'De Brest à Nice, les cortèges ont rassemblé plus de monde qu’en mars.'],
  ['retraites-senat', 35, 'agence', 'Retraites : le Sénat adopte l’article sur les carrières longues', 'Le texte revient à l’Assemblée la semaine prochaine.'],
];

// prettier-ignore
const ENGLISH: readonly Row[] = [
  ['ferry', 1, 'wire', 'Philippines ferry with 120 aboard capsizes off Mindoro', 'At least seven people are dead and dozens are missing, the coast guard said.'],
  ['ferry', 4, 'paper', 'Dozens feared drowned after boat sinks in the Philippines', 'Rescuers pulled 70 survivors from rough seas near Mindoro.'],
  ['ferry', 14, 'radio', 'Mindoro sinking: death toll rises to 19 as search goes on', 'The vessel was carrying more passengers than its licence allowed, officials say.'],
  ['ferry-greece', 6, 'wire', 'Greek ferry runs aground off Naxos, all passengers safe', 'Some 300 people were taken ashore by fishing boats.'],
  // Same words, other country.
  ['vote-ghana', 3, 'wire', 'Ghana votes in presidential election', 'Polls opened at dawn with the economy the main concern of voters.'],
  ['vote-ghana', 9, 'paper', 'Ghanaians go to the polls as cost of living bites', 'Long queues formed in Accra; turnout is expected to be high.'],
  ['vote-malawi', 5, 'wire', 'Malawi votes in presidential election', 'Polls opened late in Lilongwe because ballot papers had not arrived.'],
  // A court case in two stages by different wires, and another man sentenced the same day.
  ['holt-guilty', 2, 'wire', 'Former Norvane chief Peter Holt found guilty of fraud', 'A London jury took two days to convict him of misleading investors.'],
  ['holt-guilty', 5, 'paper', 'Jury convicts ex-Norvane boss Holt over investor losses', 'The 58-year-old faces up to ten years when he is sentenced next month.'],
  ['holt-guilty', 6, 'radio', 'Norvane fraud: Peter Holt faces jail after guilty verdict', 'Investors lost £400m when the lender collapsed.'],
  ['brandt-sentenced', 4, 'wire', 'Ex-banker Lukas Brandt sentenced to six years for fraud', 'A Frankfurt court said he had misled investors for a decade.'],
  // Shooting, flash to wrap; another shooting the next day.
  ['shooting-tulsa', 10, 'wire', 'Gunman opens fire at Tulsa shopping mall', 'Police say there are several casualties.'],
  ['shooting-tulsa', 12, 'paper', 'Four killed in Oklahoma mall shooting, suspect in custody', 'A 23-year-old man was arrested two miles from the scene in Tulsa.'],
  ['shooting-tulsa', 22, 'radio', 'Tulsa mourns four victims of mall attack', 'Hundreds gathered for a vigil as police named the suspected shooter.'],
  ['shooting-reno', 33, 'wire', 'Two shot dead at Reno car park', 'Police are looking for a man in his thirties.'],
  // Layoffs and a deal at one company.
  ['velotek-jobs', 7, 'wire', 'Velotek to cut 3,000 jobs as demand for e-bikes slows', 'The Dutch maker will close its plant in Eindhoven by the end of the year.'],
  ['velotek-jobs', 9, 'paper', 'E-bike maker Velotek axes 3,000 staff and shuts Eindhoven factory', 'Unions called the decision a betrayal.'],
  ['velotek-ceo', 31, 'wire', 'Velotek names Ingrid Aalto chief executive', 'She joins from a Finnish elevator company in September.'],
  // Title case, and a politician who steps down.
  ['resign-rourke', 15, 'paper', 'Irish Finance Minister Niall Rourke Resigns Over Undeclared Loan', 'The Taoiseach said he had accepted the resignation with regret.'],
  ['resign-rourke', 16, 'wire', 'Ireland’s finance minister steps down in loan row', 'Niall Rourke said he had made an honest mistake in failing to declare 40,000 euros.'],
  ['budget-rourke', 2, 'wire', 'Irish finance minister Rourke promises tax cuts in spring budget', 'The government expects a surplus for the fourth year running.'],
  // Space, vaccines, cables: one event in two tellings.
  ['rocket', 19, 'wire', 'Japanese rocket fails minutes after lift-off', 'The craft was carrying a weather satellite; engineers sent a destruct command.'],
  ['rocket', 20, 'paper', 'Satellite lost as Japan’s new launcher destroyed in flight', 'The second stage did not ignite after liftoff from Tanegashima, the space agency said.'],
  ['measles', 25, 'wire', 'Measles outbreak in Romania infects 1,200 children', 'Health officials urged parents to have their children vaccinated.'],
  ['cholera', 26, 'wire', 'Cholera outbreak in Zambia infects 1,100 people', 'Health officials urged residents of Lusaka to boil water.'],
  // Patterns.
  ['ftse-tue', 17, 'wire', 'London shares close higher as miners gain', 'The FTSE 100 rose 0.6 per cent on Tuesday.'],
  ['ftse-wed', 41, 'wire', 'London shares close higher as banks gain', 'The FTSE 100 rose 0.2 per cent on Wednesday.'],
  ['five-1', 6, 'paper', 'Five things to know this morning', 'A ferry disaster, an election in Ghana and more.'],
  ['five-2', 30, 'paper', 'Five things to know this morning', 'Velotek’s new boss, a shooting in Tulsa and more.'],
  // Unrelated singles that share daily words with the others.
  ['visit-hanoi', 13, 'wire', 'Australian prime minister arrives in Hanoi for trade talks', 'Critical minerals and education top the agenda of the three-day visit.'],
  ['tariff', 18, 'wire', 'Brazil imposes 25% tariff on imported steel', 'The measure takes effect in May, the trade ministry said.'],
  ['tariff', 21, 'paper', 'Brasilia slaps a levy of 25 per cent on foreign steel', 'Producers in China and Turkey will be hit hardest.'],
  ['blackout', 23, 'radio', 'Power cut plunges Nairobi into darkness', 'Kenya’s grid operator blamed a fault on a transmission line.'],
  ['blackout', 24, 'wire', 'Nationwide blackout hits Kenya for second time this year', 'Hospitals in Nairobi and Mombasa ran on generators.'],
  ['cabinet', 3, 'wire', 'Nepal’s coalition collapses after junior partner walks out', 'Prime Minister Dev Raj Thapa has lost his majority in parliament.'],
  ['cabinet', 6, 'paper', 'Thapa’s government falls in Kathmandu', 'A small leftist party quit over the citizenship bill, leaving Nepal without a majority.'],
  ['cabinet', 20, 'radio', 'Nepal faces snap vote as prime minister refuses to quit', 'Dev Raj Thapa lost his majority when a junior coalition partner withdrew.'],
  ['bridge', 5, 'wire', 'Bridge collapse in southern India kills 23', 'A bus and several cars plunged into the Kaveri river.'],
  ['bridge', 8, 'paper', 'Karnataka: vehicles fall into river as span gives way', 'At least 20 bodies have been pulled from the water.'],
  ['bridge', 28, 'radio', 'Engineers arrested over deadly Kaveri bridge failure', 'Four officials are in custody after 26 people died in Karnataka.'],
  ['bus-india', 9, 'wire', 'Bus crash in northern India kills 14 pilgrims', 'The driver lost control on a mountain road in Uttarakhand.'],
  ['rates-uk', 11, 'wire', 'Bank of England cuts rates to 3.75%', 'Policymakers voted seven to two for the quarter-point cut.'],
  ['rates-uk', 12, 'paper', 'Borrowing costs fall as Threadneedle Street acts on weak growth', 'The quarter-point cut takes the Bank of England’s benchmark to 3.75 per cent.'],
  ['rates-no', 12, 'wire', 'Norway’s central bank cuts rates to 4%', 'Policymakers said inflation was close to target.'],
  ['oil-spill', 15, 'wire', 'Tanker spills crude off Trinidad after collision', 'A slick eight kilometres long is drifting towards Tobago.'],
  ['oil-spill', 19, 'paper', 'Tobago beaches closed as oil slick nears', 'Crude has been leaking from the tanker Amalthea since it hit a barge.'],
  ['final', 21, 'wire', 'Ekstrand beats Marlow to win Rome title', 'The Swede came from a set down, 4-6 6-3 6-2.'],
  ['final', 22, 'paper', 'Rome Open: Sweden’s Ekstrand stuns top seed Marlow', 'The 20-year-old won her first clay-court crown in three sets.'],
  ['semi', 1, 'wire', 'Marlow beats Duarte to reach Rome final', 'The top seed won 6-1 6-4.'],
  ['doctors', 13, 'wire', 'Junior doctors in Kenya begin three-week walkout', 'The union wants arrears from 2024 paid in full.'],
  ['doctors', 16, 'paper', 'Kenyan hospitals turn patients away as medics down tools', 'The action over unpaid wages is set to last until June.'],
  ['teachers', 15, 'wire', 'Teachers in Kenya threaten strike over pay', 'Their union gave the government two weeks to respond.'],
];

const BEGIN = Date.parse('2026-05-12T06:00:00Z');

export const DEVELOPMENT_SET: readonly LabelledItem[] = [
  ...FRENCH.map((row, at) => labelled('fr', row, at)),
  ...ENGLISH.map((row, at) => labelled('en', row, at)),
];

function labelled(language: string, [event, hours, source, headline, standfirst]: Row, at: number): LabelledItem {
  const id = `${language}-${String(at).padStart(3, '0')}`;
  return { id, language, event, source, headline, standfirst, publishedAt: new Date(BEGIN + hours * 3_600_000) };
}
