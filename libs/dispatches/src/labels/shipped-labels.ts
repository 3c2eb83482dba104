import { labelFile, labelsOf, type Label, type LabelFileInput } from './label.js';
import { TOPIC_WORDS } from './topic-words.js';

/**
 * The regions and topics that stand in while an installation has none of its own: those of a broadcaster that speaks to
 * the world from France. `colporteur label export` writes them to a file to start from.
 */

/**
 * Where such a newsroom files a country. France and its overseas are a region of their own. Judgement calls: Turkey,
 * Russia and the Caucasus stand with Europe, Central Asia with Asia, Egypt with Africa.
 */
const COUNTRIES_OF = {
  afrique:
    'AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG ZA ZM ZW',
  ameriques:
    'AG AI AR AW BB BM BO BQ BR BS BZ CA CL CO CR CU CW DM DO EC FK GD GL GT GY HN HT JM KN KY LC MS MX NI PA PE PR PY SR SV SX TC TT US UY VC VE VG VI',
  'asie-pacifique':
    'AF AS AU BD BN BT CK CN FJ FM GU HK ID IN IO JP KG KH KI KP KR KZ LA LK MH MM MN MO MP MV MY NF NP NR NU NZ PG PH PK PN PW SB SG TH TJ TK TL TM TO TV TW UZ VN VU WS',
  europe:
    'AD AL AM AT AX AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO GB GE GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA XK',
  france: 'BL FR GF GP MF MQ NC PF PM RE TF WF YT',
  'moyen-orient': 'AE BH IL IQ IR JO KW LB OM PS QA SA SY YE',
} as const;

type Names = Readonly<Record<'fr' | 'en' | 'es' | 'ar', string>>;

/** In the order in which a digest shows them; their names, and the words that name them without a country. */
const REGIONS: readonly (readonly [keyof typeof COUNTRIES_OF, names: Names, words: Partial<Names>])[] = [
  [
    'afrique',
    { fr: 'Afrique', en: 'Africa', es: 'África', ar: 'أفريقيا' },
    {
      fr: 'Afrique, Sahel, Maghreb, Union africaine, Cédéao, africain, africains, africaine, africaines',
      en: 'Africa, West Africa, East Africa, Sahel, Maghreb, African Union, ECOWAS, African, Africans',
      es: 'África, Sahel, Magreb, Unión Africana, africano, africana, africanos, africanas',
      ar: 'أفريقيا, إفريقيا, الساحل الأفريقي, المغرب العربي, الاتحاد الأفريقي, أفريقي, أفريقية, الأفريقي, الأفريقية',
    },
  ],
  [
    'ameriques',
    { fr: 'Amériques', en: 'Americas', es: 'Américas', ar: 'الأمريكتان' },
    {
      fr: 'Amérique, Amériques, Amérique latine, Amérique du Sud, Amérique du Nord, Amérique centrale, Caraïbes, Antilles, latino-américain, latino-américains, latino-américaine, latino-américaines, sud-américain, sud-américains, sud-américaine, sud-américaines, nord-américain, nord-américains, nord-américaine, nord-américaines, centraméricain, centraméricains, centraméricaine, centraméricaines',
      en: 'Americas, Latin America, South America, North America, Central America, Caribbean, Latin American, Latin Americans, South American, South Americans, North American, Central American, Central Americans, West Indies',
      es: 'América, Américas, América Latina, Latinoamérica, América del Sur, Sudamérica, Centroamérica, Caribe, latinoamericano, latinoamericana, latinoamericanos, latinoamericanas, centroamericano, centroamericana, centroamericanos, centroamericanas',
      ar: 'أمريكا اللاتينية, أميركا اللاتينية, أمريكا الجنوبية, أميركا الجنوبية, الكاريبي',
    },
  ],
  [
    'asie-pacifique',
    { fr: 'Asie-Pacifique', en: 'Asia-Pacific', es: 'Asia-Pacífico', ar: 'آسيا والمحيط الهادئ' },
    {
      fr: 'Asie, Asie-Pacifique, Asie centrale, Océanie, Indo-Pacifique, Asean, asiatique, asiatiques, mer de Chine, mer de Chine méridionale',
      en: 'Asia, Asia-Pacific, Central Asia, Southeast Asia, Oceania, Indo-Pacific, ASEAN, Asian, Asians, South China Sea, East China Sea',
      es: 'Asia, Oceanía, Asia-Pacífico, asiático, asiática, asiáticos, asiáticas, mar de China',
      ar: 'آسيا, آسيا الوسطى, المحيط الهادئ, آسيوي, آسيوية, بحر الصين',
    },
  ],
  [
    'europe',
    { fr: 'Europe', en: 'Europe', es: 'Europa', ar: 'أوروبا' },
    {
      fr: 'Europe, UE, Union européenne, Commission européenne, Parlement européen, Balkans, pays baltes, Caucase, zone euro, européen, européens, européenne, européennes',
      en: 'Europe, EU, E U, European Union, European Commission, European Parliament, Balkans, Baltic states, Caucasus, Eurozone, European, Europeans',
      es: 'Europa, UE, Unión Europea, Comisión Europea, Balcanes, europeo, europea, europeos, europeas',
      ar: 'أوروبا, الاتحاد الأوروبي, المفوضية الأوروبية, البلقان, القوقاز, أوروبي, أوروبية, الأوروبي, الأوروبية',
    },
  ],
  ['france', { fr: 'France', en: 'France', es: 'Francia', ar: 'فرنسا' }, {}],
  [
    'moyen-orient',
    { fr: 'Moyen-Orient', en: 'Middle East', es: 'Oriente Medio', ar: 'الشرق الأوسط' },
    {
      fr: 'Moyen-Orient, Proche-Orient, golfe Persique, pays du Golfe, Ligue arabe',
      en: 'Middle East, Persian Gulf, Gulf states, Arab League',
      es: 'Oriente Medio, Oriente Próximo, Medio Oriente, golfo Pérsico, Liga Árabe',
      ar: 'الشرق الأوسط, الخليج العربي, مجلس التعاون الخليجي, جامعة الدول العربية',
    },
  ],
];

const TOPICS: readonly (readonly [slug: string, names: Names])[] = [
  ['politique', { fr: 'Politique', en: 'Politics', es: 'Política', ar: 'سياسة' }],
  ['economie', { fr: 'Économie', en: 'Economy', es: 'Economía', ar: 'اقتصاد' }],
  ['societe', { fr: 'Société', en: 'Society', es: 'Sociedad', ar: 'مجتمع' }],
  ['culture', { fr: 'Culture', en: 'Culture', es: 'Cultura', ar: 'ثقافة' }],
  ['sports', { fr: 'Sports', en: 'Sport', es: 'Deportes', ar: 'رياضة' }],
  ['sciences', { fr: 'Sciences', en: 'Science', es: 'Ciencia', ar: 'علوم' }],
  ['sante', { fr: 'Santé', en: 'Health', es: 'Salud', ar: 'صحة' }],
  ['environnement', { fr: 'Environnement', en: 'Environment', es: 'Medio ambiente', ar: 'بيئة' }],
  ['technologies', { fr: 'Technologies', en: 'Technology', es: 'Tecnología', ar: 'تكنولوجيا' }],
];

/** One word in the headline, or three in the body: a single word further down is of the topic by chance. */
const TOPIC_MIN_SCORE = 6;

function list(text: string): string[] {
  return text === '' ? [] : text.split(', ');
}

function lists(words: Readonly<Partial<Record<string, string>>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(words).map(([language, text = '']) => [language, list(text)]));
}

/** As a file that can be exported, edited and imported. */
export const SHIPPED_LABEL_FILE = {
  regions: REGIONS.map(([slug, names, words]) => ({
    slug,
    names,
    countries: COUNTRIES_OF[slug].split(' '),
    rules: Object.keys(words).length === 0 ? {} : { any: lists(words) },
  })),
  topics: TOPICS.map(([slug, names]) => {
    const { categories = '', mediaTopics = '', fr = '', en = '', es = '', ar = '' } = TOPIC_WORDS[slug] ?? {};
    return {
      slug,
      names,
      rules: {
        any: lists({ fr, en, es, ar }),
        categories: [...list(categories), ...list(mediaTopics).map((code) => `medtop:${code}`)],
        minScore: TOPIC_MIN_SCORE,
      },
    };
  }),
} satisfies LabelFileInput;

export const SHIPPED_LABELS: readonly Label[] = labelsOf(labelFile.parse(SHIPPED_LABEL_FILE));
