import type { LoggerService } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import { errorText, isCatalogueError } from './errors.js';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
export type LogFields = Readonly<Record<string, unknown>>;

/** Anything that looks like an address, wherever it hides: the last net under "logs never hold an address". */
const ADDRESS = /[^\s@<>"'(),;:[\]]+@[^\s@<>"'(),;:[\]]+/gu;
const MASK = '[address]';

/** Takes addresses out of free text, for log lines and for relay replies that are stored. */
export function redactAddresses(text: string): string {
  return text.replace(ADDRESS, MASK);
}

function redacted(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactAddresses(value);
  if (value instanceof Error) return describeError(value, depth);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (depth > 4) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => redacted(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redacted(item, depth + 1)]));
}

function describeError(error: Error, depth: number): Record<string, unknown> {
  return {
    name: error.name,
    message: redactAddresses(error.message),
    ...(isCatalogueError(error) ? { code: error.code, details: redacted(error.details, depth + 1) } : {}),
    stack: redactAddresses(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: redactAddresses(errorText(error.cause)) }),
  };
}

/**
 * Structured log, one JSON object a line. Events have stable dotted names (`edition.frozen`) with ids as fields; there
 * is no way to write an address. Also serves Nest as its own logger.
 */
@Injectable()
export class Log implements LoggerService {
  private readonly pino: Logger;

  constructor(level: LogLevel = 'info', destination?: DestinationStream) {
    const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
    this.pino = destination === undefined ? pino(options) : pino(options, destination);
  }

  info(event: string, fields: LogFields = {}): void {
    this.pino.info(this.line(event, fields));
  }

  /** `error` is the thrown thing, kept with its stack. */
  failure(event: string, error: unknown, fields: LogFields = {}): void {
    this.pino.error(
      this.line(event, { ...fields, error: error instanceof Error ? error : new Error(errorText(error)) }),
    );
  }

  // Nest's LoggerService passes (message, ...context); our own callers pass (event, fields).
  log(message: unknown): void {
    this.pino.debug(this.line('nest', { message: String(message) }));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.pino.warn(this.line(...asEvent(message, rest)));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.pino.error(this.line(...asEvent(message, rest)));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.pino.fatal(this.line(...asEvent(message, rest)));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.pino.debug(this.line(...asEvent(message, rest)));
  }

  private line(event: string, fields: LogFields): object {
    return { event, ...(redacted(fields) as object) };
  }
}

function asEvent(message: unknown, rest: readonly unknown[]): [string, LogFields] {
  const [fields] = rest;
  if (fields !== null && typeof fields === 'object' && !Array.isArray(fields)) return [String(message), { ...fields }];
  return ['nest', { message: errorText(message), ...(rest.length > 0 ? { context: rest.map(String).join(' ') } : {}) }];
}
