import { statfs } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { errorText, fileHash, openFileStore, redactedLine, type Config } from '@app/platform';
import type { Finding } from '@app/mail';
import type { Check } from './run-checks.js';

/** package.json's `engines`; 24 is what is tested. */
const TESTED_NODE = 24;
const MB = 1_048_576;
/** `serve` with 20,000 readers takes less than this. */
const SMALL_MEMORY = 900 * MB;
/** Less free than one of these, and the disk fills up before anybody looks. */
const LEAST_FREE_BYTES = 1_024 * MB;
const LEAST_FREE_SHARE = 0.1;

export interface MachineSubject {
  readonly config: Config;
  /** Where the embedded database and the secrets are, if anywhere. */
  readonly dataFolder: string | undefined;
  readonly offline: boolean;
}

export function machineChecks({ config, dataFolder, offline }: MachineSubject): Check[] {
  const place = config.env.FILES_URL;
  const checks: Check[] = [
    { group: 'configuration', object: 'environment', run: () => Promise.resolve(judgeConfig(config)) },
    { group: 'machine', object: 'node', run: () => Promise.resolve(judgeMachine({ node: process.versions.node, total: totalmem(), free: freemem() })) }, // prettier-ignore
  ];
  if (place.kind === 'folder') checks.push({ group: 'machine', object: 'files', run: () => diskFindings(place.path) });
  if (dataFolder !== undefined && existsSync(dataFolder))
    checks.push({ group: 'machine', object: 'data', run: () => diskFindings(dataFolder) });
  if (place.kind === 'folder' || !offline)
    checks.push({ group: 'files', object: place.kind, run: () => filesFindings(config) });
  return checks;
}

/** Pure. What the configuration allows and should not be. */
export function judgeConfig(config: Config): Finding[] {
  const { env, isProduction } = config;
  const findings: Finding[] = [];
  const isHttps = env.PUBLIC_URL.startsWith('https:');
  if (isProduction && !isHttps)
    findings.push({ verdict: 'failure', code: 'configuration.public_url', says: 'PUBLIC_URL is not https, so mail programs refuse to unsubscribe in one click (RFC 8058) and links are open to everybody on the way.', remedy: 'Put a reverse proxy with a certificate before the api, and set PUBLIC_URL to its https address.' }); // prettier-ignore
  if (isHttps && env.TRUSTED_PROXIES.length === 0)
    findings.push({ verdict: isProduction ? 'warning' : 'note', code: 'configuration.trusted_proxies', says: 'PUBLIC_URL is https and TRUSTED_PROXIES is empty: behind a reverse proxy all readers seem to have one address, and the limits on sign-ups hit everybody together.', remedy: 'Set TRUSTED_PROXIES to the address of your reverse proxy.' }); // prettier-ignore
  // A secret made by a machine of this length has more than enough; words of that length do not.
  if (new Set(env.SECRET_KEY).size < 10)
    findings.push({ verdict: 'failure', code: 'configuration.secret_key', says: 'SECRET_KEY is long enough but repeats a few characters, so it can be guessed; it signs every link in every mail.', remedy: 'Make one with “openssl rand -base64 48”, and put the old one into SECRET_KEYS_PREVIOUS.' }); // prettier-ignore
  if (!isProduction)
    findings.push({ verdict: 'note', code: 'configuration.not_production', says: `NODE_ENV is ${env.NODE_ENV}: what only production demands is not demanded.` }); // prettier-ignore
  if (findings.some(({ verdict }) => verdict === 'failure' || verdict === 'warning')) return findings;
  return [{ verdict: 'ok', code: 'configuration.sound', says: 'The environment is valid.' }, ...findings];
}

/** Pure. Bytes. */
export function judgeMachine({ node, total, free }: { node: string; total: number; free: number }): Finding[] {
  const major = Number(node.split('.')[0]);
  const findings: Finding[] = [];
  if (major !== TESTED_NODE)
    findings.push({ verdict: 'note', code: 'machine.node', says: `Node ${node} runs this; ${TESTED_NODE} is what is tested.` }); // prettier-ignore
  if (total < SMALL_MEMORY)
    findings.push({ verdict: 'warning', code: 'machine.memory', says: `The machine has ${Math.round(total / MB)} MB of memory; a large edition may not fit.`, remedy: 'Give it 1 GB.' }); // prettier-ignore
  if (findings.length > 0) return findings;
  return [{ verdict: 'ok', code: 'machine.sound', says: `Node ${node}; ${Math.round(free / MB)} of ${Math.round(total / MB)} MB of memory are free.` }]; // prettier-ignore
}

async function diskFindings(folder: string): Promise<Finding[]> {
  let existing = folder;
  // It is made when something is first written.
  while (!existsSync(existing) && path.dirname(existing) !== existing) existing = path.dirname(existing);
  const { bavail, blocks, bsize } = await statfs(existing);
  return [judgeDisk(folder, bavail * bsize, blocks * bsize)];
}

/** Pure. Bytes. */
export function judgeDisk(folder: string, free: number, total: number): Finding {
  const told = `${(free / MB / 1_024).toFixed(1)} of ${(total / MB / 1_024).toFixed(1)} GB`;
  if (free < LEAST_FREE_BYTES || free < total * LEAST_FREE_SHARE)
    return { verdict: 'warning', code: 'machine.disk', says: `The disk of ${folder} has only ${told} left.`, remedy: 'Make room, or move it to a larger disk.' }; // prettier-ignore
  return { verdict: 'ok', code: 'machine.disk', says: `The disk of ${folder} has ${told} free.` };
}

/** Puts a few bytes that no picture has, reads them back, and takes them away. */
async function filesFindings(config: Config): Promise<Finding[]> {
  const store = openFileStore(config.env.FILES_URL);
  const bytes = randomBytes(64);
  const hash = fileHash(bytes);
  try {
    await store.put(hash, bytes, 'application/octet-stream');
    const back = await store.get(hash);
    await store.remove(hash);
    if (back?.equals(bytes) === true)
      return [{ verdict: 'ok', code: 'files.sound', says: 'The file store keeps what it is given.' }];
    return [{ verdict: 'failure', code: 'files.lost', says: 'The file store took a file and did not give it back.', remedy: 'Check FILES_URL; api and worker must mean the same place.' }]; // prettier-ignore
  } catch (error) {
    return [{ verdict: 'failure', code: 'files.unusable', says: `The file store does not work: ${redactedLine(errorText(error), 300)}`, remedy: 'Check FILES_URL, and the rights of the user this runs as.' }]; // prettier-ignore
  }
}
