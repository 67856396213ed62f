import type { ReactNode } from 'react';
import ReactMarkdown from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import styles from './Markdown.module.css';

/** A wide table scrolls by itself, and by keyboard. */
function ScrollingTable({ children }: { children?: ReactNode }) {
  return <table tabIndex={0}>{children}</table>;
}

const components = { table: ScrollingTable };

/** Markdown as elements. Raw HTML in it is dropped. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className={styles.markdown}>
      <ReactMarkdown remarkPlugins={[remarkGfm]} rehypePlugins={[rehypeSanitize]} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
