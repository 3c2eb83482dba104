import { Injectable, StandardSchemaValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { InvalidInput } from './api.errors.js';

/**
 * Checks what a handler's `@Body({ schema })`, `@Query({ schema })` or `@Param('id', { schema })` says, and hands over
 * the schema's output. A parameter without a schema passes as it came.
 */
@Injectable()
export class InputPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const { schema, type } = metadata;
    if (schema === undefined) return value;
    this.stripProtoKeys(value);
    const result = await this.validate<T>(value, schema);
    if (result.issues === undefined) return result.value;
    const issues = result.issues.map(({ message, path = [] }) => ({
      path: path.map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.'),
      message,
    }));
    throw new InvalidInput(type, issues);
  }
}
