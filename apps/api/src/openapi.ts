import { Injectable, type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { API_KEY_SCHEME, SESSION_SCHEME } from './access.js';
import { PROBLEM_TYPE } from './problem.filter.js';

/** The part of every address this document describes; pages for readers are not an API. */
const API_PREFIX = '/api/';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Parameter = NonNullable<Operation['parameters']>[number];

type JsonSchema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string] & {
  $schema?: string;
  $defs?: Record<string, JsonSchema>;
};

/** Every POST of the operators' API takes it; the public ones do not know who asks. */
const IDEMPOTENCY_KEY: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same request under the same key within a day gets the same answer, with `Idempotent-Replayed: true`. ' +
    '422 `idempotency.key_reused` for another request, 409 `idempotency.in_progress` while the first is under way.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

export const problemSchema = z.object({
  type: z.literal('about:blank'),
  title: z.string().describe('The status in words.'),
  status: z.int(),
  code: z.string().describe('Stable; branch on this. For example operator.unauthenticated.'),
  detail: z.string().describe('What happened and what to do, for the operator who reads it.'),
  instance: z.string().optional().describe('With 5xx: under which id the cause is in the log.'),
  issues: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .optional()
    .describe('What does not fit the schema, and where.'),
  details: z.record(z.string(), z.unknown()).optional(),
});

/**
 * The OpenAPI 3.1 document of everything under /api/, made from the routes and their zod schemas. Operation ids are the
 * handlers' names, because the generated client's functions are called by them.
 */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const info = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Colporteur')
    .setDescription('The operators’ API. Errors are problem documents (RFC 9457) with a stable `code`.')
    .setVersion('1')
    .addSecurity(SESSION_SCHEME, { type: 'apiKey', in: 'cookie', name: '__Host-colporteur' })
    .addSecurity(API_KEY_SCHEME, { type: 'http', scheme: 'bearer', bearerFormat: 'clp_<prefix>_<secret>' })
    .build();
  const document = SwaggerModule.createDocument(app, info, {
    autoTagControllers: false,
    operationIdFactory: (_controller, method) => method,
    standardSchemaConverter: convertZod,
  });
  const paths = Object.entries(document.paths)
    .filter(([path]) => path.startsWith(API_PREFIX))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  assertDistinct(paths.flatMap(([, item]) => operationsOf(item)));
  document.paths = Object.fromEntries(paths);
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: jsonSchema(problemSchema, 'output') },
  };
  return document;
}

/** As it stands in docs/openapi.json. */
export function openApiText(document: OpenAPIObject): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Holds the document for the route that serves it; made when first asked for, because it needs the whole application. */
@Injectable()
export class ApiDescription {
  private make: (() => OpenAPIObject) | undefined;
  private made: OpenAPIObject | undefined;

  of(app: INestApplication): void {
    this.make = () => openApiDocument(app);
  }

  read(): OpenAPIObject {
    this.made ??= this.make?.();
    if (this.made === undefined) throw new Error('ApiDescription.of(app) was not called');
    return this.made;
  }
}

function operationsOf(item: PathItem): Operation[] {
  const operations = METHODS.map((method) => item[method]).filter((operation) => operation !== undefined);
  for (const operation of operations) {
    const problem = {
      description: 'A problem.',
      content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
    };
    operation.responses = { ...operation.responses, default: problem };
  }
  if (item.post?.security !== undefined) item.post.parameters = [...(item.post.parameters ?? []), IDEMPOTENCY_KEY];
  return operations;
}

function assertDistinct(operations: readonly Operation[]): void {
  const ids = operations.map(({ operationId }) => operationId ?? '(none)');
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length > 0) throw new Error(`handlers under ${API_PREFIX} need names of their own: ${twice.join(', ')}`);
}

function convertZod(schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }) {
  if (!(schema instanceof z.ZodType)) return undefined;
  const { $defs: components = {}, ...rest } = jsonSchema(schema, schemaType);
  return { schema: rest, components };
}

/** OpenAPI 3.1 speaks JSON Schema 2020-12 itself. What JSON cannot carry (a Date) is described as nothing in particular. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const made = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' });
  // Through text, because zod hangs more on the object than the schema itself.
  const schemaObject = JSON.parse(JSON.stringify(made)) as JsonSchema;
  delete schemaObject.$schema;
  return schemaObject;
}
