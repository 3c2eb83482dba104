import { expect, it } from '@jest/globals';
import { terminalJson, terminalText } from './print.js';

const OBEYED = 'a\u001b[31m\u009b2J\u0007\r\u007fb';

it('prints lines and tabs, and nothing that a terminal obeys', () => {
  expect(terminalText(`${OBEYED}\n\tÉté, قال`)).toBe('a[31m2Jb\n\tÉté, قال');
});

it('prints JSON that says the same without it', () => {
  const json = terminalJson({ headline: OBEYED, none: null });
  // eslint-disable-next-line no-control-regex -- they must not be there
  expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  expect(JSON.parse(json)).toEqual({ headline: OBEYED, none: null });
});
