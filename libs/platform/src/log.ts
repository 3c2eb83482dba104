import type { LoggerService } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import { errorText, isCatalogueError } from './errors.js';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Anything that looks like an address, wherever it hides: the last net under "logs never hold an address". Quoted local
 * parts, address literals and the `%40` of links too. A match begins where a word begins, and nothing else is tried
 * inside that word: a relay's reply or a bounce of a megabyte without a space takes milliseconds, not an hour.
 */
const WORD = String.raw`[^\s@<>"(),;:[\]]`;
const ADDRESS = new RegExp(
  String.raw`(?:(?<!${WORD})${WORD}+|"[^"\r\n]{1,64}")(?:(?:@|%40)(?:${WORD}+|\[[^\]\s]{1,64}\]))+`,
  'gu',
);
const MASK = '[address]';
/** Deeper than any of our own fields; whoever logs more than this logs somebody else's object. */
const MAX_DEPTH = 4;

/** Takes addresses out of free text, for log lines and for relay replies that are stored. */
export function redactAddresses(text: string): string {
  return text.replace(ADDRESS, MASK);
}

/**
 * What somebody else's server said, fit to be stored: one line without addresses, of at most `limit` characters, with
 * nothing in it that a database refuses (PostgreSQL's text holds no NUL).
 */
export function redactedLine(text: string, limit: number): string {
  return redactAddresses(text)
    .replaceAll(/\p{Cc}+/gu, ' ')
    .slice(0, limit)
    .toWellFormed();
}

function redacted(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactAddresses(value);
  // A function is never data, and one called toJSON would be asked for its own words.
  if (typeof value === 'function') return undefined;
  if (value instanceof Error) return describeError(value, depth);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (depth > MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => redacted(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redactAddresses(key), redacted(item, depth + 1)]),
  );
}

function describeError(error: Error, depth: number): Record<string, unknown> {
  return {
    name: redactAddresses(error.name),
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
    return { event: redactAddresses(event), ...(redacted(fields) as object) };
  }
}

function asEvent(message: unknown, rest: readonly unknown[]): [string, LogFields] {
  const [fields] = rest;
  if (fields !== null && typeof fields === 'object' && !Array.isArray(fields)) return [String(message), { ...fields }];
  return ['nest', { message: errorText(message), ...(rest.length > 0 ? { context: rest.map(String).join(' ') } : {}) }];
}
