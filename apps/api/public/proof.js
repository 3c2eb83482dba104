/**
 * The proof of work a form asks for under attack: an altcha challenge (version 2, SHA-256), solved in the reader's own
 * browser. SHA-256 is written out here because crypto.subtle is missing on pages without TLS, and because one call of
 * it costs more than one short hash: a loop in plain script is the quicker of the two.
 */

/** Milliseconds without a pause, where there is no worker and the page has to stay usable. */
const SLICE_MS = 12;
/** Milliseconds after which the reader has waited long enough; the form then works without the proof, by waiting. */
const LIMIT_MS = 60_000;
/** What a counter of four bytes can hold. */
const COUNTERS = 2 ** 32;
const BLOCK_BYTES = 64;

const [initial, rounds] = constants();

/**
 * What goes into the form's field `proof`.
 * @param {object} challenge as the server gave it, signature and all
 * @returns {Promise<string>} base64 of challenge and solution
 * @throws {Error} when the challenge is of another kind, or not solved in time
 */
export async function prove(challenge) {
  const solution = (await inWorker(challenge)) ?? (await solve(challenge));
  return btoa(JSON.stringify({ challenge, solution }));
}

/**
 * @param {{ parameters: { algorithm: string, nonce: string, salt: string, cost: number, keyLength?: number, keyPrefix: string } }} challenge
 * @returns {Promise<{ counter: number, derivedKey: string, time: number }>}
 */
export async function solve({ parameters }) {
  if (parameters.algorithm !== 'SHA-256') throw new Error(`no solver for ${parameters.algorithm}`);
  const salt = bytesOf(parameters.salt);
  const nonce = bytesOf(parameters.nonce);
  const message = new Uint8Array([...salt, ...nonce, 0, 0, 0, 0]);
  const counterPlace = new DataView(message.buffer, message.length - 4);
  const digits = 2 * (parameters.keyLength ?? 32);
  const wanted = parameters.keyPrefix.toLowerCase();
  const first = Number.parseInt(wanted.slice(0, 2), 16);
  const cost = Math.max(1, parameters.cost);
  const begun = Date.now();
  let pauseAt = begun + SLICE_MS;
  for (let counter = 0; counter < COUNTERS; counter += 1) {
    counterPlace.setUint32(0, counter);
    let key = sha256(message);
    for (let round = 1; round < cost; round += 1) key = sha256(key);
    // The first byte tells nearly every wrong one; writing out all of them is what would cost.
    if (key[0] === first || wanted.length < 2) {
      const derivedKey = hexOf(key).slice(0, digits);
      if (derivedKey.startsWith(wanted)) return { counter, derivedKey, time: Date.now() - begun };
    }
    if (counter % 64 === 0 && Date.now() > pauseAt) {
      if (Date.now() - begun > LIMIT_MS) break;
      await new Promise((resume) => setTimeout(resume));
      pauseAt = Date.now() + SLICE_MS;
    }
  }
  throw new Error('the challenge was not solved in time');
}

/** Undefined where this page may start no worker of ours: on another site, in an old browser. */
function inWorker(challenge) {
  return new Promise((settle) => {
    const address = new URL('proof-worker.js', import.meta.url);
    if (typeof Worker === 'undefined' || address.origin !== location.origin) {
      settle(undefined);
      return;
    }
    const worker = new Worker(address, { type: 'module' });
    const end = (solution) => {
      worker.terminate();
      settle(solution);
    };
    worker.onmessage = ({ data }) => end(data);
    worker.onerror = () => end(undefined);
    worker.postMessage(challenge);
  });
}

/** Kept between hashes: making them anew would take as long as hashing. */
const schedule = new Int32Array(64);
const state = new Int32Array(8);

/** FIPS 180-4 §6.2. @param {Uint8Array} message @returns {Uint8Array} 32 bytes */
export function sha256(message) {
  const { length } = message;
  const padded = new Uint8Array(Math.ceil((length + 9) / BLOCK_BYTES) * BLOCK_BYTES);
  padded.set(message);
  padded[length] = 0x80;
  const words = new DataView(padded.buffer);
  words.setUint32(padded.length - 4, length * 8);
  state.set(initial);
  for (let offset = 0; offset < padded.length; offset += BLOCK_BYTES) {
    for (let at = 0; at < 16; at += 1) schedule[at] = words.getInt32(offset + 4 * at);
    expand(schedule);
    compress(state, schedule);
  }
  for (let at = 0; at < 8; at += 1) words.setInt32(4 * at, state[at]);
  return padded.subarray(0, 32);
}

function expand(w) {
  for (let t = 16; t < 64; t += 1) {
    const a = w[t - 15];
    const b = w[t - 2];
    const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    w[t] = w[t - 16] + s0 + w[t - 7] + s1;
  }
}

function compress(sum, w) {
  let a = sum[0];
  let b = sum[1];
  let c = sum[2];
  let d = sum[3];
  let e = sum[4];
  let f = sum[5];
  let g = sum[6];
  let h = sum[7];
  for (let t = 0; t < 64; t += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const one = (h + s1 + ((e & f) ^ (~e & g)) + rounds[t] + w[t]) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  sum[0] += a;
  sum[1] += b;
  sum[2] += c;
  sum[3] += d;
  sum[4] += e;
  sum[5] += f;
  sum[6] += g;
  sum[7] += h;
}

function turn(word, by) {
  return (word >>> by) | (word << (32 - by));
}

/** The first bits of the fractions of the roots of primes, as the standard defines them (§4.2.2, §5.3.3). */
function constants() {
  const squares = [];
  const cubes = [];
  for (let candidate = 2; cubes.length < 64; candidate += 1) {
    let divisor = 2;
    while (divisor * divisor <= candidate && candidate % divisor !== 0) divisor += 1;
    if (divisor * divisor <= candidate) continue;
    if (squares.length < 8) squares.push(fraction(Math.sqrt(candidate)));
    cubes.push(fraction(Math.cbrt(candidate)));
  }
  return [Int32Array.from(squares), Int32Array.from(cubes)];
}

function fraction(root) {
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}

function bytesOf(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function hexOf(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
