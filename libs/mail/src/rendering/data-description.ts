import { z } from 'zod';

/** One name a template may use, for the editor's completion. Of a list, `of` are the names of its elements. */
export interface DataField {
  readonly name: string;
  readonly type: 'text' | 'number' | 'flag' | 'list' | 'object';
  /** What it is, in a sentence; empty where the name says it. */
  readonly doc: string;
  readonly of?: readonly DataField[];
}

/** The names in a schema of a template's data, in its order. What may be null is described as what it is otherwise. */
export function describeSchema(schema: z.ZodObject): DataField[] {
  return Object.entries(schema.shape).map(([name, field]) => describeField(name, field as z.ZodType));
}

function describeField(name: string, schema: z.ZodType): DataField {
  const doc = schema.description ?? '';
  const inner = unwrapped(schema);
  const described = doc === '' ? (inner.description ?? '') : doc;
  if (inner instanceof z.ZodObject) return { name, type: 'object', doc: described, of: describeSchema(inner) };
  if (inner instanceof z.ZodArray)
    return { name, type: 'list', doc: described, of: elementsOf(inner.element as z.ZodType) };
  if (inner instanceof z.ZodNumber) return { name, type: 'number', doc: described };
  if (inner instanceof z.ZodBoolean) return { name, type: 'flag', doc: described };
  return { name, type: 'text', doc: described };
}

function unwrapped(schema: z.ZodType): z.ZodType {
  const isWrapped =
    schema instanceof z.ZodNullable || schema instanceof z.ZodReadonly || schema instanceof z.ZodOptional;
  return isWrapped ? unwrapped(schema.unwrap() as z.ZodType) : schema;
}

/** Of elements of several kinds, all their names, each once. */
function elementsOf(schema: z.ZodType): DataField[] {
  const element = unwrapped(schema);
  if (element instanceof z.ZodObject) return describeSchema(element);
  if (!(element instanceof z.ZodUnion)) return [];
  const fields = element.options.flatMap((option) => elementsOf(option as z.ZodType));
  const kinds = fields.filter(({ name }) => name === 'kind').map(({ doc }) => doc);
  const merged = new Map(fields.map((field) => [field.name, field]).reverse() as [string, DataField][]);
  return [...merged.values()]
    .reverse()
    .map((field) => (field.name === 'kind' ? { ...field, doc: kinds.join(', ') } : field));
}
