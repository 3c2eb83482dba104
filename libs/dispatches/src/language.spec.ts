import { describe, expect, it } from '@jest/globals';
import { detectLanguage } from './language.js';

describe('detectLanguage', () => {
  it.each([
    ['fr', 'Le ministre a annoncé que les discussions reprendraient dans la semaine.'],
    ['en', 'The minister said that the talks would resume within a week.'],
    ['es', 'El ministro anunció que las conversaciones se reanudarán en la semana.'],
    ['ar', 'قال الوزير إن المحادثات ستستأنف خلال أسبوع (AFP).'],
    ['ar', 'وصل الرئيس چافيز إلى مدينة گاليبولي في زيارة رسمية.'],
    ['fa', 'وزیر گفت که گفتگوها در این هفته از سر گرفته می‌شود.'],
    ['ur', 'وزیر نے کہا کہ مذاکرات اس ہفتے دوبارہ شروع ہوں گے۔ بڑے فیصلے متوقع ہیں۔'],
    ['de', 'Der Minister hat angekündigt, dass die Gespräche in dieser Woche weitergehen.'],
    ['it', 'Il ministro ha annunciato che i colloqui riprenderanno nella settimana.'],
    ['pt', 'O ministro anunciou que as negociações serão retomadas em uma semana, e não mais tarde.'],
    ['nl', 'De minister zei dat het overleg binnen een week wordt hervat.'],
    ['ru', 'Министр заявил, что переговоры возобновятся на этой неделе.'],
    ['uk', 'Міністр заявив, що переговори відновляться цього тижня.'],
    ['und', '1 2 3 — !'],
    ['und', ''],
  ])('%s', (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });
});
