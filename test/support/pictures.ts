import sharp, { type Sharp } from 'sharp';

/** Pictures as cameras, designers and attackers make them, made on the spot. */

/** Compresses badly, as photographs do. */
export function noise(width: number, height: number): Sharp {
  const grain = { type: 'gaussian', mean: 128, sigma: 45 } as const;
  return sharp({ create: { width, height, channels: 3, background: '#808080', noise: grain } });
}

/** Red on the left and blue on the right, on nothing else: shows which way up it is. */
export function halves(width: number, height: number): Sharp {
  const half = { width: Math.floor(width / 2), height, channels: 3 as const, background: '#2020e0' };
  const right = [{ input: { create: half }, left: Math.ceil(width / 2), top: 0 }];
  return sharp({ create: { width, height, channels: 3, background: '#e02020' } }).composite(right);
}

/** A JPEG as a telephone files it: lying on its side, with the place, the maker and an own colour space. */
export async function fromTelephone(width: number, height: number): Promise<Buffer> {
  return halves(width, height)
    .withIccProfile('p3')
    .withExif({
      IFD0: { Make: 'SecretMaker', Orientation: '6' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 24/1', GPSLongitudeRef: 'E', GPSLongitude: '2/1 21/1 3/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
}

/** 100 million white pixels in 300 KB. */
export function bomb(): Promise<Buffer> {
  const blank = { width: 10_000, height: 10_000, channels: 3 as const, background: '#ffffff' };
  return sharp({ create: blank, limitInputPixels: false }).png({ compressionLevel: 9 }).toBuffer();
}

export interface SeenPixel {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** The colour at a place of an encoded picture. */
export async function pixelAt(picture: Buffer, x: number, y: number): Promise<SeenPixel> {
  const one = await sharp(picture)
    .extract({ left: x, top: y, width: 1, height: 1 })
    .toColourspace('srgb')
    .raw()
    .toBuffer();
  const [red = 0, green = 0, blue = 0] = one;
  return { red, green, blue };
}
