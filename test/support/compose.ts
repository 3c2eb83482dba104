import { readFileSync } from 'node:fs';
import { projectPath } from '@app/platform';
import { parse } from 'yaml';
import { z } from 'zod';

/**
 * docker-compose.yml, parsed and checked against the part of the Compose specification that we use. A key that is not
 * known here is refused: Compose would refuse a misspelt one too, and there is no engine on this machine to say so.
 */
const condition = z.enum(['service_started', 'service_healthy', 'service_completed_successfully']);
const duration = z.string().regex(/^(?:\d+h)?(?:\d+m)?(?:\d+s)?$/);

const service = z.strictObject({
  image: z.string(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  depends_on: z.record(z.string(), z.strictObject({ condition })).default({}),
  healthcheck: z.union([
    z.strictObject({ disable: z.literal(true) }),
    z.strictObject({
      test: z.array(z.string()).min(2),
      interval: duration,
      timeout: duration,
      start_period: duration,
      retries: z.int(),
    }),
  ]),
  restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']),
  stop_grace_period: duration.optional(),
  init: z.boolean().default(false),
  read_only: z.boolean().default(false),
  tmpfs: z.array(z.string()).default([]),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  shm_size: z.string().optional(),
  networks: z.array(z.string()).min(1),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  logging: z.strictObject({ driver: z.string() }),
});
export type ComposeService = z.infer<typeof service>;

const compose = z.strictObject({
  name: z.string(),
  services: z.strictObject({
    migrate: service,
    api: service,
    worker: service,
    postgres: service,
    redis: service,
  }),
  networks: z.record(z.string(), z.strictObject({ internal: z.boolean().optional() }).nullable()),
  volumes: z.record(z.string(), z.null()),
});
export type Compose = z.infer<typeof compose>;

const composeText = (): string => readFileSync(projectPath('docker-compose.yml'), 'utf8');

/** `variables`: what the shell and .env give. Throws what `docker compose` would say about one that is missing. */
export function readCompose(variables: Readonly<Record<string, string>>): Compose {
  const raw: unknown = parse(composeText(), { merge: true, uniqueKeys: true });
  const file = z.record(z.string(), z.unknown()).parse(interpolate(raw, variables));
  return compose.parse(Object.fromEntries(Object.entries(file).filter(([key]) => !key.startsWith('x-'))));
}

/** `$$`, or `${NAME}` with an operator and what follows it; values hold no braces of their own. */
const VARIABLE = /\$(?:(\$)|\{([A-Za-z_]\w*)(?:(:?[-?])([^}]*))?\})/g;

/** Every variable the file asks its surroundings for, and whether it insists. */
export function composeVariables(): Map<string, { required: boolean }> {
  const found = new Map<string, { required: boolean }>();
  const text = JSON.stringify(parse(composeText(), { merge: true }));
  for (const [, , name, operator] of text.matchAll(VARIABLE))
    if (name !== undefined) found.set(name, { required: operator === ':?' });
  return found;
}

/** Interpolation as the Compose specification has it: values only, never keys. */
function interpolate(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return interpolateText(value, variables);
  if (Array.isArray(value)) return value.map((item) => interpolate(item, variables));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolate(item, variables)]));
}

function interpolateText(text: string, variables: Readonly<Record<string, string>>): string {
  const result = text.replace(
    VARIABLE,
    (_all, dollar?: string, name: string = '', operator?: string, word: string = '') => {
      if (dollar !== undefined) return '\0';
      const given = variables[name];
      // With a colon an empty value counts as missing.
      const isMissing = given === undefined || (operator?.startsWith(':') === true && given === '');
      if (!isMissing) return given;
      if (operator?.endsWith('?') === true) throw new Error(`required variable ${name} is missing a value: ${word}`);
      return word;
    },
  );
  if (result.includes('$')) throw new Error(`invalid interpolation format: ${text}`);
  return result.replaceAll('\0', '$');
}

/** `1m30s` in seconds. */
export function seconds(text: string): number {
  const [, h = '0', m = '0', s = '0'] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text) ?? [];
  return Number(h) * 3600 + Number(m) * 60 + Number(s);
}
