// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
const hidden = /[\u0080-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * What a candidate's program wrote, as text and nothing else: characters that a terminal would obey, or that turn the
 * order of what one reads around, are shown in place of being acted on. Line breaks and tabs stay.
 */
export function plainText(text: string): string {
  return text.replaceAll(controls, picture).replaceAll(hidden, (char) => `⟨${code(char)}⟩`);
}

/** Unicode has a picture of each: ␛ for escape. */
function picture(char: string): string {
  const at = char.charCodeAt(0);
  return String.fromCharCode(at === 0x7f ? 0x2421 : 0x2400 + at);
}

const code = (char: string) => `U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
