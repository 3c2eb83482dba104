import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeBody } from './charset.js';
import { parseFeed } from './feed-parsing.js';
import { isDamaged } from './text-damage.js';

const TEXTS: Readonly<Record<string, string>> = {
  fr: 'L’été où le café « Noël » fut fermé à Besançon, les élèves protestèrent',
  de: 'Die Überschwemmung trifft mehrere Städte südlich von Köln, Brücken gesperrt',
  es: 'El niño que soñó con el mar: una canción para el próximo año',
  cs: 'Příliš žluťoučký kůň úpěl ďábelské ódy, řekl ministr životního prostředí',
  pl: 'Zażółć gęślą jaźń: premier zapowiada zmiany w służbie zdrowia',
  ru: 'Правительство утвердило новый бюджет на следующий год, сообщил министр',
  uk: 'Уряд затвердив новий бюджет на наступний рік, повідомив міністр її відомства',
  el: 'Η κυβέρνηση ανακοίνωσε νέα μέτρα για την οικονομία της χώρας',
  tr: 'Başbakan yeni bütçeyi açıkladı, değişiklik önümüzdeki yıl başlıyor',
  ar: 'أعلنت الحكومة عن ميزانية جديدة للعام المقبل، بحسب وزير المالية',
  he: 'הממשלה אישרה את התקציב החדש לשנה הבאה, אמר שר האוצר',
  ja: '政府は来年度の新しい予算案を閣議決定した。首相が記者会見で述べた',
  zh: '政府批准了明年的新预算，财政部长在新闻发布会上说',
  tw: '政府批准了明年的新預算，財政部長在記者會上說',
  ko: '정부는 내년도 새 예산안을 확정했다고 장관이 기자회견에서 밝혔다',
  th: 'รัฐบาลอนุมัติงบประมาณใหม่สำหรับปีหน้า รัฐมนตรีกล่าว',
};

const feed = (text: string, options: { encoding?: string; language?: string } = {}): string =>
  `<?xml version="1.0"${options.encoding === undefined ? '' : ` encoding="${options.encoding}"`}?><rss version="2.0"><channel>` +
  `<title>News</title>${options.language === undefined ? '' : `<language>${options.language}</language>`}<item><title>${text}</title></item></channel></rss>`;

function titleIn(body: Buffer, contentType?: string): string | undefined {
  return parseFeed(body, { url: 'https://a.example/', ...(contentType !== undefined && { contentType }) }).entries[0]
    ?.title;
}

const SPELLINGS: readonly (readonly [language: string, charset: string])[] = [
  ['fr', 'windows-1252'], ['de', 'windows-1252'], ['es', 'windows-1252'], ['cs', 'windows-1250'], ['cs', 'iso-8859-2'], ['pl', 'windows-1250'], ['pl', 'iso-8859-2'],
  ['ru', 'windows-1251'], ['ru', 'koi8-r'], ['ru', 'iso-8859-5'], ['uk', 'windows-1251'], ['uk', 'koi8-u'], ['el', 'windows-1253'], ['el', 'iso-8859-7'], ['tr', 'windows-1254'],
  ['ar', 'windows-1256'], ['ar', 'iso-8859-6'], ['he', 'windows-1255'], ['he', 'iso-8859-8'], ['ja', 'shift_jis'], ['ja', 'euc-jp'], ['zh', 'gb18030'], ['zh', 'gbk'], ['tw', 'big5'], ['ko', 'euc-kr'], ['th', 'windows-874'],
]; // prettier-ignore

describe('a feed in another charset', () => {
  it.each(SPELLINGS)('%s in %s is read as its header says', (language, charset) => {
    const text = TEXTS[language] ?? '';
    expect(titleIn(encoded(feed(text), charset), `text/xml; charset=${charset}`)).toBe(text);
  });

  it.each(SPELLINGS)('%s in %s is read as it declares itself', (language, charset) => {
    const text = TEXTS[language] ?? '';
    expect(titleIn(encoded(feed(text, { encoding: charset }), charset), 'text/xml')).toBe(text);
  });

  it.each(SPELLINGS)('%s in %s is read although the header says ISO-8859-1 by default', (language, charset) => {
    const text = TEXTS[language] ?? '';
    expect(titleIn(encoded(feed(text, { encoding: charset }), charset), 'text/xml; charset=ISO-8859-1')).toBe(text);
  });

  it.each(SPELLINGS)('%s in %s is read although it says UTF-8', (language, charset) => {
    const text = TEXTS[language] ?? '';
    const body = encoded(feed(text, { encoding: 'utf-8', language: language === 'tw' ? 'zh-TW' : language }), charset);
    expect(titleIn(body, 'text/xml; charset=utf-8')).toBe(text);
  });

  it.each(SPELLINGS.filter(([language]) => !['cs', 'tr', 'pl'].includes(language)))(
    '%s in %s is read when nobody says anything',
    (language, charset) => {
      const text = TEXTS[language] ?? '';
      expect(titleIn(encoded(feed(text), charset))).toBe(text);
    },
  );

  it.each(Object.entries(TEXTS))('%s in UTF-8 is read, whatever is claimed', (_language, text) => {
    for (const claim of [
      'iso-8859-1',
      'windows-1252',
      'windows-1251',
      'gb2312',
      'shift_jis',
      'us-ascii',
      'utf-16',
      'nonsense',
    ]) {
      expect(titleIn(Buffer.from(feed(text, { encoding: claim })), `text/xml; charset=${claim}`)).toBe(text);
    }
  });

  it.each(Object.entries(TEXTS))('%s in UTF-16 is read with and without a mark', (_language, text) => {
    const little = Buffer.from(feed(text), 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const body of [
      little,
      big,
      Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
    ])
      expect(titleIn(body, 'text/xml; charset=utf-8')).toBe(text);
  });

  it('in ISO-2022-JP is read', () => {
    const body = Buffer.concat([
      Buffer.from('<rss version="2.0"><channel><title>N</title><item><title>'),
      Buffer.from([0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42]),
      Buffer.from('</title></item></channel></rss>'),
    ]);
    expect(titleIn(body)).toBe('日本');
  });
});

describe('damaged UTF-8', () => {
  it('keeps the text around a few bytes that are none', () => {
    const text = 'Été, élève, où, ça, déjà, très, forêt';
    const body = Buffer.concat([
      Buffer.from(`${text} caf`),
      Buffer.from([0xe9]),
      Buffer.from(' l'),
      Buffer.from([0x92]),
      Buffer.from('eau '),
      Buffer.from([0xab, 0x20, 0xbb]),
      Buffer.from(text),
    ]);
    expect(decodeBody(body)).toEqual({ text: `${text} café l’eau « »${text}`, charset: 'utf-8', replaced: 0 });
  });

  it('is read after a byte order mark too', () => {
    const body = Buffer.concat([Buffer.from('\ufeffÉté, élève, caf'), Buffer.from([0xe9])]);
    expect(decodeBody(body)).toEqual({ text: 'Été, élève, café', charset: 'utf-8', replaced: 0 });
  });

  it('says where a character was cut', () => {
    const body = Buffer.concat([
      Buffer.from('Été, élève, où, ça, publi'),
      Buffer.from([0xc3]),
      Buffer.from('... l'),
      Buffer.from([0xe2, 0x80]),
      Buffer.from('...'),
    ]);
    expect(decodeBody(body)).toEqual({
      text: 'Été, élève, où, ça, publi\ufffd... l\ufffd...',
      charset: 'utf-8',
      replaced: 2,
    });
  });

  it('is counted with the entry', () => {
    const one = parseFeed(Buffer.from(feed('Ã‰tÃ© au bord')), { url: '' });
    expect(one.entries[0]).toMatchObject({ title: 'Ã‰tÃ© au bord', damaged: true });
    expect(parseFeed(Buffer.from(feed('Été')), { url: '' }).entries[0]?.damaged).toBe(false);
  });

  it.each(['un mot �', 'CafÃ© noir', 'lâ€™eau', 'Ð¿Ñ€Ð¸', 'Ø§Ù„Ø¹'])('is seen in %s', (text) => {
    expect(isDamaged(text)).toBe(true);
  });

  it.each([
    'Café',
    'SÃO PAULO',
    'NÃO',
    'l’eau',
    '« Âge »',
    'À Â Ã',
    'Привет',
    'العام',
    'naïve façade',
    'Straße 5 €',
    'ÐÑ',
  ])('is not seen in %s', (text) => {
    expect(isDamaged(text)).toBe(false);
  });
});

it('decodes any bytes whatever is claimed, and UTF-8 exactly', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.option(fc.string(), { nil: undefined }), (bytes, contentType) => {
      expect(typeof decodeBody(Buffer.from(bytes), contentType).text).toBe('string');
    }),
  );
  fc.assert(
    fc.property(
      fc
        .string({ unit: 'grapheme' })
        .map((text) => `é${text}`)
        .filter((text) => text.includes('é') && !/[\0\ufeff]/.test(text)),
      (text) => {
        expect(decodeBody(Buffer.from(`<a>${text}`), 'text/xml; charset=iso-8859-1').text).toBe(`<a>${text}`);
      },
    ),
  );
});

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** Text in any charset that this runtime can read: its table is what decoding every short sequence gives.
 * @throws Error for a character that the charset does not have */
function encoded(text: string, charset: string): Buffer {
  const table = tables.get(charset) ?? tableOf(charset);
  tables.set(charset, table);
  return Buffer.from(
    Array.from(text).flatMap((character) => {
      const bytes = table.get(character);
      if (bytes === undefined) throw new Error(`${charset} has no ${character}`);
      return bytes;
    }),
  );
}

function tableOf(charset: string): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(charset, { fatal: true });
  const table = new Map<string, readonly number[]>();
  const learn = (bytes: readonly number[]): void => {
    try {
      const text = decoder.decode(Uint8Array.from(bytes));
      if (Array.from(text).length === 1 && !table.has(text)) table.set(text, bytes);
    } catch {
      // Not a character of this charset.
    }
  };
  for (let byte = 0; byte < 256; byte += 1) learn([byte]);
  if (/^(?:gb|big5|shift_jis|euc)/.test(charset)) {
    for (let lead = 0x81; lead < 0xff; lead += 1) for (let trail = 0x40; trail < 0xff; trail += 1) learn([lead, trail]);
  }
  return table;
}
