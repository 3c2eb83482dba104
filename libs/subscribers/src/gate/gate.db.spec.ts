import { Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Log, readConfig, TokenSigner } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { FrozenClock } from '../../../../test/support/frozen-clock.js';
import { proofOf } from '../../../../test/support/proofs.js';
import { CountAsks } from './count-asks.service.js';
import { CounterRepository } from './counter.repository.js';
import { GateRetention } from './gate-retention.service.js';
import { GateTickets } from './gate-tickets.service.js';
import { PROOF_SECONDS, WAIT_SECONDS } from './proof-levels.js';
import { ProofOfWork } from './proof-of-work.service.js';
import { SignUpGate, type GateRequest, type GateVerdict } from './sign-up-gate.service.js';

const NOW = new Date('2026-03-10T08:00:00Z');

/** One process's gate: its own queue, breaker and memory, over the database that all share. */
interface GateProcess {
  readonly gate: SignUpGate;
  readonly repository: CounterRepository;
  readonly log: string[];
}

let test: TestDatabase;
let clock: FrozenClock;

beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(() => {
  clock = new FrozenClock(NOW);
});
afterEach(async () => {
  await test.database.deleteFrom('sign_up_counter').execute();
  await test.database.deleteFrom('spent_proof').execute();
});
afterAll(() => test.close());

function openGate(perMinute = 100_000): GateProcess {
  const env = { ...process.env, SIGN_UP_PER_MINUTE: String(perMinute) };
  const config = readConfig({
    ...env,
    PUBLIC_URL: test.config.publicUrl,
    SECRET_KEY: test.config.env.SECRET_KEY,
    DATABASE_URL: test.url,
    SMTP_URL: test.config.env.SMTP_URL,
  });
  const log: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log.push((JSON.parse(chunk.toString()) as { event: string }).event);
      done();
    },
  });
  const tokens = new TokenSigner(config, clock);
  const repository = new CounterRepository(test.database);
  const asks = new CountAsks(repository, config, clock, new Log('info', destination), tokens);
  const gate = new SignUpGate(asks, new ProofOfWork(clock, tokens), new GateTickets(tokens, clock), tokens);
  return { gate, repository, log };
}

let sequence = 0;
/** A sign-up of an address nobody asked for before, from a network of its own, unless told otherwise. */
function request(change: Partial<GateRequest> = {}): GateRequest {
  sequence += 1;
  const [high, low] = [Math.floor(sequence / 250), sequence % 250];
  return {
    clientAddress: `198.${high}.${low}.7`,
    canonical: `reader${sequence}@domain${sequence}.example`,
    domain: `domain${sequence}.example`,
    isTrapped: false,
    ...change,
  };
}

function count(verdicts: readonly GateVerdict[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { verdict } of verdicts) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}

function asked(verdict: GateVerdict): Extract<GateVerdict, { verdict: 'prove' }> {
  if (verdict.verdict !== 'prove') throw new Error(`not asked for a proof: ${verdict.verdict}`);
  return verdict;
}

const later = (seconds: number): void => {
  clock.set(new Date(clock.now().getTime() + seconds * 1000));
};

describe('the gate', () => {
  it('lets an address pass five times a day, however many networks ask and processes answer', async () => {
    const gates = [openGate(), openGate(), openGate()];
    const verdicts = await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        (gates[n % 3] ?? openGate()).gate.judge(request({ canonical: 'ana@mail.example', domain: 'mail.example' })),
      ),
    );
    expect(count(verdicts)).toMatchObject({ pass: 5 });
    later(86_399);
    const again = (): Promise<GateVerdict> =>
      openGate().gate.judge(request({ canonical: 'ana@mail.example', domain: 'mail.example' }));
    expect((await again()).verdict).not.toBe('pass');
    later(6 * 3_600);
    expect((await again()).verdict).toBe('pass');
  });

  it('lets a line pass thirty times an hour unasked, in however many spellings and processes', async () => {
    const gates = [openGate(), openGate()];
    const spellings = ['203.0.113.9', '::ffff:203.0.113.9', '::ffff:cb00:7109', '203.0.113.9:4711'];
    const verdicts = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        (gates[n % 2] ?? openGate()).gate.judge(request({ clientAddress: spellings[n % 4] ?? '' })),
      ),
    );
    expect(count(verdicts)).toEqual({ pass: 30, prove: 170 });
  });

  it('takes a /64 for one line, whichever of its addresses asks', async () => {
    const { gate } = openGate();
    const verdicts = await Promise.all(
      Array.from({ length: 100 }, (_, n) => gate.judge(request({ clientAddress: `2001:db8:1:2:${n}::1` }))),
    );
    expect(count(verdicts)).toEqual({ pass: 30, prove: 70 });
    expect((await gate.judge(request({ clientAddress: '2001:db8:1:3::1' }))).verdict).toBe('pass');
  });

  it('lets a class of sixty sign up behind one address within ten minutes, with proofs from the thirty-first on', async () => {
    const { gate } = openGate();
    let proofs = 0;
    for (let pupil = 0; pupil < 60; pupil += 1) {
      later(10);
      const form = request({ clientAddress: '203.0.113.20' });
      let verdict = await gate.judge(form);
      if (verdict.verdict === 'prove') {
        proofs += 1;
        verdict = await gate.judge({ ...form, proof: proofOf(asked(verdict).challenge) });
      }
      expect(verdict).toEqual({ verdict: 'pass' });
    }
    expect(proofs).toBe(30);
  });

  it('counts together what arrives together, by two statements a batch', async () => {
    const { gate, repository } = openGate();
    const look = jest.spyOn(repository, 'look');
    const add = jest.spyOn(repository, 'add');
    const verdicts = await Promise.all(Array.from({ length: 400 }, () => gate.judge(request())));
    expect(count(verdicts)).toEqual({ pass: 400 });
    // The first goes alone and at once; all others have come by the time it is through.
    expect([look.mock.calls.length, add.mock.calls.length]).toEqual([2, 2]);
  });

  it('drops what a machine filled in, and counts nothing for it', async () => {
    const { gate } = openGate();
    expect(await gate.judge(request({ isTrapped: true }))).toEqual({ verdict: 'drop' });
    expect(await test.database.selectFrom('sign_up_counter').selectAll().execute()).toEqual([]);
  });

  it('keeps nothing that could be read as an address or a network', async () => {
    await openGate().gate.judge(
      request({ clientAddress: '203.0.113.7', canonical: 'ana@mail.example', domain: 'mail.example' }),
    );
    const rows = await test.database.selectFrom('sign_up_counter').select('key').execute();
    expect(rows.length).toBeGreaterThan(4);
    for (const { key } of rows) expect(key).toHaveLength(16);
    expect(Buffer.concat(rows.map(({ key }) => key)).toString('latin1')).not.toMatch(/ana|mail|203/);
  });

  it('stands open and says so when its counts are out of reach', async () => {
    const { gate, repository, log } = openGate();
    jest.spyOn(repository, 'look').mockRejectedValue(new Error('no table today'));
    expect((await gate.judge(request())).verdict).toBe('pass');
    expect(log).toEqual(['sign_up.counters_failed']);
  });
});

describe('a proof', () => {
  const line = '203.0.113.30';
  async function tire(gate: SignUpGate): Promise<void> {
    await Promise.all(Array.from({ length: 30 }, () => gate.judge(request({ clientAddress: line }))));
  }

  it('serves once, also when handed in twice at a time and to two processes', async () => {
    const [one, other] = [openGate(), openGate()];
    await tire(one.gate);
    const form = request({ clientAddress: line });
    const { challenge } = asked(await one.gate.judge(form));
    const proof = proofOf(challenge);
    const verdicts = await Promise.all([one, one, other, other].map(({ gate }) => gate.judge({ ...form, proof })));
    expect(count(verdicts)).toEqual({ pass: 1, prove: 3 });
    expect((await one.gate.judge({ ...form, proof })).verdict).toBe('prove');
  });

  it('of a cheaper level does not pass where a dearer one is asked for', async () => {
    const { gate } = openGate(1);
    const form = request({ clientAddress: line });
    const cheap = proofOf(await gate.challenge(line));
    for (let n = 0; n < 3; n += 1) await gate.judge(request());
    // Without a ticket an attack asks for level 2.
    expect(asked(await gate.judge({ ...form, proof: cheap })).challenge.parameters.data).toMatchObject({ level: 2 });
  });

  it('can be asked for beforehand, at the level it will have to be', async () => {
    const { gate } = openGate();
    expect((await gate.challenge(line)).parameters.data).toMatchObject({ level: 1 });
    await tire(gate);
    const proof = proofOf(await gate.challenge(line));
    expect(await gate.judge(request({ clientAddress: line, proof }))).toEqual({ verdict: 'pass' });
  });

  it.each(['', 'x', 'A'.repeat(65_536), 'eyJ9', '\u0000'])(
    'that is none (%#) is as good as no proof',
    async (proof) => {
      const { gate } = openGate();
      await tire(gate);
      expect((await gate.judge(request({ clientAddress: line, proof }))).verdict).toBe('prove');
    },
  );

  it('can be waited for: not too early, not for another address, not twice, not for ever', async () => {
    const { gate } = openGate();
    await tire(gate);
    const form = request({ clientAddress: line });
    const { wait } = asked(await gate.judge(form));
    expect(wait.seconds).toBe(WAIT_SECONDS[1]);
    const again = async (change: Partial<GateRequest> = {}): Promise<string> =>
      (await gate.judge({ ...form, proof: wait.token, ...change })).verdict;
    later(wait.seconds - 1);
    expect(await again()).toBe('prove');
    later(1);
    expect(await again({ canonical: 'other@mail.example' })).toBe('prove');
    expect(await again({ proof: `${wait.token.slice(0, -1)}x` })).toBe('prove');
    expect(await again()).toBe('pass');
    expect(await again()).toBe('prove');
    const late = asked(await gate.judge({ ...form, proof: undefined })).wait;
    later(late.seconds + PROOF_SECONDS);
    expect(await again({ proof: late.token })).toBe('prove');
  });
});

describe('a form that comes back sooner than anybody types', () => {
  it('is a password manager’s five times an hour on a line, and then a machine’s', async () => {
    const { gate } = openGate();
    const sent = async (ticket: string): Promise<string> =>
      (await gate.judge(request({ clientAddress: '203.0.113.40', ticket }))).verdict;
    for (let n = 0; n < 5; n += 1) expect(await sent(gate.formTicket())).toBe('pass');
    const ticket = gate.formTicket();
    expect(await sent(ticket)).toBe('prove');
    expect(await sent('')).toBe('pass');
    expect(await sent(`x${ticket}`)).toBe('pass');
    later(2);
    expect(await sent(ticket)).toBe('pass');
    expect(await sent(gate.formTicket())).toBe('prove');
    // Left open since yesterday it says nothing any more.
    const stale = gate.formTicket();
    later(86_400);
    expect(await sent(stale)).toBe('pass');
  });
});

describe('under attack', () => {
  it('asks everybody for a proof, dearer where no form is known, and falls back by itself', async () => {
    const { gate, log } = openGate(20);
    const ticket = gate.formTicket();
    later(60);
    const flood = await Promise.all(Array.from({ length: 100 }, () => gate.judge(request())));
    // The first came alone; the others came at once, and that many at once are an attack.
    expect(count(flood)).toEqual({ pass: 1, prove: 99 });
    expect(log).toEqual(['sign_up.under_attack']);
    const level = async (change: Partial<GateRequest>): Promise<unknown> =>
      asked(await gate.judge(request(change))).challenge.parameters.data?.['level'];
    expect(await level({ ticket })).toBe(1);
    expect(await level({})).toBe(2);
    expect(await level({ ticket: gate.formTicket() })).toBe(2);
    later(400);
    expect(await gate.judge(request())).toEqual({ verdict: 'pass' });
    expect(log).toEqual(['sign_up.under_attack', 'sign_up.calm']);
  });

  it('shows in every process', async () => {
    const [one, other] = [openGate(20), openGate(20)];
    await Promise.all(Array.from({ length: 50 }, () => one.gate.judge(request())));
    expect((await other.gate.judge(request())).verdict).toBe('prove');
  });

  it('lets only so many pass by waiting', async () => {
    const { gate } = openGate(1);
    const ticket = gate.formTicket();
    later(60);
    const forms = Array.from({ length: 80 }, () => request({ ticket }));
    const offers = await Promise.all(forms.map((form) => gate.judge(form)));
    later(WAIT_SECONDS[2]);
    const verdicts = await Promise.all(
      forms.map((form, n) => {
        const offer = offers[n];
        return gate.judge({ ...form, proof: offer?.verdict === 'prove' ? offer.wait.token : '' });
      }),
    );
    expect(count(verdicts)).toEqual({ pass: 30, prove: 50 });
  });
});

describe('what is counted', () => {
  it('goes after two days, and a spent proof once it has expired', async () => {
    const { gate, repository } = openGate();
    const retention = new GateRetention(repository, clock);
    await gate.judge(request({ proof: proofOf(await gate.challenge('203.0.113.1')) }));
    expect([await retention.forgetCounters(), await retention.forgetProofs()]).toEqual([0, 0]);
    later(PROOF_SECONDS + 1);
    expect(await retention.forgetProofs()).toBe(1);
    later(2 * 86_400 + 6 * 3_600);
    expect(await retention.forgetCounters()).toBeGreaterThan(4);
    expect(await test.database.selectFrom('sign_up_counter').selectAll().execute()).toEqual([]);
  });
});
