import type { Api } from '../../api/contract.ts';
import type { Output } from '../../api/http/contract.ts';
import { messages } from '../messages.ts';
import { plainText } from '../ui/plain-text.ts';
import { useAnchor } from '../ui/use-anchor.ts';
import { type DiffLine, diffLines } from './diff-lines.ts';
import styles from './ChangedFiles.module.css';

type ChangedFile = Output<Api, 'GET /api/submissions/:submissionId/changes'>['files'][number];

const words = messages.scorecard;
const signs: Record<DiffLine['kind'], string> = { added: '+', removed: '−', same: ' ', gap: ' ' };

export function ChangedFiles({ files }: { files: ChangedFile[] }) {
  useAnchor();
  return files.map((file) => <FileChange key={file.path} file={file} open={files.length <= 6} />);
}

function FileChange({ file, open }: { file: ChangedFile; open: boolean }) {
  const { lines, plus, minus } = diffLines(file.before, file.after);
  const kind = file.before === null ? 'added' : file.after === null ? 'deleted' : 'changed';
  return (
    <details className={styles.file} open={open} id={`file-${file.path}`}>
      <summary>
        <code>{file.path}</code> <span className={styles.kind}>{words.file[kind]}</span>
        <span aria-hidden="true" className={styles.count}>
          {words.lines(plus, minus)}
        </span>
        <span className="visually-hidden">{words.linesRead(plus, minus)}</span>
      </summary>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={file.path}>
        <div className={styles.lines}>
          {lines.map((line, at) => (
            <Line key={at} line={line} />
          ))}
        </div>
      </div>
    </details>
  );
}

function Line({ line }: { line: DiffLine }) {
  return (
    <div className={styles.line} data-kind={line.kind}>
      <span className={styles.number}>{line.number}</span>
      <span className={styles.sign} aria-hidden="true">
        {signs[line.kind]}
      </span>
      {line.kind === 'added' && <span className="visually-hidden">{words.addedLine}: </span>}
      {line.kind === 'removed' && <span className="visually-hidden">{words.removedLine}: </span>}
      <code>{plainText(line.text)}</code>
    </div>
  );
}
