import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CsvReader, MAX_RECORD_LENGTH, type TextRecord } from './csv-reader.js';
import { guardFormula, unguardFormula } from '@app/platform';
import { JsonLinesReader } from './json-lines-reader.js';

function read(pieces: Iterable<string>, delimiter = ','): TextRecord[] {
  const reader = new CsvReader(delimiter);
  const records: TextRecord[] = [];
  for (const piece of pieces) records.push(...reader.push(piece));
  return [...records, ...reader.end()];
}

describe('a CSV reader', () => {
  it.each<[string, string, [number, readonly string[] | string][]]>([
    ['quotes, doubled quotes and breaks within', 'a,"b ""c"" d","e\nf"\n1,2,3', [[1, ['a', 'b "c" d', 'e\nf']], [3, ['1', '2', '3']]]],
    ['mixed line breaks, and lines without anything', 'a\r\nb\rc\n\n\r\nd', [[1, ['a']], [2, ['b']], [3, ['c']], [6, ['d']]]],
    ['a quotation mark inside a word', `O"Brien,x\n`, [[1, ['O"Brien', 'x']]]],
    ['text behind a closing quotation mark', '"a"b,c\nd,e', [[1, 'quote_misplaced'], [2, ['d', 'e']]]],
    ['a quotation mark that is never closed', 'a\n"b\nc\nd', [[1, ['a']], [2, 'quote_unclosed'], [3, ['c']], [4, ['d']]]],
    ['an empty quoted cell at the end', 'a,""', [[1, ['a', '']]]],
    ['nothing', '', []],
  ])('reads %s', (_, text, expected) => {
    const found = read([text]).map((record) => [record.line, record.cells ?? record.problem]);
    expect(found).toEqual(expected);
  }); // prettier-ignore

  it('reads the same whatever pieces the text comes in', () => {
    const text = fc.array(fc.constantFrom('a', ',', '"', '""', '\n', '\r', '\r\n', 'é', ' '), { maxLength: 60 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(9), { maxLength: 80 }), (parts, sizes) => {
        const whole = parts.join('');
        const pieces: string[] = [];
        let at = 0;
        for (const size of sizes) pieces.push(whole.slice(at, (at += size)));
        expect(read([...pieces, whole.slice(at)])).toEqual(read([whole]));
      }),
    );
  });

  it('gives back what was written', () => {
    const cells = fc.array(fc.string(), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(cells, { minLength: 1, maxLength: 5 }), (rows) => {
        const text = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';')).join('\n');
        expect(read([text], ';').map(({ cells: found }) => found)).toEqual(rows);
      }),
    );
  });

  it('tells of a line of a gigabyte once, keeps nothing of it, and goes on', () => {
    const reader = new CsvReader(',');
    const piece = 'x'.repeat(MAX_RECORD_LENGTH);
    const told: TextRecord[] = [...reader.push('a,b\n')];
    for (let bytes = 0; bytes < 2 ** 30; bytes += piece.length) told.push(...reader.push(piece));
    told.push(...reader.push('\r'), ...reader.push('\nc,d\n'), ...reader.end());
    expect(told).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, problem: 'line_too_long' },
      { line: 3, cells: ['c', 'd'] },
    ]);
    expect((reader as unknown as { rest: string }).rest).toBe('');
  });

  it('does not let an open quotation mark swallow the lines behind it', () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `reader-${n}@readers.example\n`).join('');
    const records = read([`"open\n${lines}`]);
    expect(records[0]).toEqual({ line: 1, problem: 'line_too_long' });
    expect(records).toHaveLength(20_001);
  });
});

describe('JSON lines', () => {
  it('are objects, one a line; everything else is a problem of that line', () => {
    const reader = new JsonLinesReader();
    const long = JSON.stringify({ email: 'x'.repeat(MAX_RECORD_LENGTH) });
    const records = [
      ...reader.push('{"email":"a@readers.example","attributes":{"city":"Brest"},"n":1}\r\n\n[1]\n{"em'),
      ...reader.push(`ail":null}\n${long}\n{`),
      ...reader.end(),
    ];
    expect(records.map(({ line, fields, problem }) => [line, fields === undefined ? problem : [...fields]])).toEqual([
      [1, [['email', 'a@readers.example'], ['attributes.city', 'Brest'], ['n', '1']]],
      [3, 'json_invalid'],
      [4, [['email', '']]],
      [5, 'line_too_long'],
      [6, 'json_invalid'],
    ]); // prettier-ignore
  });
});

describe('a cell of an export', () => {
  it('runs no formula, and comes back as it was', () => {
    for (const cell of ['=1+1', '+33', '-1', '@x', '\tx', "'=x", "''=x", "'plain", 'plain', '']) {
      expect(guardFormula(cell)).not.toMatch(/^[=+\-@\t\r]/);
      expect(unguardFormula(guardFormula(cell))).toBe(cell);
    }
  });
});
