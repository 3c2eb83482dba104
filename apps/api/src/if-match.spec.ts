import { describe, expect, it } from '@jest/globals';
import { isCatalogueError } from '@app/platform';
import { entityTag, versionMatched } from './if-match.js';

function codeOf(header: string | undefined): string | undefined {
  try {
    versionMatched(header);
  } catch (error) {
    if (isCatalogueError(error)) return error.code;
    throw error;
  }
  return undefined;
}

describe('If-Match', () => {
  it('names the version that was looked at', () => {
    expect(versionMatched(entityTag(12))).toBe(12);
    expect(versionMatched(' "0" ')).toBe(0);
  });

  it('is asked for', () => {
    expect(codeOf(undefined)).toBe('request.if_match_missing');
  });

  it.each(['', '*', '12', 'W/"12"', '"12", "13"', '"-1"', '"1e3"', '"99999999999"', '"x"'])('is not %j', (header) => {
    expect(codeOf(header)).toBe('request.if_match_invalid');
  });
});
