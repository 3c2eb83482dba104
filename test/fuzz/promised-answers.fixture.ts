import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { projectPath } from '@app/platform';
import type { Answer } from '../support/api.js';
import type { Operation } from './described-operations.fixture.js';

const problem = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  instance: z.string().optional(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});

/** Every code that some part of the catalogue declares. */
function catalogueCodes(): ReadonlySet<string> {
  const codes = new Set<string>();
  for (const root of [projectPath('libs'), projectPath('apps')])
    for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }))
      if (file.endsWith('.errors.ts') && !file.includes('node_modules'))
        for (const [, code = ''] of readFileSync(path.join(root, file), 'utf8').matchAll(/^ {2}'?([a-z0-9_.]+)'?: \{/gmu)) codes.add(code); // prettier-ignore
  return codes;
}
const codes = catalogueCodes();

/** What is wrong with an answer, if anything is. */
export function wrongWith(operation: Operation, { status, headers, text }: Answer): string | undefined {
  if (status >= 400) {
    const parsed = problem.safeParse(parsedJson(text));
    if (!parsed.success) return `no problem document: ${text.slice(0, 200)}`;
    if (!codes.has(parsed.data.code)) return `a code of no catalogue: ${parsed.data.code}`;
    // What we lean on may be away, and says so under its own name.
    return status === 503 || status < 500 ? undefined : parsed.data.code;
  }
  const declared = operation.responses[String(status)];
  if (declared === undefined) return 'an answer nobody declared';
  const schema = declared.content?.['application/json']?.schema;
  if (schema === undefined || !(headers['content-type'] ?? '').includes('json')) return undefined;
  const whole = { ...schema, $defs: operation.definitions } as Parameters<typeof z.fromJSONSchema>[0];
  const fitted = z.fromJSONSchema(whole).safeParse(parsedJson(text));
  return fitted.success ? undefined : `not as declared: ${z.prettifyError(fitted.error).slice(0, 300)}`;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON: no schema takes it.
    return undefined;
  }
}
