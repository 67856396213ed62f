import { Button, FileButton, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { NewCandidate, Preview } from '../../api/invite/contract.ts';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import styles from './InviteDialog.module.css';

const words = messages.newInvite;

/** A pasted list, and what the server reads in it. Another letter or another challenge, and it has to be read again. */
export function useCandidateList(challenge: string | undefined) {
  const [text, setText] = useState('');
  const reading = useMutation({
    mutationFn: (input: { challenge: string; text: string }) =>
      call('POST /api/invites/preview', { body: input }),
  });
  const { data, variables } = reading;
  const isRead = variables?.text === text && variables.challenge === challenge;
  const preview = isRead ? data : undefined;
  const isGood = preview !== undefined && preview.problems.length === 0 && preview.candidates.length > 0;
  return {
    text,
    setText,
    preview,
    problem: isRead ? reading.error?.message : undefined,
    isReading: reading.isPending,
    addressed: preview?.candidates.some(({ email }) => email !== undefined) ?? false,
    button: isGood ? words.makeMany(preview.candidates.length) : words.check,
    /** The candidates, once the list was read and every line is right; until then it is read. */
    submit: (): NewCandidate[] | undefined => {
      if (isGood) return preview.candidates.map(({ line: _line, ...candidate }) => candidate);
      if (challenge && text.trim()) reading.mutate({ challenge, text });
      return undefined;
    },
  };
}

export function CandidateList(props: { list: ReturnType<typeof useCandidateList>; asked: boolean }) {
  const { list, asked } = props;
  const take = async (file: File | null) => list.setText((await file?.text()) ?? list.text);
  return (
    <>
      <Textarea
        label={words.list}
        description={words.listText}
        placeholder={words.listExample}
        value={list.text}
        autosize
        minRows={4}
        maxRows={12}
        maxLength={200_000}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: styles.lines ?? '' }}
        onChange={(event) => list.setText(event.currentTarget.value)}
        error={asked && !list.text.trim() ? words.listMissing : undefined}
      />
      <FileButton accept=".csv,.txt,.tsv,text/csv,text/plain" onChange={(file) => void take(file)}>
        {(button) => (
          <Button variant="default" size="xs" className={styles.file} {...button}>
            {words.file}
          </Button>
        )}
      </FileButton>
      {list.problem !== undefined && <Notice tone="bad">{list.problem}</Notice>}
      {list.preview && <Read preview={list.preview} />}
    </>
  );
}

/** What was read: the lines to mend first. */
function Read({ preview: { candidates, problems } }: { preview: Preview }) {
  return (
    <>
      {problems.length > 0 && (
        <Notice tone="bad" alert>
          <strong>{words.wrongLines(problems.length)}</strong>
          <ul className={styles.problems}>
            {problems.map(({ line, text, what }) => (
              <li key={`${line} ${what}`}>
                <strong>{words.line(line)}:</strong> {what} <code>{text}</code>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {candidates.length > 0 && <Good candidates={candidates} />}
    </>
  );
}

function Good({ candidates }: { candidates: Preview['candidates'] }) {
  return (
    <div className={styles.good} role="region" tabIndex={0} aria-label={words.good(candidates.length)}>
      <table className={styles.candidates}>
        <caption>{words.good(candidates.length)}</caption>
        <tbody>
          {candidates.map(({ line, candidateName, email, ...own }) => (
            <tr key={line}>
              <th scope="row">{candidateName}</th>
              <td>{email}</td>
              <td>
                {[own.extraTime && `${own.extraTime}x`, own.runtimes?.join(', '), own.startBy]
                  .filter(Boolean)
                  .join(' · ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
