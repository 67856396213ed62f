/** @returns what a candidate finds in the archive of their data, and what each field means */
export function readme(now: Date): string {
  return `# What is kept of you

This is everything that was kept of you here on ${now.toISOString()}. All files but those in contents/ are JSON in UTF-8;
times are ISO 8601 in UTC; null means that there is nothing.

| file | what it holds |
|---|---|
| invite.json | your name, who invited you to what, and the rules you were given. extraTime: what the minutes were multiplied by. anonymiseAfterDays, deleteAfterDays: days after the end of your work; null until somebody deletes it |
| record.json | every act on record about you. actor: candidate (you), person (somebody who works there; they are not named here) or platform. before, after: what was changed. address: the network address you called from |
| work/attempt.json | when you opened, started and ended your work, the name you signed with, what you asked for (accommodation) and told (disclosure) |
| work/files.json | your files as they were saved last. hash: the name of the content in contents/. saves: how often it was saved. deleted: it was deleted, and this is its last content |
| work/versions.json | every version of every file, in order. via: starter (given to you), editor, sandbox (changed by a program in it), aside (kept beside another change). hash is null where the file was deleted |
| work/timeline.json | what happened while you worked. kind: what it was, such as saved, run, request, or away (the page was out of sight). size: bytes of what was saved, characters of what was pasted, whose text is not kept |
| work/outages.json | when something of ours failed, and the time was given back to you |
| work/submission.json | what you handed in. files: path and hash of each. fingerprint: the hash over all of them |
| work/result.json | your result, where it is shown to you |
| practice/ | the same of your practice |
| follow-up-1/, … | the same of each time your work was opened again, to talk about it with you |
| contents/ | each content once, by its SHA-256: \`sha256sum\` of a file gives its name |

What you type in a terminal, what your service wrote to its log and what was in its database is not kept.
`;
}
