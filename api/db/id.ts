const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * An id as a caller named it, for a comparison that can use the index.
 * @returns null, which no row's id equals, when it is none that this platform gives
 */
export function asId(text: string | undefined): string | null {
  return text !== undefined && uuid.test(text) ? text : null;
}
