import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import sharp from 'sharp';
import { isCatalogueError } from '@app/platform';
import { bomb, fromTelephone, halves, noise, pixelAt } from '../../../../test/support/pictures.js';
import { makeCopies, type PictureCopies } from './picture-copies.js';

const sizes = ({ copies }: PictureCopies): number[][] => copies.map(({ width, height }) => [width, height]);
const failure = async (bytes: Buffer): Promise<unknown> => makeCopies(bytes).catch((error: unknown) => error);

describe('the copies of a picture', () => {
  it('are as wide as a mail shows pictures, for dense screens, and never wider than the original', async () => {
    expect(sizes(await makeCopies(await noise(2_400, 1_600).jpeg().toBuffer()))).toEqual([[1_200, 800], [600, 400], [240, 160]]);
    expect(sizes(await makeCopies(await noise(800, 400).jpeg().toBuffer()))).toEqual([[800, 400], [600, 300], [240, 120]]);
    expect(sizes(await makeCopies(await noise(200, 100).jpeg().toBuffer()))).toEqual([[200, 100]]);
  }); // prettier-ignore

  it('are progressive JPEG of at most 150 KB, known by their hash, with the measures of the original told', async () => {
    const made = await makeCopies(await noise(2_400, 1_600).jpeg({ quality: 100 }).toBuffer());
    expect([made.width, made.height]).toEqual([2_400, 1_600]);
    for (const copy of made.copies) {
      expect(copy).toMatchObject({ mediaType: 'image/jpeg', hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
      expect(copy.bytes.length).toBeLessThanOrEqual(150_000);
      const found = await sharp(copy.bytes).metadata();
      expect([found.format, found.isProgressive, found.width]).toEqual(['jpeg', true, copy.width]);
    }
  });

  it.each(['png', 'webp', 'gif', 'avif'] as const)('are made of %s too', async (format) => {
    const original = await noise(300, 200).toFormat(format, format === 'avif' ? { effort: 0 } : {}).toBuffer();
    expect(sizes(await makeCopies(original))).toEqual([[300, 200], [240, 160]]);
  }); // prettier-ignore

  it('hold nothing of where, by whom and with what it was taken', async () => {
    const original = await fromTelephone(400, 300);
    expect(original.includes('SecretMaker')).toBe(true);
    for (const { bytes } of (await makeCopies(original)).copies) {
      const { exif, icc, iptc, xmp, orientation, comments } = await sharp(bytes).metadata();
      expect({ exif, icc, iptc, xmp, orientation, comments }).toEqual({});
      expect(bytes.includes('SecretMaker')).toBe(false);
    }
  });

  it('stand upright', async () => {
    // Orientation 6: the camera was held on its side, what is left in the file is on top.
    const made = await makeCopies(await fromTelephone(400, 300));
    expect([made.width, made.height]).toEqual([300, 400]);
    expect(sizes(made)).toEqual([[300, 400], [240, 320]]);
    const [copy] = made.copies;
    const [top, bottom] = [await pixelAt(copy?.bytes ?? Buffer.of(), 150, 40), await pixelAt(copy?.bytes ?? Buffer.of(), 150, 360)];
    expect(top.red).toBeGreaterThan(top.blue + 100);
    expect(bottom.blue).toBeGreaterThan(bottom.red + 100);
  }); // prettier-ignore

  it('show colours of another space, of print, of grey and of 16 bits as they are meant', async () => {
    const sources = {
      p3: await halves(200, 100).withIccProfile('p3').jpeg({ quality: 95 }).toBuffer(),
      cmyk: await halves(200, 100).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer(),
      deep: await halves(200, 100).toColourspace('rgb16').png().toBuffer(),
    };
    for (const original of Object.values(sources)) {
      const [copy] = (await makeCopies(original)).copies;
      const { red, blue } = await pixelAt(copy?.bytes ?? Buffer.of(), 40, 50);
      expect(red).toBeGreaterThan(180);
      expect(blue).toBeLessThan(90);
    }
    const [grey] = (await makeCopies(await noise(200, 100).greyscale().jpeg().toBuffer())).copies;
    expect(grey).toMatchObject({ width: 200, mediaType: 'image/jpeg' });
  });

  it('are white where the original is transparent', async () => {
    const clear = { width: 200, height: 100, channels: 4 as const, background: { r: 0, g: 0, b: 0, alpha: 0 } };
    for (const original of [await sharp({ create: clear }).png().toBuffer(), await sharp({ create: clear }).webp().toBuffer()]) {
      const [copy] = (await makeCopies(original)).copies;
      expect(await pixelAt(copy?.bytes ?? Buffer.of(), 100, 50)).toEqual({ red: 255, green: 255, blue: 255 });
      expect((await sharp(copy?.bytes).metadata()).hasAlpha).toBe(false);
    }
  }); // prettier-ignore

  it('stay crisp PNG where that is smaller: a drawing, not a photograph in PNG', async () => {
    const drawing = await makeCopies(await halves(800, 400).png().toBuffer());
    expect(drawing.copies.map(({ mediaType }) => mediaType)).toEqual(['image/png', 'image/png', 'image/png']);
    const photograph = await makeCopies(await noise(800, 400).png().toBuffer());
    expect(photograph.copies.map(({ mediaType }) => mediaType)).toEqual(['image/jpeg', 'image/jpeg', 'image/jpeg']);
  });

  it.each(['gif', 'webp'] as const)('are the first frame of an animated %s', async (format) => {
    const one = (background: string) => sharp({ create: { width: 120, height: 90, channels: 3, background } }).png();
    const frames = [await one('#e02020').toBuffer(), await one('#2020e0').toBuffer()];
    const original = await sharp(frames, { join: { animated: true } }).toFormat(format).toBuffer();
    expect((await sharp(original, { animated: true }).metadata()).pages).toBe(2);
    const made = await makeCopies(original);
    expect(sizes(made)).toEqual([[120, 90]]);
    const { red, blue } = await pixelAt(made.copies[0]?.bytes ?? Buffer.of(), 60, 45);
    expect(red).toBeGreaterThan(blue + 100);
  }); // prettier-ignore

  it('are the same bytes for the same original', async () => {
    const original = await noise(700, 500).jpeg().toBuffer();
    const hashes = async (): Promise<string[]> => (await makeCopies(original)).copies.map(({ hash }) => hash);
    expect(await hashes()).toEqual(await hashes());
  });
});

describe('what is not made a copy of', () => {
  it.each<[string, string | Buffer]>([
    ['html', '<!DOCTYPE html><html><body>404</body></html>'],
    ['html', '\n<!-- x -->\n<HTML lang="fr">'],
    ['svg', '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><script>alert(1)</script></svg>'],
    ['svg', '<?xml version="1.0"?>\n<!DOCTYPE svg>\n<svg width="300" height="200"/>'],
    ['xml', '<?xml version="1.0"?><rss/>'],
    ['json', '{"error":"gone"}'],
    ['pdf', '%PDF-1.7\n'],
    ['tiff', Buffer.from('II*\0........')],
    ['bmp', 'BM......'],
    ['heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
    ['video', Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0isommp42', 'latin1')],
    ['nothing', ''],
    ['something else', 'Il pleut.'],
  ])('%s', async (was, content) => {
    expect(await failure(Buffer.from(content))).toMatchObject({ code: 'picture.not_a_picture', details: { was } });
  });

  it('a tracking pixel, an icon, a ruler, a strip', async () => {
    const code = async (width: number, height: number): Promise<unknown> =>
      ((await failure(await noise(width, height).gif().toBuffer())) as { code: unknown }).code;
    expect(await code(1, 1)).toBe('picture.too_small');
    expect(await code(2, 2)).toBe('picture.too_small');
    expect(await code(79, 79)).toBe('picture.too_small');
    expect(await code(600, 15)).toBe('picture.too_small');
    expect(await code(80, 80)).toBeUndefined();
    expect(await code(600, 60)).toBe('picture.wrong_shape');
    expect(await code(100, 450)).toBe('picture.wrong_shape');
  });

  it('a decompression bomb, refused by its header in no time and memory', async () => {
    const original = await bomb();
    const before = process.memoryUsage().rss;
    expect(await failure(original)).toMatchObject({ code: 'picture.too_large', details: { width: 10_000 } });
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('a header that promises less than what follows', async () => {
    // The canvas of a GIF says 100 × 80, its one frame claims 60,000 × 60,000.
    const original = Buffer.from(await noise(100, 80).gif().toBuffer());
    const frame = original.indexOf(Buffer.from([0x2c, 0, 0, 0, 0]));
    original.writeUInt16LE(60_000, frame + 5);
    original.writeUInt16LE(60_000, frame + 7);
    const result = await failure(original);
    expect(isCatalogueError(result) || (result as PictureCopies).copies[0]?.width === 100).toBe(true);
  });

  it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)('%s that was cut off', async (format) => {
    const whole = await noise(300, 200)
      .toFormat(format, format === 'avif' ? { effort: 0 } : {})
      .toBuffer();
    expect(await failure(whole.subarray(0, Math.floor(whole.length * 0.6)))).toMatchObject({ code: 'picture.broken' });
  });

  it('anything else that was damaged: an error of the catalogue, and the next picture is not harmed', async () => {
    const whole = await noise(200, 120).jpeg().toBuffer();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 }), async (hits) => {
        const damaged = Buffer.from(whole);
        for (const [at, byte] of hits) damaged[at] = byte;
        const result = await failure(damaged);
        expect(isCatalogueError(result) || (result as PictureCopies).copies.length > 0).toBe(true);
      }),
      { numRuns: 30 },
    );
    expect(sizes(await makeCopies(whole))).toEqual([[200, 120]]);
  }); // prettier-ignore
});
