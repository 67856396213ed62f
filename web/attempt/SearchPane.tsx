import { Checkbox, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { messages } from '../messages.ts';
import { plainText } from '../ui/plain-text.ts';
import styles from './SearchPane.module.css';
import { type Asked, type Hit, patternOf, searchTexts } from './text-search.ts';
import { useFilesState } from './use-files.ts';
import type { Tabs } from './use-tabs.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

const words = messages.editor;
const limit = 500;
const waitMs = 120;

const fieldId = 'search-in-files';

/** Brings the search to the front, ready to type. */
export function showSearch(tabs: Tabs): void {
  tabs.showLeft('search');
  // Its panel is drawn first.
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>(`#${fieldId}`)?.select());
}

/** Looks through every file, as it is in the editor. */
export function SearchPane({ files, tabs }: { files: WorkspaceFiles; tabs: Tabs }) {
  const [asked, setAsked] = useState<Asked>({ text: '', matchCase: false, regex: false });
  const [settled] = useDebouncedValue(asked, waitMs);
  const state = useFilesState(files);
  const pattern = useMemo(() => patternOf(settled), [settled]);
  // Each change of a text is a new state.
  const hits = useMemo(
    () => (pattern && state ? searchTexts(files.texts(), pattern, limit) : []),
    [files, pattern, state],
  );
  const broken = asked.text !== '' && patternOf(asked) === undefined;
  return (
    <>
      <div className={styles.box} role="search">
        <TextInput
          size="xs"
          label={words.searchLabel}
          value={asked.text}
          id={fieldId}
          autoComplete="off"
          spellCheck={false}
          error={broken ? words.badRegex : undefined}
          onChange={(event) => setAsked({ ...asked, text: event.currentTarget.value })}
        />
        <div className={styles.options}>
          <Checkbox
            size="xs"
            label={words.matchCase}
            checked={asked.matchCase}
            onChange={(event) => setAsked({ ...asked, matchCase: event.currentTarget.checked })}
          />
          <Checkbox
            size="xs"
            label={words.regex}
            checked={asked.regex}
            onChange={(event) => setAsked({ ...asked, regex: event.currentTarget.checked })}
          />
        </div>
      </div>
      <p role="status" className={styles.tally}>
        {pattern && tallyOf(hits)}
      </p>
      <Hits hits={hits} onPick={({ path, line, column }) => tabs.open(path, { line, column })} />
    </>
  );
}

function tallyOf(hits: readonly Hit[]): string {
  if (hits.length === 0) return words.noHits;
  if (hits.length === limit) return words.tooMany(limit);
  return words.hits(hits.length, new Set(hits.map(({ path }) => path)).size);
}

function Hits({ hits, onPick }: { hits: readonly Hit[]; onPick: (hit: Hit) => void }) {
  return [...Map.groupBy(hits, ({ path }) => path)].map(([path, inFile]) => (
    <section key={path} aria-label={path}>
      <h3 className={styles.file}>{plainText(path)}</h3>
      <ul className={styles.hits}>
        {inFile.map((hit) => (
          <li key={`${hit.line}:${hit.column}`}>
            <button
              type="button"
              className={styles.hit}
              title={words.atLine(path, hit.line)}
              onClick={() => onPick(hit)}
            >
              <span className={styles.line}>{hit.line}</span>
              <span className={styles.text}>
                {plainText(hit.before)}
                <mark>{plainText(hit.match)}</mark>
                {plainText(hit.after)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  ));
}
