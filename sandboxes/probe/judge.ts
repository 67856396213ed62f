/** @returns what the author's check says. One that trips over an answer of an unforeseen shape has found a wrong answer. */
export function verdictOf<T>(check: () => T): T | false {
  try {
    return check();
  } catch {
    return false;
  }
}

/** @returns undefined when it is not JSON */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
