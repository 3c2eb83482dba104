import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';
import { SecretBox } from './secret-box.js';

const box = (key: string, previous = ''): SecretBox =>
  new SecretBox(
    readConfig({
      PUBLIC_URL: 'http://127.0.0.1',
      DATABASE_URL: 'postgres://a:b@127.0.0.1/c',
      SMTP_URL: 'smtp://127.0.0.1',
      SECRET_KEY: key.padEnd(32, '.'),
      SECRET_KEYS_PREVIOUS: previous === '' ? '' : previous.padEnd(32, '.'),
    }),
  );
const secret = Buffer.from('pässword');

describe('a sealed secret', () => {
  it('comes back whole, and looks different each time', () => {
    const sealed = box('one').seal(secret, 'transport:1');
    expect(box('one').open(sealed, 'transport:1')).toEqual(secret);
    expect(sealed.includes(secret)).toBe(false);
    expect(box('one').seal(secret, 'transport:1')).not.toEqual(sealed);
  });

  it('belongs to one thing, one key, and every one of its bytes', () => {
    const sealed = box('one').seal(secret, 'transport:1');
    expect(() => box('one').open(sealed, 'transport:2')).toThrow('SECRET_KEY');
    expect(() => box('two').open(sealed, 'transport:1')).toThrow('SECRET_KEY');
    for (let at = 0; at < sealed.length; at += 1) {
      const damaged = Buffer.from(sealed);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      expect(() => box('one').open(damaged, 'transport:1')).toThrow('SECRET_KEY');
      expect(() => box('one').open(sealed.subarray(0, at), 'transport:1')).toThrow('SECRET_KEY');
    }
  });

  it('survives a rotation, and says that it is to be sealed anew', () => {
    const sealed = box('one').seal(secret, 'transport:1');
    expect(box('two', 'one').open(sealed, 'transport:1')).toEqual(secret);
    expect(box('one').isCurrent(sealed)).toBe(true);
    expect(box('two', 'one').isCurrent(sealed)).toBe(false);
  });
});
