import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FileVersion } from '../../api/attempt/contract.ts';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { Loading } from '../ui/Loading.tsx';
import { secondText } from '../ui/time.ts';
import { Compare } from './Compare.tsx';
import styles from './EditorPane.module.css';
import type { WorkspaceFiles } from './workspace-files.ts';

const words = messages.editor;

/** The texts a file had, newest first; the one picked is shown beside the file as it is here, and can be restored. */
export function FileHistory(props: { files: WorkspaceFiles; attemptId: string; path: string }) {
  const { files, attemptId, path } = props;
  const [picked, setPicked] = useState<FileVersion>();
  const list = useQuery({
    ...query('GET /api/attempts/:attemptId/versions', { params: { attemptId }, query: { path } }),
    staleTime: 0,
  });
  const versionId = String(picked?.id);
  const version = useQuery({
    ...query('GET /api/attempts/:attemptId/versions/:versionId', { params: { attemptId, versionId } }),
    enabled: picked !== undefined,
    staleTime: Infinity,
  });
  if (list.isPending) return <Loading />;
  if (list.isError) return <p role="status">{words.needsServer}</p>;
  if (list.data.versions.length === 0) return <p>{words.noVersions}</p>;
  const text = version.data?.content ?? '';
  return (
    <>
      <ul className={styles.versions} aria-label={words.versions(path)}>
        {list.data.versions.map((one) => (
          <li key={one.id}>
            <VersionButton version={one} picked={one.id === picked?.id} onPick={() => setPicked(one)} />
          </li>
        ))}
      </ul>
      {picked && version.isSuccess && <Compare path={path} text={text} side={sideOf(picked)} />}
      {picked && version.isSuccess && (
        <Restore key={picked.id} onRestore={() => files.set(path, text)} disabled={picked.bytes === null} />
      )}
      {version.isError && <p role="status">{words.needsServer}</p>}
    </>
  );
}

const sideOf = (version: FileVersion) => `${words.via[version.via]}, ${secondText(version.at)}`;

function VersionButton(props: { version: FileVersion; picked: boolean; onPick: () => void }) {
  const { version } = props;
  return (
    <button type="button" className={styles.version} aria-pressed={props.picked} onClick={props.onPick}>
      {secondText(version.at)}
      <small>
        {words.via[version.via]} · {version.bytes === null ? words.versionGone : words.bytes(version.bytes)}
      </small>
    </button>
  );
}

function Restore({ onRestore, disabled }: { onRestore: () => void; disabled: boolean }) {
  const [done, setDone] = useState(false);
  const restore = () => {
    onRestore();
    setDone(true);
  };
  return (
    <div className={styles.restore}>
      <span role="status">{done && words.restored}</span>
      <Button size="compact-sm" disabled={disabled} onClick={restore}>
        {words.restore}
      </Button>
    </div>
  );
}
