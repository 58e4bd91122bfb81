/** Largest configuration that is read, in UTF-8 bytes. */
export const LARGEST_CONFIG = 1024 * 1024;
