// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** What may be pasted: text. An escape in it could end the paste early, and the rest would be run as if typed. */
export function pasteable(text: string): string {
  return text.replaceAll(controls, '');
}
