const width = 110;

/** Breaks a sentence at spaces. @param margin columns to leave empty on the left */
export function wrap(text: string, margin: number): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < width - margin)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => ' '.repeat(margin) + line).join('\n');
}
