import { readColour, type Colour } from '../dark/css-colour.js';

/** Colours as CSS Color 4 writes them, where one can compute which they are. Out of sRGB's range they are cut off at it. */

type Triple = readonly [number, number, number];

const CALL = /^(hwb|lab|lch|oklab|oklch|color)\(\s{0,20}([^()]{1,80})\)$/i;

/** As `readColour`, with `hwb()`, `lab()`, `lch()`, `oklab()`, `oklch()` and `color(srgb …)`; undefined: not to be known. */
export function readAnyColour(value: string): Colour | undefined {
  const known = readColour(value);
  if (known !== undefined) return known;
  const [, name = '', inner = ''] = CALL.exec(value.trim()) ?? [];
  const [first = '', ...rest] = inner.trim().split(/[\s/]+/);
  const kind = name.toLowerCase();
  if (kind === '' || (kind === 'color' && first.toLowerCase() !== 'srgb')) return undefined;
  const [one, two, three, alpha = '1'] = kind === 'color' ? rest : [first, ...rest];
  const numbers = [one, two, three, alpha].map((text, index) => measure(text ?? '', RANGES[kind]?.[index] ?? 1));
  if (numbers.some((number) => Number.isNaN(number))) return undefined;
  const [a = 0, b = 0, c = 0, opacity = 1] = numbers;
  const [red, green, blue] = toSrgb(kind, [a, b, c]).map((channel) => Math.min(1, Math.max(0, channel)) * 255);
  return { r: red ?? 0, g: green ?? 0, b: blue ?? 0, alpha: Math.min(1, Math.max(0, opacity)) };
}

/** What 100 % is of each number (CSS Color 4 §8 to §10); hues are in degrees. */
const RANGES: Readonly<Record<string, Triple>> = {
  hwb: [360, 1, 1],
  lab: [100, 125, 125],
  lch: [100, 150, 360],
  oklab: [1, 0.4, 0.4],
  oklch: [1, 0.4, 360],
  color: [1, 1, 1],
};

/** `none` counts as 0; NaN: no number. */
function measure(text: string, whole: number): number {
  if (/^none$/i.test(text)) return 0;
  const [, number = 'NaN', unit = ''] = /^([+-]?(?:\d{1,6}(?:\.\d{0,9})?|\.\d{1,9}))(%|deg)?$/i.exec(text) ?? [];
  return unit === '%' ? (Number(number) / 100) * whole : Number(number);
}

function toSrgb(kind: string, [a, b, c]: Triple): Triple {
  const turned = (radius: number, hue: number): [number, number] => [radius * Math.cos((hue * Math.PI) / 180), radius * Math.sin((hue * Math.PI) / 180)];
  if (kind === 'hwb') return fromHwb(a, b > 1 || c > 1 ? [b / 100, c / 100] : [b, c]);
  if (kind === 'lab') return fromLab([a, b, c]);
  if (kind === 'lch') return fromLab([a, ...turned(b, c)]);
  if (kind === 'oklab') return fromOklab([a, b, c]);
  return kind === 'oklch' ? fromOklab([a, ...turned(b, c)]) : [a, b, c];
} // prettier-ignore

/** CSS Color 4 §8.1. */
function fromHwb(hue: number, [white, black]: readonly [number, number]): Triple {
  if (white + black >= 1) return [white / (white + black), white / (white + black), white / (white + black)];
  const channel = (n: number): number => {
    const k = (n + (((hue % 360) + 360) % 360) / 30) % 12;
    const pure = 0.5 - 0.5 * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return pure * (1 - white - black) + white;
  };
  return [channel(0), channel(8), channel(4)];
} // prettier-ignore

/** From D50 to linear sRGB by way of XYZ, with Bradford's adaptation (CSS Color 4 §18). */
function fromLab([lightness, a, b]: Triple): Triple {
  const [epsilon, kappa] = [216 / 24389, 24389 / 27];
  const fy = (lightness + 16) / 116;
  const back = (f: number): number => (f ** 3 > epsilon ? f ** 3 : (116 * f - 16) / kappa);
  const [x, y, z] = [0.9642956764 * back(fy + a / 500), back(fy), 0.8251046025 * back(fy - b / 200)];
  return [
    gamma(3.1341359 * x - 1.6173863 * y - 0.4906619 * z),
    gamma(-0.978795 * x + 1.9161415 * y + 0.0334533 * z),
    gamma(0.0719551 * x - 0.2289768 * y + 1.4053861 * z),
  ];
}

/** Björn Ottosson, “A perceptual color space for image processing”, as CSS Color 4 §18 has it. */
function fromOklab([lightness, a, b]: Triple): Triple {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function gamma(linear: number): number {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
}
