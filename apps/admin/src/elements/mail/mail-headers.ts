/** The header lines of a finished message, made readable: unfolded (RFC 5322 §2.2.3) and decoded (RFC 2047). */

export interface MailHeader {
  name: string;
  value: string;
}

const encodedWord = /=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bq])\?([^?\s]*)\?=/giu;
/** White space between two encoded words is not part of the text (RFC 2047 §6.2). */
const betweenEncodedWords = /(\?=)\s+(?==\?[^?\s]+\?[bq]\?)/giu;

function bytesOf(encoding: string, text: string): Uint8Array {
  const binary =
    encoding.toLowerCase() === 'b'
      ? atob(text)
      : text
          .replaceAll('_', ' ')
          .replace(/=([0-9a-f]{2})/giu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** Decodes the encoded words in a header value; a word in an unknown charset or with broken base64 stays as it is. */
export function decodeWords(value: string): string {
  return value
    .replace(betweenEncodedWords, '$1')
    .replace(encodedWord, (word: string, charset: string, encoding: string, text: string) => {
      try {
        return new TextDecoder(charset).decode(bytesOf(encoding, text));
      } catch {
        return word;
      }
    });
}

/** Headers in the order they leave in; `source` is the whole message. Lines that are no header are left out. */
export function readHeaders(source: string): MailHeader[] {
  const head = source.split(/\r?\n\r?\n/u, 1)[0] ?? '';
  return head
    .replace(/\r?\n(?=[ \t])/gu, '')
    .split(/\r?\n/u)
    .flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 1 ? [] : [{ name: line.slice(0, colon), value: decodeWords(line.slice(colon + 1).trim()) }];
    });
}

export interface Mailbox {
  name: string;
  address: string;
}

/** Splits `"A name" <a@b.example>`; a bare address is its own name. */
export function readMailbox(from: string): Mailbox {
  const found = /^\s*(.*?)\s*<([^<>]+)>\s*$/u.exec(from);
  const address = found?.[2] ?? from.trim();
  const name = (found?.[1] ?? '').replace(/^"(.*)"$/u, '$1').replaceAll(/\\(.)/gu, '$1');
  return { name: name === '' ? address : name, address };
}
