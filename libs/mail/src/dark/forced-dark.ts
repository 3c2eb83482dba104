import { COLOUR_TOKEN } from './css-colour.js';
import { forcedColour, type ColourRole, type Darkener } from './forced-colour.js';
import { rewrittenMarkup } from './rewritten-markup.js';
import { mediaAs } from './shown-scheme.js';

export { darkeners, forcedColour, type ColourRole, type Darkener } from './forced-colour.js';

/** Properties that hold colours, and what for. Borders go with the ground: a hairline stays a hairline. */
const roles: readonly (readonly [RegExp, ColourRole])[] = [
  [/^(?:color|-webkit-text-fill-color|text-decoration(?:-color)?|caret-color)$/, 'ink'],
  [/^(?:background(?:-color|-image)?|border(?:-(?:top|right|bottom|left|inline|block)(?:-(?:start|end))?)?(?:-color)?|outline(?:-color)?)$/, 'ground'], // prettier-ignore
];

/** One declaration in a style sheet or attribute. Linear: a name begins where no name went on before. */
const DECLARATION = /(?<![\w-])([a-z-]{1,40})(\s{0,20}:)([^;{}]{1,2000})/gi;

/**
 * A mail as a client shows it that forces the dark on it: every colour in it as {@link forcedColour} says, pictures as
 * they are. What the template says for `prefers-color-scheme: dark` does not count; neither client asks for it where it
 * forces. An approximation by published rules, for the eye and for contrast, not the client itself.
 */
export function forceDark(html: string, how: Darkener): string {
  return rewrittenMarkup(html, {
    sheet: (css) => forcedDeclarations(mediaAs(css, 'light'), how),
    attribute: (value, name) => {
      if (name === 'style') return forcedDeclarations(value, how);
      if (name === 'bgcolor') return forcedColour(value, 'ground', how);
      if (name === 'color' || name === 'text') return forcedColour(value, 'ink', how);
      return name === 'media' ? mediaAs(value, 'light') : value;
    },
    // What a mail leaves to the client: black on white, and blue links.
    headEnd: `<style>:root{color-scheme:only dark}:where(html){background-color:${forcedColour('#ffffff', 'ground', how)};color:${forcedColour('#000000', 'ink', how)}}:where(a:link){color:${forcedColour('#0000ee', 'ink', how)}}</style>`,
  });
}

function forcedDeclarations(css: string, how: Darkener): string {
  return css.replace(DECLARATION, (whole, property: string, colon: string, value: string) => {
    const role = roles.find(([pattern]) => pattern.test(property.toLowerCase()))?.[1];
    if (role === undefined) return whole;
    return `${property}${colon}${forcedValue(value, role, how)}`;
  });
}

/** Addresses in a value are left alone: `url(red.png)` is no colour. */
function forcedValue(value: string, role: ColourRole, how: Darkener): string {
  return value
    .split(/(url\([^()]{0,2000}\))/i)
    .map((part) =>
      /^url\(/i.test(part) ? part : part.replace(COLOUR_TOKEN, (token) => forcedColour(token, role, how)),
    )
    .join('');
}
