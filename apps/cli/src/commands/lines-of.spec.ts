import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_LINE_BYTES, linesOf, type Line } from './lines-of.js';

async function read(...chunks: readonly Uint8Array[]): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const group of linesOf(chunksOf(chunks))) lines.push(...group);
  return lines;
}

async function* chunksOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

const texts = (lines: readonly Line[]): string[] => lines.map(({ text }) => text);

describe('linesOf', () => {
  it.each([
    ['', []],
    ['\n', ['']],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\r\n\r\nb\n\nc', ['a', '', 'b', '', 'c']],
    ['a\rb\r\r\n', ['a\rb\r']],
    ['\uFEFFa\n\uFEFFb', ['a', '\uFEFFb']],
  ])('reads %j', async (text, expected) => {
    expect(texts(await read(Buffer.from(text)))).toEqual(expected);
  });

  it('reads what is no UTF-8 as U+FFFD, and goes on', async () => {
    expect(texts(await read(Buffer.from([0xff, 0x0a, 0xed, 0xa0, 0x80, 0x0a, 0x61])))).toEqual(['\uFFFD', '\uFFFD'.repeat(3), 'a']); // prettier-ignore
  });

  it('reads the same lines however the bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('é', '\r\n', '\n', 'a', '😀', '\r')).map((parts) => Buffer.from(parts.join(''))),
        fc.nat(),
        fc.nat(),
        async (bytes, one, two) => {
          const [first, second] = [one % (bytes.length + 1), two % (bytes.length + 1)].sort((a, b) => a - b);
          const cut = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
          expect(await read(...cut)).toEqual(await read(bytes));
        },
      ),
    );
  });

  it('keeps the beginning of a line without end, and reads the next one whole', async () => {
    const part = Buffer.alloc(MAX_LINE_BYTES / 4, 'a');
    const lines = await read(...Array.from({ length: 12 }, () => part), Buffer.from('\nb'));
    expect(lines.map(({ text, isCut }) => [text.length, isCut])).toEqual([
      [MAX_LINE_BYTES, true],
      [1, false],
    ]);
  });

  it('cuts no line that just fits', async () => {
    const [line] = await read(Buffer.alloc(MAX_LINE_BYTES, 'a'), Buffer.from('\r\n'));
    expect([line?.text.length, line?.isCut]).toEqual([MAX_LINE_BYTES, false]);
  });
});
