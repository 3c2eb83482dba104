/** What the gallery's newsroom wrote, beside the samples of the try-it mode. All of it is invented. */
export interface GalleryDispatch {
  readonly language: 'fr' | 'en';
  readonly hoursAgo: number;
  readonly region: string;
  readonly countries: string[];
  readonly headline: string;
  readonly standfirst: string;
}

export const galleryDispatches: readonly GalleryDispatch[] = [
  { language: 'en', hoursAgo: 0.7, region: 'europe', countries: ['NL'], headline: 'Rotterdam lets the river back into three old docks', standfirst: 'The basins will take in the Maas at high water, and give a neighbourhood of 12,000 a beach at low tide.' },
  { language: 'en', hoursAgo: 1.4, region: 'afrique', countries: ['GH'], headline: 'Accra’s market women vote for their own fire brigade', standfirst: 'Four thousand stallholders will pay a small daily fee for a crew that knows every alley by name.' },
  { language: 'en', hoursAgo: 2.1, region: 'ameriques', countries: ['CO'], headline: 'Medellín measures the heat under its trees, street by street', standfirst: 'Two years after thirty green corridors were planted, the city publishes what they changed.' },
  { language: 'en', hoursAgo: 2.6, region: 'asie-pacifique', countries: ['ID'], headline: 'Jakarta’s commuter boats return after forty years', standfirst: 'Six quays open on Monday; the first crossing takes eleven minutes instead of an hour by road.' },
  { language: 'en', hoursAgo: 3.3, region: 'moyen-orient', countries: ['EG'], headline: 'Alexandria reads its library’s lost catalogue', standfirst: 'Imaging brings back 900 entries from a palimpsest that nobody had been able to open.' },
  { language: 'en', hoursAgo: 3.9, region: 'france', countries: ['FR'], headline: 'Paris courts will explain their judgments in plain words', standfirst: 'From January each ruling on rent and work comes with a page that needs no lawyer to read.' },
  { language: 'en', hoursAgo: 4.4, region: 'europe', countries: ['FI'], headline: 'Finland’s last paper mill town turns to batteries', standfirst: 'The machines stop on Friday; 340 of 410 workers have signed on with the plant next door.' },
  { language: 'en', hoursAgo: 5.2, region: 'afrique', countries: ['SN'], headline: 'Senegal’s fishers agree on a month of rest for the octopus', standfirst: 'Villages on both sides of the river will close their grounds together for the first time.' },
  { language: 'fr', hoursAgo: 0.4, region: 'afrique', countries: ['CI'], headline: 'Abidjan inaugure son premier lycée construit en terre crue', standfirst: 'Les salles restent sous 27 degrés sans climatisation ; les plans sont publiés pour toutes les communes.' },
  { language: 'fr', hoursAgo: 0.9, region: 'europe', countries: ['IT'], headline: 'Venise limite les vagues de ses vaporettos', standfirst: 'Un nouveau profil de coque et une vitesse plafonnée doivent protéger les fondations des palais.' },
  { language: 'fr', hoursAgo: 1.2, region: 'ameriques', countries: ['CL'], headline: 'Au Chili, la justice rend un fleuve à ses riverains', standfirst: 'La cour suprême reconnaît un droit d’usage antérieur aux concessions minières.' },
  { language: 'fr', hoursAgo: 1.9, region: 'moyen-orient', countries: ['LB'], headline: 'Tripoli remet ses tramways sur les rails', standfirst: 'Deux rames de 1932, restaurées par les apprentis du port, desservent de nouveau la corniche.' },
  { language: 'fr', hoursAgo: 2.3, region: 'asie-pacifique', countries: ['VN'], headline: 'Hanoï mesure l’air à hauteur d’enfant', standfirst: 'Deux cents capteurs posés à un mètre du sol, devant les écoles, donnent chaque matin un bulletin.' },
  { language: 'fr', hoursAgo: 2.8, region: 'france', countries: ['FR'], headline: 'Brest forme les premiers pilotes de cargos à voile', standfirst: 'Vingt-quatre officiers apprennent à router un navire de 90 mètres avec le vent pour moteur.' },
]; // prettier-ignore

/** Subjects of editions that left long ago, by newsletter. */
export const subjects: Readonly<Record<string, readonly string[]>> = {
  monde: [
    'Le budget européen à l’heure des comptes',
    'Nairobi : la ligne du matin',
    'Ce que dit le fleuve à Québec',
    'Un accord sur les câbles, enfin',
    'Les mangroves gagnent du terrain',
    'Vendanges à la lampe frontale',
    'La salle de lecture rouvre à Beyrouth',
  ],
  world: [
    'A water budget for the canal',
    'Ballots counted twice',
    'The quiet carriage, in Seoul',
    'What the boreholes keep warm',
    'Night train to Vilnius',
    'Ten days of warning',
    'A lighthouse for composers',
  ],
  alam: [
    'ميزانية للماء وأخرى للمدينة',
    'قطارات الضواحي تنطلق',
    'حين تُقرأ الخرائط من القرى',
    'اتفاق على الكابلات',
    'ساعة الصمت',
    'مكتبات على السكة',
    'رياح البحر تضيء المدينة',
  ],
};
