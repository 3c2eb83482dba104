/** The words of the sample digest, invented for it. They exist to be looked at: every block, short and long lines. */
export interface SampleTexts {
  readonly name: string;
  readonly promise: string;
  readonly brand: string;
  readonly read: string;
  readonly signature: string;
  readonly caption: string;
  readonly alt: string;
  readonly letterTitle: string;
  readonly letter: string;
  /** Title, text, link label. */
  readonly promotion: readonly [string, string, string];
  /** Advertiser, title, text, link label. */
  readonly sponsor: readonly [string, string, string, string];
  readonly stories: readonly SampleStory[];
}

export interface SampleStory {
  readonly region: string;
  /** ISO 3166-1. */
  readonly countries: readonly string[];
  readonly isUpdate: boolean;
  readonly isPaid: boolean;
  readonly headline: string;
  readonly standfirst: string;
  readonly sources: readonly string[];
  readonly time: string;
}

export const sampleTexts: Readonly<Record<'fr' | 'en' | 'es' | 'ar', SampleTexts>> = {
  fr: {
    name: 'Le monde ce matin',
    promise: 'L’essentiel de l’actualité internationale, chaque matin.',
    brand: 'Le Colporteur',
    read: 'Lire sur Le Colporteur',
    signature: 'La rédaction',
    caption: 'Le train de nuit en gare de Lisbonne, vendredi.',
    alt: 'Un train à quai, de nuit, sous une verrière éclairée',
    letterTitle: 'Une édition plus courte dimanche',
    letter: 'Le dimanche, la lettre paraît une heure plus tard et tient en cinq sujets.',
    promotion: ['L’écho des ports', 'Notre série en six épisodes sur les métiers de la mer.', 'Écouter la série'],
    sponsor: [
      'Librairie du Canal',
      'Trois mille atlas anciens, à voir jusqu’au 30 novembre',
      'Entrée libre, du mardi au samedi.',
      'Voir l’exposition',
    ],
    stories: [
      {
        region: 'europe',
        countries: ['PT', 'ES'],
        isUpdate: false,
        isPaid: false,
        headline: 'Lisbonne et Madrid relancent le train de nuit, après six ans d’interruption',
        standfirst:
          'La liaison doit reprendre au printemps avec des voitures rénovées. Les deux gouvernements promettent un billet moins cher que l’avion, et un départ chaque soir.',
        sources: ['Agence ibérique', 'Le Rail'],
        time: '6\u00a0h\u00a040',
      },
      {
        region: 'europe',
        countries: ['EE'],
        isUpdate: true,
        isPaid: false,
        headline: 'Un vote en ligne prolongé d’une journée après une panne',
        standfirst:
          'La commission électorale assure qu’aucun bulletin n’a été perdu. Le dépouillement commencera lundi.',
        sources: ['Agence balte'],
        time: '5\u00a0h\u00a015',
      },
      {
        region: 'afrique',
        countries: ['KE', 'UG'],
        isUpdate: false,
        isPaid: false,
        headline: 'Sur le lac Victoria, les pêcheurs comptent désormais leurs prises par téléphone',
        standfirst:
          'Un relevé commun aux deux rives doit aider à fixer les quotas. Les premiers chiffres surprennent les biologistes.',
        sources: ['Correspondants'],
        time: '4\u00a0h\u00a050',
      },
      {
        region: 'afrique',
        countries: ['SN'],
        isUpdate: false,
        isPaid: true,
        headline: 'À Dakar, la bibliothèque centrale rouvre ses salles de lecture',
        standfirst: 'Quatre ans de travaux, 300 000 ouvrages restaurés et des horaires étendus jusqu’à minuit.',
        sources: ['Le Colporteur'],
        time: '3\u00a0h\u00a005',
      },
      {
        region: 'ameriques',
        countries: ['CL'],
        isUpdate: false,
        isPaid: false,
        headline: 'Le désert d’Atacama en fleurs avec deux mois d’avance',
        standfirst: 'Les botanistes y voient l’effet d’un hiver très humide. Le parc national limite les visites.',
        sources: ['Agence andine', 'Sciences du Sud'],
        time: '2\u00a0h\u00a030',
      },
      {
        region: 'asie-pacifique',
        countries: ['JP'],
        isUpdate: false,
        isPaid: false,
        headline: 'Tokyo teste des bus sans conducteur sur trois lignes de quartier',
        standfirst:
          'Un agent reste à bord pendant six mois. La mairie vise les rues trop étroites pour les bus ordinaires.',
        sources: ['Agence du Pacifique'],
        time: '1\u00a0h\u00a020',
      },
      {
        region: 'moyen-orient',
        countries: ['JO'],
        isUpdate: true,
        isPaid: false,
        headline: 'La nouvelle usine de dessalement livre ses premiers mètres cubes',
        standfirst: 'Elle doit couvrir, à terme, un tiers des besoins de la capitale.',
        sources: ['Correspondants'],
        time: '0\u00a0h\u00a045',
      },
    ],
  },
  en: {
    name: 'The World This Morning',
    promise: 'The international news that matters, every morning.',
    brand: 'The Colporteur',
    read: 'Read on The Colporteur',
    signature: 'The newsroom',
    caption: 'The night train at Lisbon station on Friday.',
    alt: 'A train at a platform at night under a lit glass roof',
    letterTitle: 'A shorter edition on Sunday',
    letter: 'On Sundays this newsletter leaves an hour later, with five stories.',
    promotion: ['Harbour Echoes', 'Our six-part series on those who work at sea.', 'Listen to the series'],
    sponsor: [
      'Canal Bookshop',
      'Three thousand old atlases, on show until 30 November',
      'Free entry, Tuesday to Saturday.',
      'See the exhibition',
    ],
    stories: [
      {
        region: 'europe',
        countries: ['PT', 'ES'],
        isUpdate: false,
        isPaid: false,
        headline: 'Lisbon and Madrid bring back the night train after six years',
        standfirst:
          'The service returns in spring with refurbished carriages. Both governments promise fares below the price of a flight.',
        sources: ['Iberian Agency', 'The Railway'],
        time: '06:40',
      },
      {
        region: 'afrique',
        countries: ['KE', 'UG'],
        isUpdate: true,
        isPaid: false,
        headline: 'Fishing crews on Lake Victoria now count their catch by phone',
        standfirst:
          'A shared register on both shores is meant to help set quotas. The first figures have surprised biologists.',
        sources: ['Correspondents'],
        time: '04:50',
      },
      {
        region: 'asie-pacifique',
        countries: ['JP'],
        isUpdate: false,
        isPaid: true,
        headline: 'Tokyo tries driverless buses on three neighbourhood routes',
        standfirst: 'A member of staff stays on board for six months.',
        sources: ['Pacific Agency'],
        time: '01:20',
      },
    ],
  },
  es: {
    name: 'El mundo esta mañana',
    promise: 'Lo esencial de la actualidad internacional, cada mañana.',
    brand: 'El Buhonero',
    read: 'Leer en El Buhonero',
    signature: 'La redacción',
    caption: 'El tren nocturno en la estación de Lisboa, el viernes.',
    alt: 'Un tren en el andén, de noche, bajo una cubierta de cristal iluminada',
    letterTitle: 'El domingo, una edición más corta',
    letter: 'Los domingos el boletín sale una hora más tarde y trae cinco noticias.',
    promotion: ['Ecos del puerto', 'Nuestra serie en seis episodios sobre los oficios del mar.', 'Escuchar la serie'],
    sponsor: [
      'Librería del Canal',
      'Tres mil atlas antiguos, hasta el 30 de noviembre',
      'Entrada libre, de martes a sábado.',
      'Ver la exposición',
    ],
    stories: [
      {
        region: 'europe',
        countries: ['PT', 'ES'],
        isUpdate: false,
        isPaid: false,
        headline: 'Lisboa y Madrid recuperan el tren nocturno tras seis años',
        standfirst:
          'El servicio vuelve en primavera con coches renovados. Ambos gobiernos prometen un billete más barato que el avión.',
        sources: ['Agencia Ibérica', 'El Ferrocarril'],
        time: '6:40',
      },
      {
        region: 'ameriques',
        countries: ['CL'],
        isUpdate: true,
        isPaid: false,
        headline: 'El desierto de Atacama florece con dos meses de adelanto',
        standfirst: 'Los botánicos lo atribuyen a un invierno muy húmedo. El parque nacional limita las visitas.',
        sources: ['Agencia Andina'],
        time: '2:30',
      },
      {
        region: 'afrique',
        countries: ['SN'],
        isUpdate: false,
        isPaid: true,
        headline: 'Dakar reabre las salas de lectura de su biblioteca central',
        standfirst: 'Cuatro años de obras y trescientos mil volúmenes restaurados.',
        sources: ['Corresponsales'],
        time: '3:05',
      },
    ],
  },
  ar: {
    name: 'صباح العالم',
    promise: 'أهم أخبار العالم في بريدكم كل صباح.',
    brand: 'البريد الجوّال',
    read: 'القراءة على موقع البريد الجوّال',
    signature: 'هيئة التحرير',
    caption: 'المحطة الجديدة على خليج العقبة، الجمعة.',
    alt: 'أنابيب ضخمة أمام مبنى حديث قرب البحر',
    letterTitle: 'عدد أقصر يوم الأحد',
    letter: 'تصدر النشرة أيام الأحد متأخرة ساعة واحدة وتضم خمسة أخبار.',
    promotion: ['أصداء الموانئ', 'سلسلتنا من ست حلقات عن مهن البحر.', 'الاستماع إلى السلسلة'],
    sponsor: [
      'مكتبة القناة',
      'ثلاثة آلاف أطلس قديم في معرض حتى 30 نوفمبر',
      'الدخول مجاني من الثلاثاء إلى السبت.',
      'زيارة المعرض',
    ],
    stories: [
      {
        region: 'moyen-orient',
        countries: ['JO'],
        isUpdate: true,
        isPaid: false,
        headline: 'محطة التحلية الجديدة تضخ أولى كمياتها إلى العاصمة',
        standfirst: 'من المقرر أن تغطي المحطة ثلث احتياجات العاصمة من المياه عند اكتمال مراحلها، وفق وزارة المياه.',
        sources: ['مراسلون', 'وكالة البحر'],
        time: '6:40\u00a0ص',
      },
      {
        region: 'afrique',
        countries: ['KE', 'UG'],
        isUpdate: false,
        isPaid: false,
        headline: 'صيادو بحيرة فيكتوريا يحصون صيدهم عبر الهاتف',
        standfirst: 'سجل مشترك بين ضفتي البحيرة يساعد في تحديد حصص الصيد، وأرقامه الأولى فاجأت علماء الأحياء.',
        sources: ['مراسلون'],
        time: '4:50\u00a0ص',
      },
      {
        region: 'europe',
        countries: ['PT', 'ES'],
        isUpdate: false,
        isPaid: true,
        headline: 'لشبونة ومدريد تعيدان القطار الليلي بعد توقف دام ست سنوات',
        standfirst: 'تعود الرحلات في الربيع بعربات مجددة، وتعد الحكومتان بتذكرة أرخص من الطائرة.',
        sources: ['الوكالة الإيبيرية'],
        time: '3:15\u00a0ص',
      },
      {
        region: 'asie-pacifique',
        countries: ['JP'],
        isUpdate: false,
        isPaid: false,
        headline: 'طوكيو تختبر حافلات بلا سائق على ثلاثة خطوط داخل الأحياء',
        standfirst: 'يبقى موظف على متن كل حافلة طوال ستة أشهر.',
        sources: ['وكالة المحيط'],
        time: '1:20\u00a0ص',
      },
    ],
  },
};
