/** Paths of a feed far over the limit, as it is and compressed, and its size. */
export const HUGE_PATH = '/huge';
export const HUGE_PACKED_PATH = '/huge-packed';
export const HUGE_BYTES = 100 * 1024 * 1024;
