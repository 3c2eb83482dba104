import { isFileHash } from '@app/platform';

/** What our own copies are encoded as, and how their addresses end. */
const EXTENSIONS = { 'image/jpeg': 'jpg', 'image/png': 'png' } as const;
export type PictureMediaType = keyof typeof EXTENSIONS;

/** One of our own copies of a picture; measures in pixels. */
export interface PictureFile {
  readonly width: number;
  readonly height: number;
  /** SHA-256 of its bytes, in hex. */
  readonly hash: string;
  readonly mediaType: PictureMediaType;
}

/** Where readers get a copy, for ever: mails hold this address. The extension is for mail programs that go by it. */
export function pictureAddress(publicUrl: string, file: Pick<PictureFile, 'hash' | 'mediaType'>): string {
  return `${publicUrl}/media/${file.hash}.${EXTENSIONS[file.mediaType]}`;
}

/** The hash in the last part of such an address; undefined when it is none. */
export function hashOfPictureName(name: string): string | undefined {
  const [hash = '', extension, ...more] = name.split('.');
  const isOurs = extension === undefined || Object.values<string>(EXTENSIONS).includes(extension);
  return isOurs && more.length === 0 && isFileHash(hash) ? hash : undefined;
}
