import { describe, it } from '@jest/globals';
import { expectArticle, type SamplePage } from '../../../../test/support/article-pages.js';

const diario: SamplePage = {
  site: 'a Spanish daily',
  url: 'https://eldiario.example/espana/2024-05-06/el-rio-vuelve.html',
  html: `<!DOCTYPE html><html lang="es-ES"><head><meta charset="utf-8"><title>El río vuelve a su cauce en Molina | España | El Diario</title><meta property="og:site_name" content="El Diario"><meta property="og:title" content="El río vuelve a su cauce en Molina"><meta property="og:description" content="Los vecinos limpian el barro mientras esperan las ayudas"><meta property="article:section" content="España"><script type="application/ld+json">{"@context":"https://schema.org/","@graph":[{"@type":["NewsArticle"],"headline":"El río vuelve a su cauce en Molina","datePublished":"2024-05-06T05:30:00+02:00","dateModified":"2024-05-06T11:15:00+02:00","description":"Los vecinos limpian el barro mientras esperan las ayudas","author":[{"@type":"Person","name":"Ana García"}],"isAccessibleForFree":true,"image":{"@type":"ImageObject","url":"https://imagenes.eldiario.example/rio.jpg","width":1960,"height":1103,"caption":"Vecinos de Molina, el domingo.","creditText":"Pablo Ruiz (EFE)"},"publisher":{"@type":"NewsMediaOrganization","name":"El Diario"}}]}</script></head><body><article id="main-content" class="a"><header class="a_e"><div class="a_e_txt"><h1 class="a_t">El río vuelve a su cauce en Molina</h1><h2 class="a_st">Los vecinos limpian el barro mientras esperan las ayudas</h2></div><figure class="a_e_m"><span><img src="https://imagenes.eldiario.example/rio.jpg?w=414" width="414" alt="Vecinos con palas"></span><figcaption class="a_m_p"><span>Vecinos de Molina, el domingo.</span><span class="a_m_m">Pablo Ruiz (EFE)</span></figcaption></figure></header><div class="a_md"><div class="a_md_a"><a href="/autor/ana">Ana García</a></div><div class="a_md_f"><span>Molina - </span><time datetime="2024-05-06T03:30:00.000Z">06 MAY 2024 - 05:30 CEST</time></div></div><div class="a_c clearfix" data-dtm-region="articulo_cuerpo"><p>El agua ha bajado metro y medio desde el sábado y las calles de Molina son de barro. Unos doscientos voluntarios llegaron con palas.</p><p><b>Lea también:</b> <a href="/espana/lluvias.html">Las lluvias cortan seis carreteras</a></p><p>Publicidad</p><h3 class="">“Nadie avisó”</h3><p>La alcaldesa, Marta Solís, pide que el Gobierno pague los daños, que calcula en tres millones. “Nadie avisó”, repite.</p><p>Síguenos en X y Facebook</p><p>Suscríbete a nuestro boletín diario</p></div></article></body></html>`,
  expected: {
    title: 'El río vuelve a su cauce en Molina',
    standfirst: 'Los vecinos limpian el barro mientras esperan las ayudas',
    byline: 'Ana García',
    published: '2024-05-06T03:30:00.000Z',
    updated: '2024-05-06T09:15:00.000Z',
    language: 'es',
    image: {
      url: 'https://imagenes.eldiario.example/rio.jpg',
      caption: 'Vecinos de Molina, el domingo.',
      credit: 'Pablo Ruiz (EFE)',
    },
    related: [{ title: 'Las lluvias cortan seis carreteras', link: 'https://eldiario.example/espana/lluvias.html' }],
  },
  paragraphs: [
    'El agua ha bajado metro y medio desde el sábado y las calles de Molina son de barro. Unos doscientos voluntarios llegaron con palas.',
    '“Nadie avisó”',
    'La alcaldesa, Marta Solís, pide que el Gobierno pague los daños, que calcula en tres millones. “Nadie avisó”, repite.',
  ],
};

const latin: SamplePage = {
  site: 'a Latin American site in ISO-8859-1 that its server calls UTF-8 of nothing',
  url: 'https://noticias.example/nota/33',
  contentType: 'text/html',
  html: Buffer.from(
    `<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=iso-8859-1"><title>La monta\xf1a cierra por nieve :: Noticias del Sur</title><meta property="og:site_name" content="Noticias del Sur"><meta property="og:type" content="article"></head><body><div class="nota"><h1 class="titulo">La monta\xf1a cierra por nieve</h1><p class="bajada">El parque no abrir\xe1 hasta el jueves, seg\xfan los guardaparques.</p><p class="firma">Por Luc\xeda Pe\xf1a</p><p class="fecha">Publicado el 3 de junio de 2024</p><div class="cuerpo-nota"><p>BARILOCHE (EFE).- La nieve cay\xf3 toda la noche y los caminos est\xe1n cortados desde el amanecer, dijo este lunes la direcci\xf3n del parque.</p><p>Unas trescientas personas esperan en el pueblo. \x93No hay pan\x94, cuenta una vecina.</p><p>Te puede interesar: <a href="/nota/31">El a\xf1o sin nieve</a></p></div><div class="compartir"><a href="#">Compartir</a></div></div></body></html>`,
    'latin1',
  ),
  expected: {
    title: 'La montaña cierra por nieve',
    standfirst: 'El parque no abrirá hasta el jueves, según los guardaparques.',
    byline: 'Lucía Peña',
    dateline: 'BARILOCHE',
    language: 'es',
    related: [{ title: 'El año sin nieve', link: 'https://noticias.example/nota/31' }],
  },
  paragraphs: [
    'BARILOCHE (EFE).- La nieve cayó toda la noche y los caminos están cortados desde el amanecer, dijo este lunes la dirección del parque.',
    'Unas trescientas personas esperan en el pueblo. “No hay pan”, cuenta una vecina.',
  ],
};

const entrevista: SamplePage = {
  site: 'an interview of questions and answers',
  url: 'https://revista.example/entrevista',
  html: `<html lang="es"><head><meta charset="utf-8"><title>“Escribo de pie” - Revista Sur</title><meta property="og:type" content="article"><meta property="og:title" content="“Escribo de pie”"></head><body><article class="post"><h1>“Escribo de pie”</h1><p class="entradilla">La poeta Elvira Soto publica a los noventa años.</p><div class="post-content"><p><strong>¿Por qué ahora?</strong></p><p>Porque antes no había silencio en mi casa.</p><p><strong>¿Y qué escribe?</strong></p><p>Cartas. No las mando.</p><p>Comparte esta entrevista en tus redes, si quieres, pero no me la leas.</p></div></article></body></html>`,
  expected: {
    title: '“Escribo de pie”',
    standfirst: 'La poeta Elvira Soto publica a los noventa años.',
    language: 'es',
  },
  paragraphs: [
    '¿Por qué ahora?',
    'Porque antes no había silencio en mi casa.',
    '¿Y qué escribe?',
    'Cartas. No las mando.',
    'Comparte esta entrevista en tus redes, si quieres, pero no me la leas.',
  ],
};

const arabic: SamplePage = {
  site: 'an Arabic portal',
  url: 'https://akhbar.example/news/2024/3/5/water',
  html: `<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>عودة المياه إلى أحياء المدينة القديمة | أخبار الساحل</title><meta property="og:site_name" content="أخبار الساحل"><meta property="og:title" content="عودة المياه إلى أحياء المدينة القديمة"><meta property="og:description" content="بعد انقطاع دام عشرة أيام عادت المياه إلى معظم البيوت."><meta property="og:locale" content="ar_AR"><meta property="article:published_time" content="2024-03-05T09:00:00Z"><meta property="og:type" content="article"></head><body><main id="main"><div class="article-header"><h1>عودة المياه إلى أحياء المدينة القديمة</h1><p class="article__subhead">بعد انقطاع دام عشرة أيام عادت المياه إلى معظم البيوت.</p><div class="author-link">بقلم ليلى حداد</div><span class="date">نشر في: 5/3/2024</span></div><div class="wysiwyg wysiwyg--all-content"><p>عادت المياه صباح الثلاثاء إلى أحياء المدينة القديمة بعد إصلاح الخط الرئيسي، وفق ما أعلنته البلدية في بيان.</p><p>إعلان</p><p>اقرأ أيضا: <a href="/news/2024/3/1/cut">عشرة أيام بلا ماء</a></p><h2>سنوات من الانتظار</h2><p>وقال أحد السكان إن الأنابيب قديمة وإن الوعود كثيرة، وإن المدينة تنتظر منذ سنوات.</p><p>تابعونا على فيسبوك وتويتر</p><p>اشترك في النشرة البريدية</p></div><div class="share-buttons"><a href="#">مشاركة</a></div></main></body></html>`,
  expected: {
    title: 'عودة المياه إلى أحياء المدينة القديمة',
    standfirst: 'بعد انقطاع دام عشرة أيام عادت المياه إلى معظم البيوت.',
    byline: 'ليلى حداد',
    published: '2024-03-05T09:00:00.000Z',
    language: 'ar',
    related: [{ title: 'عشرة أيام بلا ماء', link: 'https://akhbar.example/news/2024/3/1/cut' }],
  },
  paragraphs: [
    'عادت المياه صباح الثلاثاء إلى أحياء المدينة القديمة بعد إصلاح الخط الرئيسي، وفق ما أعلنته البلدية في بيان.',
    'سنوات من الانتظار',
    'وقال أحد السكان إن الأنابيب قديمة وإن الوعود كثيرة، وإن المدينة تنتظر منذ سنوات.',
  ],
};

const wire: SamplePage = {
  site: 'an Arabic wire text without a declared language',
  url: 'https://wikala.example/1',
  html: `<html><head><meta charset="utf-8"><title>انتهاء إضراب الموانئ</title><meta property="og:type" content="article"></head><body><article><h1>انتهاء إضراب الموانئ</h1><div class="entry-content"><p>تونس (أ ف ب) – أنهى عمال الموانئ السبت إضرابا استمر تسعة أيام بعد اتفاق على زيادة الأجور، وفق ما قالت النقابة لوكالة فرانس برس.</p><p>وبقيت مئة وأربعون سفينة في عرض البحر خلال الإضراب.</p></div></article></body></html>`,
  expected: { title: 'انتهاء إضراب الموانئ', dateline: 'تونس', language: 'ar', standfirst: null },
  paragraphs: [
    'تونس (أ ف ب) – أنهى عمال الموانئ السبت إضرابا استمر تسعة أيام بعد اتفاق على زيادة الأجور، وفق ما قالت النقابة لوكالة فرانس برس.',
    'وبقيت مئة وأربعون سفينة في عرض البحر خلال الإضراب.',
  ],
};

describe('Spanish and Arabic pages', () => {
  it.each([diario, latin, entrevista, arabic, wire])('$site', expectArticle);
});
