import { describe, expect, it } from '@jest/globals';
import { judgeAddress } from './address.js';

const asks = (domain: string): string | null => judgeAddress(`anna@${domain}`).suggestion;

describe('a mistyped domain', () => {
  it.each([
    ['gmial.com', 'gmail.com'],
    ['gmal.com', 'gmail.com'],
    ['gnail.com', 'gmail.com'],
    ['gmaill.com', 'gmail.com'],
    ['gmail.con', 'gmail.com'],
    ['gmail.co', 'gmail.com'],
    ['gmail.cmo', 'gmail.com'],
    ['gmail.fr', 'gmail.com'],
    ['gmai1.com', 'gmail.com'],
    ['www.gmail.com', 'gmail.com'],
    ['hotmial.fr', 'hotmail.fr'],
    ['hottmial.com', 'hotmail.com'],
    ['hotmai.con', 'hotmail.com'],
    ['otmail.com', 'hotmail.com'],
    ['yahooo.fr', 'yahoo.fr'],
    ['yaho.com', 'yahoo.com'],
    ['outlok.fr', 'outlook.fr'],
    ['icould.com', 'icloud.com'],
    ['ornage.fr', 'orange.fr'],
    ['orange.fr.fr', 'orange.fr'],
    ['wanado.fr', 'wanadoo.fr'],
    ['lapost.net', 'laposte.net'],
    ['laposte.nte', 'laposte.net'],
    ['sfr.ft', 'sfr.fr'],
    ['numericabel.fr', 'numericable.fr'],
    ['protonmial.com', 'protonmail.com'],
    ['gazette.con', 'gazette.com'],
    ['уаһоо.com', 'yahoo.com'],
    ['gmàil.com', 'gmail.com'],
  ])('%s is asked about: %s?', (typed, meant) => {
    expect(asks(typed)).toBe(`anna@${meant}`);
  });

  it('is asked about, never changed', () => {
    expect(judgeAddress('Anna@gmial.com')).toMatchObject({
      verdict: 'accept',
      canonical: 'anna@gmial.com',
      suggestion: 'Anna@gmail.com',
    });
  });

  it.each(
    // Well known, real neighbours of well-known ones, and what has nothing to do with any.
    (
      'gmail.com mail.com email.com ymail.com gmx.fr gmx.net gmx.de mail.fr mail.ru live.com live.nl hotmail.de hotmail.ca ' +
      'hotmail.co.uk outlook.jp yahoo.co.uk yahoo.com.br orange.com orange.be orange.cm laposte.fr lacoste.net laporte.net ' +
      'free.org orage.fr grange.fr libro.it viola.fr telnet.be cloud.com hotmart.com me.com aol.com msn.com pm.me proton.me ' +
      'neuf.fr bbox.fr web.de 163.com qq.com naver.com duck.com posteo.de icloud.com sfr.fr lemonde.fr rfi.fr sncf.fr bbc.co.uk ' +
      'nytimes.com univ-paris1.fr ac-lyon.fr 20minutes.fr ovh.net example.org readers.test bücher.example'
    ).split(' '),
  )('%s is not asked about', (domain) => {
    expect(asks(domain)).toBeNull();
  });

  it('asks whether a telephone put its own apostrophe or a full-width letter', () => {
    expect(judgeAddress('o’brien@example.ie').suggestion).toBe("o'brien@example.ie");
    expect(judgeAddress('ａｎｎａ@example.org').suggestion).toBe('anna@example.org');
  });
});
