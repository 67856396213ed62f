// Takes a candidate's name out of text that others wrote: what a service answered, what it logged, the files themselves.

const hidden = '[name]';
const hiddenEmail = '[e-mail]';
const email = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g;
/** Shorter parts of a name are words of every language. */
const shortest = 3;

/**
 * The whole name is found however its parts are joined, each longer part as a word of its own, in capitals or not. A nickname
 * is not found, and a name that is also a word is taken out everywhere.
 * @returns what takes the name, and every e-mail address, out of a text
 */
export function blindTo(name: string): (text: string) => string {
  const parts = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const long = parts.filter((part) => part.length >= shortest);
  const joined =
    parts.length > 1 && parts.join('').length > shortest ? [parts.join(String.raw`[\s\p{P}]{0,3}`)] : [];
  const words = (parts.length === 1 ? parts : long).map(
    (part) => String.raw`(?<![\p{L}\p{N}])${part}(?![\p{L}\p{N}])`,
  );
  const names = [...joined, ...words];
  const pattern = names.length > 0 ? new RegExp(names.join('|'), 'giu') : undefined;
  return (text) => {
    const without = text.replace(email, hiddenEmail);
    return pattern ? without.replace(pattern, hidden) : without;
  };
}
