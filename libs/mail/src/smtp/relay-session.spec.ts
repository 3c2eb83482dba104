import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { SmtpRelay, type RelayOptions } from './smtp-relay.js';

/** What is said to everything a client sent in one go; undefined: nothing. */
type Answer = (packet: string, socket: Socket) => string | undefined;

const MESSAGE = Buffer.from('Subject: x\r\n\r\nBonjour\r\n');
const OK = '250 2.0.0 ok\r\n';
const DOT = '.\r\n';

let server: Server;
let ours: SmtpRelay;
let packets: string[];
let connections: number;

/** A relay by hand: scripted-relay.ts behaves well between two commands, and this one need not. */
async function open(
  answer: Answer,
  options: Partial<RelayOptions> & { readonly offers?: readonly string[] } = {},
): Promise<void> {
  const { offers = ['PIPELINING'], ...relayOptions } = options;
  packets = [];
  connections = 0;
  server = createServer({ noDelay: true }, (socket) => {
    connections += 1;
    // Half of these tests are about connections that break.
    socket.on('error', () => undefined);
    socket.write('220 relay.example\r\n');
    socket.setEncoding('utf8');
    socket.on('data', (packet: string) => {
      if (packet.startsWith('EHLO'))
        socket.write(['250-relay.example', ...offers.map((o) => `250-${o}`), '250 HELP\r\n'].join('\r\n')); // prettier-ignore
      else if (packet.startsWith('QUIT')) socket.end('221 bye\r\n');
      else {
        packets.push(packet);
        const said = answer(packet, socket);
        if (said !== undefined) socket.write(said);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  ours = new SmtpRelay({ url, connections: 1, clientName: 'bounce.example', dialogueMs: 2_000, graceMs: 300, ...relayOptions }); // prettier-ignore
}

const submit = (message: Buffer | readonly Buffer[] = MESSAGE, to = 'one@readers.example'): ReturnType<SmtpRelay['submit']> =>
  ours.submit({ from: 'b@bounce.example', to, message }); // prettier-ignore

/** Yes to everything, in as few packets as questions. */
const willing: Answer = (packet) => {
  if (packet.endsWith('DATA\r\n')) return `${OK.repeat(packet.split('\r\n').length - 2)}354 go\r\n`;
  return packet.endsWith(DOT) ? OK : undefined;
};

afterEach(async () => {
  ours.close();
  server.close();
  await once(server, 'close');
});

describe('a relay that offers PIPELINING', () => {
  it('gets envelope and DATA in one packet, and its three answers may come in one', async () => {
    await open(willing);
    expect((await submit()).kind).toBe('submitted');
    expect(packets[0]).toBe('MAIL FROM:<b@bounce.example>\r\nRCPT TO:<one@readers.example>\r\nDATA\r\n');
    expect(packets.slice(1).join('')).toBe(`${MESSAGE.toString()}${DOT}`);
  });

  it('and says 354 though it refused the recipient: gets a dot and none of the message (RFC 2920 §3.1)', async () => {
    const refusing: Answer = (packet, socket) => {
      if (packet === DOT) return '554 5.5.1 no valid recipients\r\n';
      return packet.includes('<no@') ? `${OK}550 5.1.1 unknown\r\n354 go\r\n` : willing(packet, socket);
    };
    await open(refusing);
    expect(await submit(MESSAGE, 'no@readers.example')).toMatchObject({ kind: 'refused', reply: { enhancedCode: '5.1.1' } });
    expect(packets).toHaveLength(2);
    expect((await submit()).kind).toBe('submitted');
    expect(packets[2]).toMatch(/^RSET\r\nMAIL FROM/);
    expect(connections).toBe(1);
  }); // prettier-ignore

  it('and says 354 though it refused our sender: gets not even a dot, which might be a message to somebody', async () => {
    await open(() => `550 5.7.1 not you\r\n${OK}354 go\r\n`);
    expect(await submit()).toMatchObject({ kind: 'postponed', begun: false, reply: { enhancedCode: '5.7.1' } });
    expect(packets).toHaveLength(1);
  });

  it.each([
    ['to MAIL FROM', '421 4.3.2 away\r\n', 421],
    ['to DATA', `${OK}${OK}421 4.3.2 away\r\n`, 421],
    ['in place of an answer, after a refusal', `${OK}451 4.7.1 later\r\n421 4.3.2 away\r\n`, 451],
  ])('ends with 421 %s: only this connection, and what was decided stays', async (_, said, code) => {
    let isFirst = true;
    await open((packet, socket) => {
      if (!isFirst) return willing(packet, socket);
      isFirst = false;
      return said;
    });
    expect(await submit()).toMatchObject({ kind: 'postponed', reply: { code } });
    expect((await submit()).kind).toBe('submitted');
    expect(connections).toBe(2);
  });
});

describe('a session that cannot be believed', () => {
  it.each([
    ['what is no reply', 'HTTP/1.1 400 Bad Request\r\n'],
    ['yes to DATA, which is never yes', `${OK}${OK}${OK}`],
    ['354 to MAIL FROM', '354 go\r\n'],
    ['an answer more than questions', `${OK}${OK}354 go\r\n${OK}`],
    ['a no to the message before its end', `${OK}${OK}354 go\r\n552 5.3.4 too much\r\n`],
  ])('says %s: nothing was submitted, and the connection is not used again', async (_, said) => {
    let isFirst = true;
    await open((packet, socket) => {
      if (!isFirst) return willing(packet, socket);
      isFirst = false;
      return said;
    });
    // Longer than one turn takes, so that a reply that comes too early is heard before the final dot leaves.
    const long = [MESSAGE, Buffer.alloc(32_000_000, 'x')];
    expect((await submit(long)).kind).toBe('postponed');
    expect(packets.some((packet) => packet.endsWith(DOT))).toBe(false);
    expect((await submit()).kind).toBe('submitted');
    expect(connections).toBe(2);
  });

  it('speaks between two messages', async () => {
    await open((packet, socket) => (packet.endsWith(DOT) ? `${OK}250 and more` : willing(packet, socket)));
    expect((await submit()).kind).toBe('submitted');
    expect((await submit()).kind).toBe('submitted');
    expect(connections).toBe(2);
  });
});

describe('a relay that takes its time', () => {
  it.each([
    ['back', -3_600_000],
    ['forward', 3_600_000],
  ])('while the clock is set %s an hour: the final dot leaves no later for it', async (_, by) => {
    const real = Date.now.bind(Date);
    // The recipient's answer comes after the deadline has passed.
    await open(
      (packet, socket) => {
        if (packet.endsWith('DATA\r\n')) {
          jest.spyOn(Date, 'now').mockImplementation(() => real() + by);
          setTimeout(() => socket.write(`${OK}${OK}354 go\r\n`), 400);
        }
        return undefined;
      },
      { dialogueMs: 200 },
    );
    try {
      expect(await submit()).toMatchObject({ kind: 'postponed', begun: false });
      expect(packets.some((packet) => packet.endsWith(DOT))).toBe(false);
    } finally {
      jest.restoreAllMocks();
    }
  });

  it('over each letter of a reply: the deadline ends it', async () => {
    const dripping: Answer = (_, socket) => {
      let said = 0;
      const drip = setInterval(() => socket.write('250-slow\r\n'[said++ % 10] ?? ''), 10);
      socket.on('close', () => { clearInterval(drip); }); // prettier-ignore
      return undefined;
    };
    await open(dripping, { dialogueMs: 300 });
    const begun = Date.now();
    expect(await submit()).toMatchObject({ kind: 'postponed', begun: false });
    expect(Date.now() - begun).toBeLessThan(1_900);
  });
});

describe('a message that a relay cannot be given', () => {
  const offers = ['PIPELINING', 'SIZE 100'];

  it.each<[string, Buffer, string]>([
    ['longer than the relay takes (RFC 1870)', Buffer.alloc(101, 'x'), '5.3.4'],
    ['with bytes outside ASCII where it takes none (RFC 6152)', Buffer.from('S: x\r\n\r\né\r\n'), '5.6.3'],
    ['with a bare line end', Buffer.from('a\n.\r\n'), '5.6.0'],
  ])('%s: nothing is offered, and no reader is given up for it', async (_, message, enhancedCode) => {
    await open(willing, { offers });
    expect(await submit(message)).toMatchObject({ kind: 'postponed', begun: true, reply: { enhancedCode } });
    expect(packets).toEqual([]);
    expect((await submit()).kind).toBe('submitted');
    expect(connections).toBe(1);
  });

  it('is declared where it can: size, and bytes outside ASCII only where there are any', async () => {
    await open(willing, { offers: [...offers, '8BITMIME', 'SMTPUTF8'] });
    await submit();
    await submit(Buffer.from('S: x\r\n\r\né\r\n'));
    await submit(Buffer.from('Subject: é\r\n\r\n'));
    const mails = packets.filter((packet) => packet.startsWith('MAIL')).map((packet) => packet.split('\r\n')[0]);
    expect(mails).toEqual([
      'MAIL FROM:<b@bounce.example> SIZE=23',
      'MAIL FROM:<b@bounce.example> SIZE=12 BODY=8BITMIME',
      'MAIL FROM:<b@bounce.example> SIZE=15 BODY=8BITMIME SMTPUTF8',
    ]);
  });
});

describe('an address', () => {
  it('keeps its letters before the sign, and has its domain in ASCII, which every relay takes', async () => {
    await open(willing);
    expect((await submit(MESSAGE, 'one@bücher.example')).kind).toBe('submitted');
    expect(packets[0]).toContain('RCPT TO:<one@xn--bcher-kva.example>');
  });
});

it('ends a connection after as many messages as it was told', async () => {
  await open(willing, { messagesPerConnection: 2 });
  for (let n = 0; n < 5; n += 1) expect((await submit()).kind).toBe('submitted');
  expect(connections).toBe(3);
});
