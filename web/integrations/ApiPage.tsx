import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../api.ts';
import { messages } from '../messages.ts';
import { LoadFailed } from '../person/LoadFailed.tsx';
import { ManagerPage } from '../person/ManagerPage.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { curlOf } from './api-curl.ts';
import { answerText, entriesByTag, type ApiDocument, type Entry, type Operation } from './api-document.ts';
import styles from './Integrations.module.css';
import { shapeOf } from './shape.ts';

const words = messages.apiDocs;

async function load(): Promise<ApiDocument> {
  const response = await fetch('/openapi.json');
  if (!response.ok) throw new ApiError(response.status, 'unknown', messages.error.unknown);
  return response.json() as Promise<ApiDocument>;
}

/** What can be called, from the document that the server makes of its own routes. */
export function ApiPage() {
  const document = useQuery({ queryKey: ['/openapi.json'], queryFn: load });
  const [onlyTokens, setOnlyTokens] = useState(true);
  if (document.isError) return <LoadFailed error={document.error} retry={document.refetch} />;
  return (
    <ManagerPage title={words.title}>
      <div className={styles.intro}>
        <h1>{words.title}</h1>
        <p>{words.text}</p>
        <a href="/openapi.json">{words.document}</a>
      </div>
      <Switch
        label={words.onlyTokens}
        checked={onlyTokens}
        onChange={(event) => setOnlyTokens(event.currentTarget.checked)}
      />
      {document.data ? (
        <>
          <Routes document={document.data} onlyTokens={onlyTokens} />
          <Events document={document.data} />
        </>
      ) : (
        <Loading />
      )}
    </ManagerPage>
  );
}

function Routes({ document, onlyTokens }: { document: ApiDocument; onlyTokens: boolean }) {
  return entriesByTag(document).map(([tag, entries]) => {
    const shown = entries.filter(({ scope }) => scope !== undefined || !onlyTokens);
    return (
      shown.length > 0 && (
        <Sheet key={tag} title={tag.charAt(0).toUpperCase() + tag.slice(1)} id={tag}>
          {shown.map((entry) => (
            <RouteBlock key={entry.operation.operationId} entry={entry} document={document} />
          ))}
        </Sheet>
      )
    );
  });
}

function RouteBlock({ entry, document }: { entry: Entry; document: ApiDocument }) {
  const { method, path, scope, operation } = entry;
  const body = operation.requestBody?.content['application/json']?.schema;
  return (
    <details className={styles.route} id={operation.operationId}>
      <summary>
        <span className={styles.method}>{method}</span> <code>{path}</code>
      </summary>
      <p>{operation.description}</p>
      <Parameters operation={operation} />
      {body && (
        <>
          <h3>{words.body}</h3>
          <pre>{shapeOf(body)}</pre>
        </>
      )}
      <h3>{words.answers}</h3>
      <dl className={styles.answers}>
        {Object.entries(operation.responses).map(([status, answer]) => (
          <div key={status}>
            <dt>{status}</dt>
            <dd>
              {answerText(document, answer)}
              {Object.entries(answer.content ?? {}).map(([type, { schema }]) => (
                <pre key={type}>{type === 'application/json' ? shapeOf(schema) : type}</pre>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      {scope && (
        <>
          <h3>{words.example}</h3>
          <pre>{curlOf(entry, window.location.origin)}</pre>
        </>
      )}
    </details>
  );
}

/** What is sent to webhooks: all events have one shape. */
function Events({ document: { webhooks } }: { document: ApiDocument }) {
  const [first] = Object.values(webhooks);
  const body = first?.post.requestBody?.content['application/json']?.schema;
  if (!first || !body) return null;
  return (
    <Sheet title={words.events} id="events">
      <p>{first.post.description}</p>
      <p>
        {Object.keys(webhooks).map((type) => (
          <code key={type} className={styles.scope}>
            {type}
          </code>
        ))}
      </p>
      <details className={styles.route}>
        <summary>{words.sent}</summary>
        <Parameters operation={first.post} />
        <h3>{words.body}</h3>
        <pre>{shapeOf(body)}</pre>
      </details>
    </Sheet>
  );
}

function Parameters({ operation }: { operation: Operation }) {
  if (!operation.parameters) return null;
  return (
    <>
      <h3>{words.parameters}</h3>
      <ul className={styles.parameters}>
        {operation.parameters.map(({ name, in: where, required, description, schema }) => (
          <li key={name}>
            <code>{name}</code>: {shapeOf(schema)} ({where}
            {required && `, ${words.required}`}){description && ` – ${description}`}
          </li>
        ))}
      </ul>
    </>
  );
}
