import type { ReactNode } from 'react';
import { ApiError } from '../../api/answers.js';
import { issueWords } from '../../elements/issue-words.js';
import { words as shared } from '../../elements/words.js';
import { said, useWords } from '../../language/words.js';
import { words } from './words.js';

interface Told {
  field: string;
  expected: string;
}

function isTold(value: unknown): value is Told {
  if (typeof value !== 'object' || value === null) return false;
  return typeof Reflect.get(value, 'field') === 'string' && typeof Reflect.get(value, 'expected') === 'string';
}

/** What the server says of settings: of their form (`issues`), and of what they mean beside others (`problems`). */
export function toldOf(error: Error | null): readonly Told[] {
  if (!(error instanceof ApiError)) return [];
  const problems: unknown = error.details['problems'];
  return [
    ...error.issues.map(({ path, message }) => ({ field: path, expected: message })),
    ...(Array.isArray(problems) ? problems.filter(isTold) : []),
  ];
}

/** What is wrong with a setting, or with a part of it (`slots.0.name`), in the operator's language where we know the sentence. */
export function useRefusal(error: Error | null): (name: string) => ReactNode {
  const m = useWords(words);
  const { issues } = useWords(shared);
  const told = toldOf(error);
  return (name) => {
    const found = told.filter(({ field }) => field === name || field.startsWith(`${name}.`));
    if (found.length === 0) return undefined;
    const sentences = found.map(({ expected }) =>
      Object.hasOwn(m.expected, expected) ? said(m.expected, expected) : issueWords(expected, issues),
    );
    return <span dir="auto">{[...new Set(sentences)].join(' ')}</span>;
  };
}
