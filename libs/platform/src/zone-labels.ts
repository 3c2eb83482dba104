/**
 * How readers call the time of a zone. Intl knows "heure normale d’Europe centrale" and "heure : France", which nobody
 * says; the press writes "heure de Paris". Names of cities are not in Intl, and their grammar (du Caire, d’Alger)
 * allows no pattern, so the zones newsrooms live in are written out. Any other zone takes Intl's generic name.
 */
export const zoneLabels: Readonly<Record<string, Readonly<Record<'fr' | 'en' | 'es' | 'ar', string>>>> = {
  'Africa/Abidjan': { fr: 'heure d’Abidjan', en: 'Abidjan time', es: 'hora de Abiyán', ar: 'بتوقيت أبيدجان' },
  'Africa/Algiers': { fr: 'heure d’Alger', en: 'Algiers time', es: 'hora de Argel', ar: 'بتوقيت الجزائر' },
  'Africa/Cairo': { fr: 'heure du Caire', en: 'Cairo time', es: 'hora de El Cairo', ar: 'بتوقيت القاهرة' },
  'Africa/Casablanca': { fr: 'heure de Rabat', en: 'Rabat time', es: 'hora de Rabat', ar: 'بتوقيت الرباط' },
  'Africa/Dakar': { fr: 'heure de Dakar', en: 'Dakar time', es: 'hora de Dakar', ar: 'بتوقيت داكار' },
  'Africa/Kinshasa': { fr: 'heure de Kinshasa', en: 'Kinshasa time', es: 'hora de Kinsasa', ar: 'بتوقيت كينشاسا' },
  'Africa/Lagos': { fr: 'heure de Lagos', en: 'Lagos time', es: 'hora de Lagos', ar: 'بتوقيت لاغوس' },
  'Africa/Nairobi': { fr: 'heure de Nairobi', en: 'Nairobi time', es: 'hora de Nairobi', ar: 'بتوقيت نيروبي' },
  'Africa/Tunis': { fr: 'heure de Tunis', en: 'Tunis time', es: 'hora de Túnez', ar: 'بتوقيت تونس' },
  'America/Argentina/Buenos_Aires': {
    fr: 'heure de Buenos Aires',
    en: 'Buenos Aires time',
    es: 'hora de Buenos Aires',
    ar: 'بتوقيت بوينس آيرس',
  },
  'America/Bogota': { fr: 'heure de Bogota', en: 'Bogota time', es: 'hora de Bogotá', ar: 'بتوقيت بوغوتا' },
  'America/Mexico_City': { fr: 'heure de Mexico', en: 'Mexico City time', es: 'hora de México', ar: 'بتوقيت مكسيكو' },
  'America/Montreal': { fr: 'heure de Montréal', en: 'Montreal time', es: 'hora de Montreal', ar: 'بتوقيت مونتريال' },
  'America/New_York': { fr: 'heure de New York', en: 'New York time', es: 'hora de Nueva York', ar: 'بتوقيت نيويورك' },
  'America/Toronto': { fr: 'heure de Toronto', en: 'Toronto time', es: 'hora de Toronto', ar: 'بتوقيت تورونتو' },
  'Asia/Baghdad': { fr: 'heure de Bagdad', en: 'Baghdad time', es: 'hora de Bagdad', ar: 'بتوقيت بغداد' },
  'Asia/Beirut': { fr: 'heure de Beyrouth', en: 'Beirut time', es: 'hora de Beirut', ar: 'بتوقيت بيروت' },
  'Asia/Dubai': { fr: 'heure de Dubaï', en: 'Dubai time', es: 'hora de Dubái', ar: 'بتوقيت دبي' },
  'Asia/Kolkata': { fr: 'heure de New Delhi', en: 'Delhi time', es: 'hora de Nueva Delhi', ar: 'بتوقيت نيودلهي' },
  'Asia/Riyadh': { fr: 'heure de Riyad', en: 'Riyadh time', es: 'hora de Riad', ar: 'بتوقيت الرياض' },
  'Asia/Shanghai': { fr: 'heure de Pékin', en: 'Beijing time', es: 'hora de Pekín', ar: 'بتوقيت بكين' },
  'Asia/Tokyo': { fr: 'heure de Tokyo', en: 'Tokyo time', es: 'hora de Tokio', ar: 'بتوقيت طوكيو' },
  'Europe/Brussels': { fr: 'heure de Bruxelles', en: 'Brussels time', es: 'hora de Bruselas', ar: 'بتوقيت بروكسل' },
  'Europe/London': { fr: 'heure de Londres', en: 'London time', es: 'hora de Londres', ar: 'بتوقيت لندن' },
  'Europe/Madrid': { fr: 'heure de Madrid', en: 'Madrid time', es: 'hora de Madrid', ar: 'بتوقيت مدريد' },
  'Europe/Moscow': { fr: 'heure de Moscou', en: 'Moscow time', es: 'hora de Moscú', ar: 'بتوقيت موسكو' },
  'Europe/Paris': { fr: 'heure de Paris', en: 'Paris time', es: 'hora de París', ar: 'بتوقيت باريس' },
  'Europe/Zurich': { fr: 'heure de Berne', en: 'Bern time', es: 'hora de Berna', ar: 'بتوقيت برن' },
  UTC: { fr: 'temps universel', en: 'UTC', es: 'hora UTC', ar: 'بالتوقيت العالمي' },
};
