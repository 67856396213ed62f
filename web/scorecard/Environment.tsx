import type { Report } from '../../api/grading/report.ts';
import { messages } from '../messages.ts';
import { CopyLine } from '../ui/CopyLine.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { figures, momentText } from '../ui/time.ts';
import styles from './Scorecard.module.css';

const words = messages.scorecard;

function anchorsFact(anchors: 'calibrated' | 'general'): [string, string] {
  return [words.facts.anchors, words.anchors[anchors]];
}

/** Where it was measured, and the command that measures it again. */
export function Environment({ report }: { report: Report }) {
  const { environment, seed, snapshot } = report;
  const { challenge, runtime, host } = environment;
  const images = Object.entries(environment.images).map(([name, digest]) => `${name} ${digest}`);
  const facts: [string, string][] = [
    [words.facts.challenge, challenge],
    [words.facts.runtime, runtime],
    [words.facts.reference, environment.reference],
    [words.facts.startedAt, words.took(momentText(environment.startedAt), figures(environment.seconds, 3))],
    [words.facts.plan, environment.plan],
    ...(environment.anchors ? [anchorsFact(environment.anchors)] : []),
    [words.facts.seed, String(seed)],
    [words.facts.snapshot, snapshot],
    [words.facts.challengeDigest, environment.challengeDigest],
    [words.facts.suiteDigest, environment.suiteDigest],
    [words.facts.images, images.join('\n')],
    [words.facts.engine, environment.engine],
    [
      words.facts.host,
      words.host(host.cpuModel, host.cores, figures(host.memoryBytes / 1e9, 2), host.kernel),
    ],
  ];
  const command = `npm run -s proofload -- grade ${challenge} ${words.folder} --runtime ${runtime} --seed ${seed}${environment.plan === 'full' ? '' : ` --plan ${environment.plan}`}`;
  return (
    <Sheet title={words.environment} id="environment">
      <p>{words.environmentText}</p>
      <CopyLine value={command} label={words.command} />
      <dl className={styles.pairs}>
        {facts.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} is`}>{value}</dd>])}
      </dl>
    </Sheet>
  );
}
