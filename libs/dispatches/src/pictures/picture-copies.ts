import sharp, { type Metadata, type Sharp } from 'sharp';
import { errorText, fileHash } from '@app/platform';
import { dispatchErrors } from '../dispatches.errors.js';
import type { PictureMediaType } from './picture-address.js';
import { notAPicture, pictureFormat, type PictureFormat } from './picture-format.js';

/**
 * Our own copies of somebody else's picture: decoded once, turned upright, brought to the widths mails use and encoded
 * anew, so that nothing of the original's bytes (places, cameras, names, thumbnails, hidden data) goes out again.
 */
export interface PictureCopies {
  /** Of the original, upright, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Widest first. */
  readonly copies: readonly PictureCopy[];
}

export interface PictureCopy {
  readonly width: number;
  readonly height: number;
  readonly bytes: Buffer;
  readonly hash: string;
  readonly mediaType: PictureMediaType;
}

/** The column of a mail is 600 px, its small picture 120: each for dense screens too. In pixels, widest first. */
const WIDTHS = [1_200, 600, 240] as const;
/** Narrower is an icon, a button or a tracking pixel. In pixels. */
const MIN_WIDTH = 80;
const MIN_HEIGHT = 16;
/** Height for one of width: taller is a strip, flatter a ruler, and neither fits a column. */
const TALLEST = 4;
const FLATTEST = 1 / 8;
/**
 * The cameras of press agencies make up to 50 million. JPEG and PNG are decoded line by line; the others whole, and
 * measured, 16 million pixels of AVIF take 300 MB for a moment.
 */
const MAX_PIXELS: Readonly<Record<PictureFormat, number>> = {
  jpeg: 50_000_000,
  png: 50_000_000,
  webp: 25_000_000,
  gif: 25_000_000,
  avif: 16_000_000,
};
/** A large photograph takes under two seconds; one that was built to be slow ends here. In seconds, each step. */
const STEP_SECONDS = 20;
/** With a dozen pictures an edition then stays under 2 MB on a telephone. In bytes, one file. */
const TARGET_BYTES = 150_000;
/** JPEG qualities, best first: the first that keeps to the target, else the last. Below it faces fall into blocks. */
const QUALITIES = [82, 74, 66, 58, 50] as const;

/** What PNG and GIF make of areas of one colour with sharp edges; of a photograph they make four times as much. */
const DRAWN_BYTES_PER_PIXEL = 0.25;

// Pictures come one at a time and are never seen twice: a cache would only hold memory, threads only compete.
sharp.cache(false);
sharp.concurrency(1);
// A decoder that is not needed cannot be attacked, whatever the bytes pretend to be.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}Buffer`),
});

let turn: Promise<unknown> = Promise.resolve();

/**
 * One picture at a time in a process, whoever asks: that bounds its memory to one decoded picture.
 *
 * @throws picture.not_a_picture, picture.too_small, picture.wrong_shape, picture.too_large, picture.broken
 */
export function makeCopies(original: Buffer): Promise<PictureCopies> {
  const mine = turn.then(() => copiesOf(original));
  // A picture that cannot be read is its own asker's matter.
  turn = mine.catch(() => undefined);
  return mine;
}

async function copiesOf(original: Buffer): Promise<PictureCopies> {
  const format = pictureFormat(original);
  if (format === undefined) throw dispatchErrors.error('picture.not_a_picture', { was: notAPicture(original) });
  const { width, height } = await decoding(() => measures(original, format));
  const maxPixels = MAX_PIXELS[format];
  if (width * height > maxPixels) throw dispatchErrors.error('picture.too_large', { width, height, maxPixels });
  proveShape(width, height);
  const base = await decoding(() => pixelsOf(original, Math.min(width, WIDTHS[0]), maxPixels));
  const widths = [...new Set(WIDTHS.map((wanted) => Math.min(wanted, base.width)))];
  const isDrawing = (format === 'png' || format === 'gif') && original.length < width * height * DRAWN_BYTES_PER_PIXEL;
  const copies: PictureCopy[] = [];
  for (const wanted of widths) copies.push(await decoding(() => copy(base, wanted, isDrawing)));
  return { width, height, copies };
}

/** Reads no more than the header, so that its own words can be judged before anything is decoded. */
async function measures(original: Buffer, format: PictureFormat): Promise<{ width: number; height: number }> {
  const found: Metadata = await sharp(original, { limitInputPixels: false }).metadata();
  if (found.format !== (format === 'avif' ? 'heif' : format)) throw new Error('not the format it begins like');
  if (found.format === 'heif' && found.compression !== 'av1') throw new Error('not AVIF');
  return found.autoOrient;
}

function proveShape(width: number, height: number): void {
  if (width < MIN_WIDTH || height < MIN_HEIGHT) throw dispatchErrors.error('picture.too_small', { width, height });
  const shape = height / width;
  if (shape > TALLEST || shape < FLATTEST) throw dispatchErrors.error('picture.wrong_shape', { width, height });
}

interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
}

/** Decoded once, at the widest we need: upright, in sRGB, what is transparent white, of an animation the first frame. */
async function pixelsOf(original: Buffer, width: number, limitInputPixels: number): Promise<Pixels> {
  const { data, info } = await sharp(original, { limitInputPixels, failOn: 'error', pages: 1 })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize({ width, withoutEnlargement: true })
    .toColourspace('srgb')
    .raw()
    .timeout({ seconds: STEP_SECONDS })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** A photograph is JPEG; what was drawn is PNG, where that is smaller at this width too. */
async function copy(base: Pixels, width: number, isDrawing: boolean): Promise<PictureCopy> {
  const resized = resizing(base, width);
  const photograph = await asJpeg(resized);
  const drawing = isDrawing ? await asPng(resized) : undefined;
  if (drawing !== undefined && drawing.data.length <= photograph.data.length) return described(drawing, 'image/png');
  return described(photograph, 'image/jpeg');
}

function resizing(base: Pixels, width: number): () => Sharp {
  const { data, ...raw } = base;
  return () => sharp(data, { raw }).resize({ width }).timeout({ seconds: STEP_SECONDS });
}

type Encoded = Awaited<ReturnType<typeof asPng>>;

function asPng(resized: () => Sharp) {
  return resized().png({ palette: true, compressionLevel: 9 }).toBuffer({ resolveWithObject: true });
}

async function asJpeg(resized: () => Sharp): Promise<Encoded> {
  const encode = (quality: number) =>
    resized().jpeg({ quality, mozjpeg: true, progressive: true }).toBuffer({ resolveWithObject: true });
  let encoded = await encode(QUALITIES[0]);
  for (const quality of QUALITIES.slice(1)) {
    if (encoded.data.length <= TARGET_BYTES) break;
    encoded = await encode(quality);
  }
  return encoded;
}

function described({ data, info }: Encoded, mediaType: PictureMediaType): PictureCopy {
  return { width: info.width, height: info.height, bytes: data, hash: fileHash(data), mediaType };
}

async function decoding<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    // The decoder's own words can quote what is in the file.
    throw dispatchErrors.error('picture.broken', {}, { cause: new Error(errorText(error).slice(0, 200)) });
  }
}
