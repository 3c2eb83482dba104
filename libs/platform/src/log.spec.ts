import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defineErrors } from './errors.js';
import { Log, redactAddresses } from './log.js';

const ADDRESS = 'Marie.O’Neil+gazette@readers.example';

/** A log whose lines the test can read. */
function capture(level: 'info' | 'trace' = 'trace'): { log: Log; lines: () => Record<string, unknown>[]; text: () => string } {
  let text = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString('utf8');
      done();
    },
  });
  const lines = (): Record<string, unknown>[] =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log: new Log(level, sink), lines, text: () => text };
} // prettier-ignore

const errors = defineErrors({ 'thing.broken': { kind: 'internal', text: 'It broke.' } });

/** Everything that may hide an address in what a caller hands over. */
const hidingPlaces: Record<string, Record<string, unknown>> = {
  'a field': { to: ADDRESS },
  'the middle of a text': { reply: `550 5.1.1 <${ADDRESS}>: no such user` },
  'a nested field': { mail: { envelope: { to: ADDRESS } } },
  'a list': { recipients: ['nobody', [ADDRESS]] },
  'a field’s name': { [ADDRESS]: 'bounced' },
  'the name of a nested field': { counts: { [ADDRESS]: 2 } },
  'an error’s message': { error: new Error(`no mailbox ${ADDRESS}`) },
  'an error’s cause': { error: new Error('no mailbox', { cause: new Error(ADDRESS) }) },
  'a cause that is a text': { error: new Error('no mailbox', { cause: ADDRESS }) },
  'an error’s name': { error: Object.assign(new Error('x'), { name: ADDRESS }) },
  'a catalogue error’s details': { error: errors.error('thing.broken', { to: ADDRESS }) },
  'an error in a list in a field': { failures: [{ error: new Error(ADDRESS) }] },
  'deeper than anybody looks': { a: { b: { c: { d: { e: { f: ADDRESS } } } } } },
  'what JSON would make of it': { sly: { toJSON: () => ADDRESS } },
  'a link': { url: `https://news.example/?to=${encodeURIComponent('marie@readers.example')}` },
};

describe('Log', () => {
  it.each(Object.entries(hidingPlaces))('never writes an address that hides in %s', (_, fields) => {
    const { log, lines, text } = capture();
    log.info('thing.done', fields);
    log.warn('thing.odd', fields);
    log.error('thing.bad', fields);
    log.failure('thing.failed', new Error('x'), fields);
    expect(lines()).toHaveLength(4);
    expect(text()).not.toContain('readers.example');
    expect(text()).not.toMatch(/Marie/i);
  });

  it('never writes an address that is thrown, said by Nest, or in the event’s own place', () => {
    const { log, lines, text } = capture();
    log.failure('thing.failed', new Error(`stack and message: ${ADDRESS}`));
    log.failure('thing.failed', ADDRESS);
    log.log(`Nest starts ${ADDRESS}`);
    log.error(`Nest says ${ADDRESS}`, `Error: ${ADDRESS}\n    at x`, ADDRESS);
    log.warn(new Error(ADDRESS));
    log.fatal(`event ${ADDRESS}`, { a: 1 });
    log.debug(ADDRESS);
    expect(lines()).toHaveLength(7);
    expect(text()).not.toContain('readers.example');
    expect(text()).not.toContain('Marie');
  });

  it('does not write bytes, which may be a message', () => {
    const { log, text } = capture();
    log.info('thing.done', { raw: Buffer.from(ADDRESS) });
    expect(text()).not.toContain('readers.example');
    expect(text()).toContain(`${Buffer.byteLength(ADDRESS)} bytes`);
  });

  it('writes an event with its ids, and an error with code, details, stack and cause', () => {
    const { log, lines } = capture();
    log.info('edition.frozen', { editionId: 'e1', revision: 2, at: new Date(0), nothing: null });
    log.failure('edition.failed', errors.error('thing.broken', { limit: 3 }, { cause: new Error('disk full') }), {
      editionId: 'e1',
    });
    const [frozen, failed] = lines();
    expect(frozen).toMatchObject({ event: 'edition.frozen', editionId: 'e1', revision: 2, nothing: null });
    expect(frozen).toMatchObject({ at: '1970-01-01T00:00:00.000Z' });
    expect(failed).toMatchObject({
      event: 'edition.failed',
      editionId: 'e1',
      error: { code: 'thing.broken', details: { limit: 3 }, message: 'It broke.', cause: 'disk full' },
    });
    expect(JSON.stringify(failed)).toContain('log.spec');
  });

  it('survives what cannot be written', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const { log, lines } = capture();
    log.info('thing.done', { circle, big: 10n, never: undefined, when: new Date(Number.NaN), half: '\ud800' });
    expect(lines()).toHaveLength(1);
  });

  it('keeps quiet below its level', () => {
    const { log, text } = capture('info');
    log.debug('thing.seen', { a: 1 });
    expect(text()).toBe('');
  });
});

describe('redactAddresses', () => {
  it('leaves a text without an address as it is', () => {
    for (const text of ['', 'edition 12 is due at 07:00', '@gazette', 'a @ b', 'x@', '5 € @ 3 h', '@@unsubscribe@@'])
      expect(redactAddresses(text)).toBe(text);
  });

  it('takes a whole address out, whatever stands around it', () => {
    const local = fc.stringMatching(/^[a-z0-9][a-z0-9.!#$%&'*+/=?^_`{|}~-]{0,20}$/);
    const domain = fc.stringMatching(/^[a-z0-9-]{1,20}\.[a-z]{2,8}$/);
    const before = fc.constantFrom('', ' ', '<', '(', '"', 'to: ', 'é ', 'mailto:', '[');
    const after = fc.constantFrom('', ' ', '>', ')', '"', ', ', ';', '\n');
    fc.assert(
      fc.property(before, local, domain, after, (start, name, host, end) => {
        expect(redactAddresses(`${start}${name}@${host}${end}`)).toBe(`${start}[address]${end}`);
      }),
    );
  });

  it.each(['"marie curie"@readers.example', 'marie@[192.0.2.7]', 'marie%40readers.example', 'marie@a@readers.example', 'مريم@readers.example'])(
    'knows %s',
    (address) => {
      expect(redactAddresses(`to ${address} at 7`)).toBe('to [address] at 7');
    },
  ); // prettier-ignore

  it('takes time in proportion to the text: a hostile relay or bounce may be a megabyte without a space', () => {
    const long = 'x'.repeat(1_000_000);
    const started = performance.now();
    expect(redactAddresses(long)).toBe(long);
    expect(redactAddresses(`${long}@${long}`)).toBe('[address]');
    redactAddresses('"'.repeat(200_000));
    redactAddresses('x@'.repeat(200_000));
    redactAddresses('%40'.repeat(200_000));
    // A pattern that begins anew at every character would take an hour.
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
