// What a preview is called and how long its keys last. A ticket opens it once; a pass, kept in a cookie of the preview's
// own host, keeps it open.
import { isIP } from 'node:net';
import { asId } from '../db/id.ts';

const ticketSeconds = 60;
/** How long a cookie keeps a preview open. */
export const passSeconds = 4 * 3600;
/** Paths of the platform's own on a preview host; the candidate's service never sees them. */
const openPath = '/.proofload/open/';

export function ticketExpiry(now: Date): Date {
  return new Date(now.getTime() + ticketSeconds * 1000);
}

export function passExpiry(now: Date): Date {
  return new Date(now.getTime() + passSeconds * 1000);
}

/** @returns the name in a Host header as DNS compares it: in small letters, without port and final dots */
function nameOf(host: string): string {
  return host
    .toLowerCase()
    .replace(/:[^:\]]*$/, '')
    .replace(/\.+$/, '');
}

/** @param base the name, and port if any, that the hosts of all previews are under */
export function isPreviewHost(host: string, base: string): boolean {
  return `.${nameOf(host)}`.endsWith(`.${nameOf(base)}`);
}

/** @returns the attempt whose preview the host is; undefined when it is no preview's */
export function attemptOfHost(host: string, base: string): string | undefined {
  const [label = '', ...rest] = nameOf(host).split('.');
  return asId(label) && rest.join('.') === nameOf(base) ? label : undefined;
}

/**
 * The host of previews when none is set: below the platform's own. An address of numbers has nothing below it, but
 * browsers take every name under localhost for this machine.
 */
export function defaultPreviewHost(publicUrl: string): string | undefined {
  const { host, hostname, port } = new URL(publicUrl);
  if (/^(127\..*|\[::1\])$/.test(hostname)) return `preview.localhost${port && `:${port}`}`;
  return isIP(hostname) > 0 || hostname.startsWith('[') ? undefined : `preview.${host}`;
}

export function previewLink(publicUrl: string, base: string, attemptId: string, ticket: string): string {
  return `${new URL(publicUrl).protocol}//${attemptId}.${base}${openPath}${ticket}`;
}

/** @returns the ticket in a request's path, empty when it has none; undefined for a path that is not ours */
export function ticketIn(path: string): string | undefined {
  if (!path.startsWith('/.proofload/')) return undefined;
  return path.startsWith(openPath) ? path.slice(openPath.length) : '';
}
