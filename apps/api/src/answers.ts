import {
  applyDecorators,
  SerializeOptions,
  StandardSchemaSerializerInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

/**
 * What a handler answers, as described and as sent: the answer passes through its schema, so a field that is not
 * declared stays here, and one that does not fit is an error and no answer.
 */
export function Answers(status: number, schema: z.ZodType, description: string): MethodDecorator {
  return applyDecorators(
    ApiResponse({ status, description, standardSchema: schema }),
    SerializeOptions({ schema }),
    UseInterceptors(StandardSchemaSerializerInterceptor),
  );
}
