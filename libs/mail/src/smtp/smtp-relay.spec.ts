import { afterEach, describe, expect, it } from '@jest/globals';
import {
  startScriptedRelay,
  type Behaviour,
  type RelayScript,
  type ScriptedRelay,
} from '../../../../test/support/scripted-relay.js';
import { SmtpRelay, type RelayOptions } from './smtp-relay.js'; // prettier-ignore

const MESSAGE = Buffer.from('Message-ID: <1@bounce.example>\r\nSubject: x\r\n\r\nBonjour\r\n.\r\n..fin\r\n');

/** More than all buffers on the way take, so that its last byte cannot have been given away while nobody reads. */
const LONG_MESSAGE = [Buffer.from('Subject: x\r\n\r\n'), Buffer.alloc(32_000_000, 'x')];

let relay: ScriptedRelay;
let ours: SmtpRelay;

async function open(script: RelayScript = {}, options: Partial<RelayOptions> = {}): Promise<void> {
  relay = await startScriptedRelay(script);
  ours = new SmtpRelay({ url: relay.url, connections: 2, clientName: 'bounce.example', dialogueMs: 2_000, graceMs: 300, ...options });
} // prettier-ignore

/** Every recipient is treated alike. */
const always = (behaviour: Behaviour): RelayScript => ({ behave: () => behaviour });

function submit(to: string, deadline?: number): ReturnType<SmtpRelay['submit']> {
  const submission = { from: 'b+abc@bounce.example', to, message: MESSAGE };
  return ours.submit(deadline === undefined ? submission : { ...submission, deadline });
}

/** As an MTA would see them: the commands without their arguments. */
const verbs = (): string[] => relay.commands.map((line) => line.slice(0, 4));

afterEach(async () => {
  ours.close();
  await relay.close();
});

describe('a willing relay', () => {
  it('gets the envelope and the very bytes, dots and all', async () => {
    await open();
    expect(await submit('one@readers.example')).toMatchObject({
      kind: 'submitted',
      reply: { code: 250, enhancedCode: '2.0.0' },
    });
    expect(relay.accepted).toHaveLength(1);
    expect(relay.accepted[0]).toMatchObject({ from: 'b+abc@bounce.example', to: ['one@readers.example'] });
    expect(relay.accepted[0]?.raw).toEqual(MESSAGE);
    expect(relay.accepted[0]?.messageId).toBe('<1@bounce.example>');
  });

  it.each([[['SIZE 100000']], [['PIPELINING', 'SMTPUTF8']]])('is served with the extensions %p', async (extensions) => {
    await open({ extensions });
    const outcomes = await Promise.all(['a', 'b', 'c'].map((name) => submit(`${name}@readers.example`)));
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['submitted', 'submitted', 'submitted']);
  });

  it('takes many messages on few connections, never more dialogues at once than it was told', async () => {
    await open({ delayMs: 5 }, { connections: 3 });
    const outcomes = await Promise.all(Array.from({ length: 40 }, (_, n) => submit(`r${n}@readers.example`)));
    expect(outcomes.every((outcome) => outcome.kind === 'submitted')).toBe(true);
    expect(new Set(relay.accepted.map((message) => message.to[0])).size).toBe(40);
    expect(relay.accepted).toHaveLength(40);
    expect(relay.peakDialogues).toBe(3);
    expect(relay.connections.total).toBe(3);
  });

  it('gets a fresh connection after 100 messages, and a goodbye on the old one', async () => {
    await open({}, { connections: 1 });
    for (let n = 0; n < 101; n += 1) await submit(`r${n}@readers.example`);
    expect(relay.connections.total).toBe(2);
    await eventually(() => relay.connections.open === 1);
    expect(verbs().filter((verb) => verb === 'QUIT')).toHaveLength(1);
  });

  it('is left when we close, also by a dialogue that was under way', async () => {
    await open(always({ dotAfterMs: 50 }));
    const underWay = submit('one@readers.example');
    await eventually(() => relay.peakDialogues === 1);
    ours.close();
    expect((await underWay).kind).toBe('submitted');
    await eventually(() => relay.connections.open === 0);
  });
});

describe('a relay that says no', () => {
  it.each<[string, Behaviour, object]>([
    ['for good, to the recipient', { rcpt: '550 5.1.1 no such user' }, { kind: 'refused', reply: { code: 550, enhancedCode: '5.1.1' } }],
    ['for now, to the recipient', { rcpt: '451 4.7.1 greylisted' }, { kind: 'postponed', begun: true, reply: { code: 451 } }],
    ['for good, to DATA', { data: '554 5.7.1 no' }, { kind: 'refused', reply: { code: 554 } }],
    ['for good, to the message', { dot: '550 5.7.1 looks like spam' }, { kind: 'refused', reply: { enhancedCode: '5.7.1' } }],
    ['for now, to the message', { dot: '452 4.2.2 mailbox full' }, { kind: 'postponed', begun: true, reply: { enhancedCode: '4.2.2' } }],
  ])('%s', async (_, behaviour, outcome) => {
    await open({ behave: (to) => (to === 'no@readers.example' ? behaviour : 'accept') }, { connections: 1 });
    expect(await submit('no@readers.example')).toMatchObject(outcome);
    expect(relay.accepted).toHaveLength(0);
    // The session is put right and goes on: the next reader does not suffer.
    expect((await submit('yes@readers.example')).kind).toBe('submitted');
    expect(verbs()).toContain('RSET');
    expect(relay.connections.total).toBe(1);
    expect(relay.accepted.map((message) => message.to)).toEqual([['yes@readers.example']]);
  }); // prettier-ignore

  it('and ends the connection (421): nothing of it is used again', async () => {
    await open({ behave: (_, attempt) => (attempt === 1 ? { rcpt: '421 4.3.2 shutting down' } : 'accept') });
    expect(await submit('one@readers.example')).toMatchObject({ kind: 'postponed', reply: { code: 421 } });
    expect((await submit('one@readers.example')).kind).toBe('submitted');
    expect(relay.connections.total).toBe(2);
  });

  it('to us as a sender: nobody is refused for it', async () => {
    await open({ mail: () => '550 5.7.1 you may not relay' });
    expect(await submit('one@readers.example')).toMatchObject({ kind: 'postponed', begun: false });
    expect(relay.attempts('one@readers.example')).toBeLessThanOrEqual(1);
    expect(relay.accepted).toHaveLength(0);
  });

  it('to everybody, by its greeting', async () => {
    await open({ greeting: '554 5.3.2 no service here' });
    expect(await submit('one@readers.example')).toMatchObject({ kind: 'postponed', begun: false });
  });

  it('in words no table can hold: they are made fit', async () => {
    await open(always({ rcpt: '550 5.1.1 no\0such\u0007user' }));
    expect((await submit('one@readers.example')).reply.text).toBe('550 5.1.1 no such user');
  });

  it('naming the reader: the name is not kept', async () => {
    await open(always({ rcpt: '550 5.1.1 <one@readers.example>: "one"@readers.example rejected' }));
    const { reply } = await submit('one@readers.example');
    expect(reply.text).toContain('rejected');
    expect(JSON.stringify(reply)).not.toContain('one@readers');
    expect(JSON.stringify(reply)).not.toContain('readers.example');
  });
});

describe('a relay that breaks off', () => {
  it.each<[Behaviour, object]>([
    ['drop-at-rcpt', { kind: 'postponed', begun: false }],
    ['drop-before-data', { kind: 'postponed', begun: false }],
    ['drop-after-dot', { kind: 'unknown' }],
  ])('%s', async (behaviour, outcome) => {
    await open({ behave: (_, attempt) => (attempt === 1 ? behaviour : 'accept') });
    expect(await submit('one@readers.example')).toMatchObject(outcome);
    expect((await submit('one@readers.example')).kind).toBe('submitted');
    expect(relay.connections.total).toBe(2);
  });

  it('in the middle of a message whose end we still hold: certainly not submitted', async () => {
    await open({ ...always('drop-in-data'), extensions: ['PIPELINING'] });
    const outcome = await ours.submit({ from: 'b@bounce.example', to: 'one@readers.example', message: LONG_MESSAGE });
    expect(outcome).toMatchObject({ kind: 'postponed', begun: true });
    expect(relay.accepted).toHaveLength(0);
  });

  it('and cannot be reached at all', async () => {
    await open();
    await relay.close();
    expect(await submit('one@readers.example')).toMatchObject({ kind: 'postponed', begun: false });
  });

  it('nor can be understood by its address: nothing is thrown at whoever sends', async () => {
    await open({}, { url: 'smtp://exa mple:25' });
    expect(await submit('one@readers.example')).toMatchObject({ kind: 'postponed', begun: false });
  });

  it('while the connection rests: the next message takes another one', async () => {
    await open();
    await submit('first@readers.example');
    relay.cut();
    await eventually(() => relay.connections.open === 0);
    // Let our side hear of it too.
    await new Promise((resolve) => setImmediate(resolve));
    const outcome = await submit('second@readers.example');
    expect(outcome.kind).toBe('submitted');
    expect(relay.connections.total).toBe(2);
  });
});

describe('time', () => {
  it('only runs out unknown once the final dot may have left', async () => {
    await open(always('silent-after-dot'), { dialogueMs: 300, graceMs: 100 });
    expect(await submit('one@readers.example')).toMatchObject({ kind: 'unknown', reply: { code: null } });
    expect(relay.accepted).toHaveLength(1);
  });

  it('waits for the answer to the final dot longer than the dialogue may last', async () => {
    await open(always({ dotAfterMs: 500 }), { dialogueMs: 200, graceMs: 2_000 });
    expect((await submit('one@readers.example')).kind).toBe('submitted');
  });

  it('ends a dialogue that is stuck before DATA, and nothing was submitted', async () => {
    await open(always('silent-at-rcpt'), { dialogueMs: 300, graceMs: 100 });
    expect(await submit('one@readers.example')).toMatchObject({ kind: 'postponed', begun: false });
    expect(relay.accepted).toHaveLength(0);
  });

  it('ends a dialogue that is stuck in the middle of the message, and nothing was submitted', async () => {
    await open({ ...always('stall-in-data'), extensions: [] }, { dialogueMs: 300, graceMs: 100 });
    const outcome = await ours.submit({ from: 'b@bounce.example', to: 'one@readers.example', message: LONG_MESSAGE });
    expect(outcome).toMatchObject({ kind: 'postponed', begun: true });
    expect(relay.accepted).toHaveLength(0);
  });

  it('gives no final dot away after the deadline', async () => {
    await open();
    expect(await submit('one@readers.example', Date.now() - 1)).toMatchObject({ kind: 'postponed', begun: false });
    expect(relay.commands).toEqual([]);
    expect(relay.accepted).toHaveLength(0);
  });

  it('counts the greeting into the deadline: a relay that says nothing holds nobody longer', async () => {
    await open({ greeting: null }, { dialogueMs: 60_000, graceMs: 100 });
    const started = Date.now();
    expect(await submit('one@readers.example', started + 200)).toMatchObject({ kind: 'postponed', begun: false });
    expect(Date.now() - started).toBeLessThan(10_000);
    await eventually(() => relay.connections.open === 0);
  });

  it('counts the wait for a free connection into the deadline', async () => {
    const slow = {
      behave: (to: string): Behaviour => (to === 'one@readers.example' ? { dotAfterMs: 1_500 } : 'accept'),
    };
    await open(slow, { connections: 1, dialogueMs: 20_000 });
    const first = submit('one@readers.example');
    const started = Date.now();
    expect(await submit('two@readers.example', started + 100)).toMatchObject({ kind: 'postponed', begun: false });
    expect(Date.now() - started).toBeLessThan(1_400);
    expect((await first).kind).toBe('submitted');
    // The place in the queue that was given up is not lost to those who come later.
    expect((await submit('three@readers.example')).kind).toBe('submitted');
    expect(relay.attempts('two@readers.example')).toBe(0);
  });
});

describe('a session that is out of step', () => {
  it('never makes a message that was taken look postponed', async () => {
    await open(always('answer-twice'), { connections: 1 });
    const outcomes = [];
    for (let n = 0; n < 6; n += 1) outcomes.push(await submit(`r${n}@readers.example`));
    const taken = new Set(relay.accepted.map((message) => message.to[0]));
    outcomes.forEach((outcome, n) => {
      if (outcome.kind === 'submitted' || outcome.kind === 'unknown') return;
      expect(taken.has(`r${n}@readers.example`)).toBe(false);
    });
    expect(outcomes[0]?.kind).toBe('submitted');
  });
});

describe('a reader whose address the relay cannot take', () => {
  it('with a local part of other letters goes by SMTPUTF8 where the relay knows it', async () => {
    await open();
    expect((await submit('مريم@readers.example')).kind).toBe('submitted');
    expect(relay.commands.find((line) => line.startsWith('MAIL'))).toContain('SMTPUTF8');
    expect(relay.accepted[0]?.to).toEqual(['مريم@readers.example']);
  });

  it('is refused alone and for good where it does not (RFC 6531 §3.5: 5.6.7), without a word to the relay', async () => {
    await open({ extensions: ['PIPELINING', '8BITMIME'] });
    expect(await submit('مريم@readers.example')).toMatchObject({
      kind: 'refused',
      reply: { code: null, enhancedCode: '5.6.7' },
    });
    expect(verbs()).not.toContain('MAIL');
    expect((await submit('one@readers.example')).kind).toBe('submitted');
    expect(relay.connections.total).toBe(1);
  });

  it('with a quoted local part goes as it is, white space and all', async () => {
    await open();
    const address = '"marie  \\"m\\" @"@readers.example';
    expect((await submit(address)).kind).toBe('submitted');
    expect(relay.commands).toContainEqual(expect.stringContaining(`RCPT TO:<${address}>`));
  });

  it.each([
    'a>b@readers.example',
    'a b@readers.example',
    '"a>b"@readers.example',
    '"a\nb"@readers.example',
    'a\r\nRCPT TO:<x@y.example>@readers.example',
    '',
  ])('is refused alone where no envelope can hold it: %p', async (address) => {
    await open();
    expect(await submit(address)).toMatchObject({ kind: 'refused', reply: { enhancedCode: '5.1.3' } });
    expect((await submit('one@readers.example')).kind).toBe('submitted');
    expect(relay.accepted.map((message) => message.to)).toEqual([['one@readers.example']]);
  });
});

/** Looks until it holds; the test's own limit ends a wait that never does. */
async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
