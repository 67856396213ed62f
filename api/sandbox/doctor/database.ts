// That the candidate's SQL stays SQL. The role it runs as owns its database and nothing more.
import { run } from './attack.ts';
import type { Protection } from './finding.ts';
import type { Stage } from './stage.ts';

/** Statements that must fail, by what they would give. */
const statements = {
  role: [
    'set role postgres',
    'create role doctor superuser',
    'alter role app superuser',
    'grant pg_execute_server_program to app',
    'alter system set work_mem = 65536',
  ],
  programs: [
    // A program that ends without reading would fail the statement, though it had run.
    "copy (select 1) to program 'cat > /dev/null'",
    'create extension file_fdw',
    "create function doctor() returns int language c as 'doctor'",
    "create function doctor() returns int language internal as 'int4pl'",
    "load '/tmp/doctor.so'",
  ],
  files: [
    "copy pg_temp.line from '/etc/passwd'",
    "copy (select 1) to '/tmp/doctor'",
    "select pg_read_file('/etc/passwd')",
    "select pg_ls_dir('/')",
    "select lo_import('/etc/passwd')",
  ],
};

export interface Database {
  /** The SQLSTATE every statement ended with; 00000 says that it worked. */
  states: Map<string, string>;
  /** Whether the loopback of the pod lets anyone in as the superuser. */
  superuser: boolean;
}

const worked = '00000';

export async function tryDatabase({ parts }: Stage): Promise<Database> {
  const { container } = parts['workspace']!;
  const connect = 'psql --no-psqlrc --quiet --host=127.0.0.1 --dbname=app';
  const all = Object.values(statements).flat();
  const script = [
    'create temp table line (line text);',
    ...all.map((each) => `${each};\n\\echo state :SQLSTATE`),
  ];
  const said = await run(container, ['sh', '-c', `${connect} --username=app 2>/dev/null`], script);
  const states = said.flatMap((line) => /^state ([0-9A-Z]{5})$/.exec(line)?.[1] ?? []);
  const login = await run(
    container,
    [
      'sh',
      '-c',
      `${connect} --username=postgres --command='select 1' >/dev/null 2>&1 && echo in || echo out`,
    ],
    [],
  );
  return {
    states: new Map(all.map((each, index) => [each, states[index] ?? 'no answer'])),
    superuser: login[0] !== 'out',
  };
}

const mend = 'Build the image of the service again: its role, its extensions or pg_hba.conf were changed.';

export const database: Protection<Database>[] = [
  {
    id: 'database-role',
    what: 'PostgreSQL: the candidate’s role is no superuser and cannot become one',
    why: 'A superuser of PostgreSQL runs programs and reads files as the server.',
    mend,
    faults: ({ states, superuser }) => [
      ...allowed(states, 'role'),
      ...(superuser ? ['the superuser may log in over the loopback'] : []),
    ],
  },
  {
    id: 'database-programs',
    what: 'PostgreSQL: SQL starts no program and loads no library',
    why: 'Code would run beside the data, in a container meant for the server alone.',
    mend,
    faults: ({ states }) => allowed(states, 'programs'),
  },
  {
    id: 'database-files',
    what: 'PostgreSQL: SQL reads and writes no files of the server',
    why: 'The files of the server hold its settings, and every row without its rights.',
    mend,
    faults: ({ states }) => allowed(states, 'files'),
  },
];

function allowed(states: Map<string, string>, kind: keyof typeof statements): string[] {
  return statements[kind].flatMap((statement) => {
    const state = states.get(statement);
    if (state === 'no answer') return [`${statement}: no answer`];
    return state === worked ? [`${statement}: it worked`] : [];
  });
}
