import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from './config.js';

const SECRET = 'a key that only this spec uses, never anything else';

const usable: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'https://news.example',
  SECRET_KEY: SECRET,
  DATABASE_URL: 'postgres://colporteur:hunter2@db.example/colporteur',
  SMTP_URL: 'smtp://mailer:hunter3@relay.example:587',
};

function faults(change: Record<string, string | undefined>): string {
  try {
    readConfig({ ...usable, ...change });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ code: 'config.invalid' });
    return (error as ConfigError).message;
  }
  throw new Error('the environment was taken as usable');
}

describe('readConfig', () => {
  it('needs four variables and has a default for every other', () => {
    const { env } = readConfig(usable);
    expect(env).toMatchObject({
      NODE_ENV: 'development',
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: 3000,
      TRUSTED_PROXIES: [],
      FETCH_ALLOWED_HOSTS: [],
      SECRET_KEYS_PREVIOUS: [],
      DELIVERY_CONNECTIONS: 5,
      LOG_LEVEL: 'info',
    });
    expect(readConfig(usable).queueBackend).toBe('postgres');
    expect(readConfig({ ...usable, REDIS_URL: 'redis://cache.example' }).queueBackend).toBe('redis');
  });

  it.each(['PUBLIC_URL', 'SECRET_KEY', 'DATABASE_URL', 'SMTP_URL'])('says that %s is missing', (name) => {
    for (const missing of [undefined, '']) {
      const message = faults({ [name]: missing });
      expect(message).toMatch(new RegExp(`^  ${name}: given nothing; expected: .{10}`, 'm'));
      expect(message.split('\n')).toHaveLength(2);
    }
  });

  it('needs to be told in production where files are kept, and hides the secret in it', () => {
    expect(readConfig(usable).env.FILES_URL).toMatchObject({ kind: 'folder' });
    expect(faults({ NODE_ENV: 'production' })).toMatch(/^ {2}FILES_URL: given nothing; expected: file:\/\/.+, or s3:/m);
    const message = faults({ FILES_URL: 's3://key:hunter4@s3.example' });
    expect(message).toMatch(/FILES_URL: given a value of \d+ characters \(hidden\); expected/);
    expect(message).not.toContain('hunter4');
  });

  it('names every variable at fault at once, with what was given and what is expected', () => {
    const message = faults({
      HTTP_PORT: 'http',
      NODE_ENV: 'prod',
      LOG_LEVEL: 'loud',
      DELIVERY_CONNECTIONS: '0',
      DATABASE_URL: 'mysql://u:hunter2@db.example/x',
      PUBLIC_URL: 'ftp://news.example',
    });
    expect(message).toMatch(/HTTP_PORT: given "http"; expected: .*number/);
    expect(message).toMatch(/NODE_ENV: given "prod"; expected: .*"production"/);
    expect(message).toMatch(/LOG_LEVEL: given "loud"; expected: .*"warn"/);
    expect(message).toMatch(/DELIVERY_CONNECTIONS: given "0"; expected: .*>=1/);
    expect(message).toMatch(/DATABASE_URL: given a value of \d+ characters \(hidden\); expected: .*postgres:\/\//);
    expect(message).toMatch(/PUBLIC_URL: given "ftp:\/\/news.example"; expected: .*https:\/\//);
    expect(message.split('\n')).toHaveLength(7);
  });

  it('never shows a secret, also where it is wrong', () => {
    const message = faults({
      SECRET_KEY: 'too short hunter0',
      SECRET_KEYS_PREVIOUS: `${SECRET},short hunter1`,
      DATABASE_URL: 'db.example hunter2',
      MIGRATION_DATABASE_URL: 'owner:hunter2@db.example',
      SMTP_URL: 'http://mailer:hunter3@relay.example',
      REDIS_URL: 'hunter4',
      PUBLIC_URL: 'https://editor:hunter5@',
    });
    expect(message).not.toContain('hunter');
    expect(message).not.toContain(SECRET);
    for (const name of ['SECRET_KEY', 'SECRET_KEYS_PREVIOUS', 'DATABASE_URL', 'MIGRATION_DATABASE_URL', 'SMTP_URL', 'REDIS_URL', 'PUBLIC_URL'])
      expect(message).toMatch(new RegExp(`^  ${name}: given`, 'm')); // prettier-ignore
    expect(message).toMatch(/SECRET_KEY: given a value of 17 characters \(hidden\); expected: at least 32 characters/);
  });

  it('takes an empty text for "not set", as compose files write it', () => {
    const { env } = readConfig({ ...usable, HTTP_PORT: '  ', REDIS_URL: '', BOUNCE_DOMAIN: '', TRUSTED_PROXIES: '' });
    expect(env).toMatchObject({ HTTP_PORT: 3000, TRUSTED_PROXIES: [] });
    expect(env.REDIS_URL).toBeUndefined();
    expect(env.BOUNCE_DOMAIN).toBeUndefined();
  });

  it.each(['3000.5', '-1', '65536', 'Infinity', '1,000'])('takes no port from %p', (port) => {
    expect(faults({ HTTP_PORT: port })).toContain('HTTP_PORT');
  });

  it('splits lists at commas, and forgets empty parts', () => {
    const { env } = readConfig({ ...usable, TRUSTED_PROXIES: ' 10.0.0.0/8 ,, 192.0.2.1,' });
    expect(env.TRUSTED_PROXIES).toEqual(['10.0.0.0/8', '192.0.2.1']);
  });

  it.each([
    ['https://news.example/', 'https://news.example'],
    ['https://news.example/lettres//', 'https://news.example/lettres'],
    ['HTTPS://News.Example', 'https://news.example'],
    ['https://actualité.example', 'https://xn--actualit-i1a.example'],
  ])('writes PUBLIC_URL %p as %p, because every link in a mail begins with it', (given, written) => {
    expect(readConfig({ ...usable, PUBLIC_URL: given }).publicUrl).toBe(written);
  });

  it.each(['https://news.example/?edition=1', 'https://news.example/#top', 'https://editor:secret@news.example', 'https:news.example', 'news.example'])(
    'takes no PUBLIC_URL to which no path can be added, or which holds a password: %p',
    (given) => {
      expect(faults({ PUBLIC_URL: given })).toContain('PUBLIC_URL');
    },
  ); // prettier-ignore

  it('derives the bounce domain from PUBLIC_URL, and takes no other than a host name', () => {
    expect(readConfig(usable).bounceDomain).toBe('news.example');
    expect(readConfig({ ...usable, BOUNCE_DOMAIN: 'bounce.news.example' }).bounceDomain).toBe('bounce.news.example');
    for (const given of ['https://bounce.example', 'a@bounce.example', 'bounce example', 'bounce.example\r\nBcc: x@y.example'])
      expect(faults({ BOUNCE_DOMAIN: given })).toContain('BOUNCE_DOMAIN'); // prettier-ignore
  });
});
