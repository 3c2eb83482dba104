import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../api/answers.js';
import { previewQuery } from './queries.js';
import type { PreviewWish, TemplatePreview } from './queries.js';

/** One thing the template's author is to put right. */
export interface Problem {
  part: string;
  line?: number;
  column?: number;
  partial?: string;
  message: string;
}

export interface Shown {
  /** the last one that worked */
  preview: TemplatePreview | undefined;
  /** why there is no newer one; empty where there is */
  problems: readonly Problem[];
  /** any other failure */
  error: Error | null;
  isStale: boolean;
  isFetching: boolean;
  again: () => void;
}

/**
 * The picture of what is typed. One is asked for at a time, and after it whatever is typed by then: a key is answered
 * at once, and a slow machine skips steps instead of falling behind. While the source has an error the last good one stays.
 */
export function usePreview(wish: PreviewWish, isWanted = true): Shown {
  const wanted = JSON.stringify(wish);
  const [asked, ask] = useState(wanted);
  const query = useQuery({ ...previewQuery(JSON.parse(asked) as PreviewWish), enabled: isWanted });
  if (asked !== wanted && !query.isFetching) ask(wanted);
  const [good, setGood] = useState<TemplatePreview>();
  if (query.data !== undefined && query.data !== good) setGood(query.data);
  const problems = query.error instanceof ApiError ? problemsOf(query.error) : [];
  return {
    preview: query.data ?? good,
    problems,
    error: query.isError && problems.length === 0 ? query.error : null,
    isStale: query.isError,
    isFetching: query.isFetching,
    again: () => void query.refetch(),
  };
}

export function problemsOf(error: ApiError): Problem[] {
  const problems: unknown = error.details['problems'];
  return Array.isArray(problems) ? problems.filter(isProblem) : [];
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'message') === 'string';
}
