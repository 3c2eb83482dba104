import { describe, expect, it } from '@jest/globals';
import { fillText, singleLine, tidyText, underline } from './plain-text.js';

describe('fillText', () => {
  it('breaks at plain spaces only', () => {
    expect(fillText('un deux trois', 8)).toBe('un deux\ntrois');
    expect(fillText('dit : «\u00a0non\u00a0»', 8)).toBe('dit :\n«\u00a0non\u00a0»');
  });

  it('leaves a long address whole', () => {
    const address = `https://newsroom.example/${'a'.repeat(120)}`;
    expect(fillText(`Lire ${address} ici`, 20)).toBe(`Lire\n${address}\nici`);
  });

  it('takes a line break in a value as a space and a blank line as a paragraph', () => {
    expect(fillText('Titre\r\nBcc: x')).toBe('Titre Bcc: x');
    expect(fillText('un\n \n\ndeux')).toBe('un\n\ndeux');
    expect(fillText('un\u2028deux')).toBe('un deux');
  });

  it('indents every line within the width', () => {
    expect(fillText('un deux trois', 9, '  ')).toBe('  un deux\n  trois');
  });
});

describe('singleLine', () => {
  it('leaves no line end a header could start behind', () => {
    expect(singleLine(' Édition :\r\nBcc: x@y.test\u0000\u2028 fin\n')).toBe('Édition : Bcc: x@y.test fin');
    expect(singleLine('«\u00a0Une\u00a0»')).toBe('«\u00a0Une\u00a0»');
  });
});

describe('underline and tidyText', () => {
  it('draws the rule as long as the heading', () => {
    expect(underline('Été\n2026', '=')).toBe('Été 2026\n========');
  });

  it('leaves no trailing space, no run of blank lines and one newline at the end', () => {
    expect(tidyText('\n\na  \r\n\n\n \nb\u00a0\n\n')).toBe('a\n\nb\u00a0\n');
  });
});
