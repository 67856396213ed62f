import ReactMarkdown from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import styles from './Markdown.module.css';

/** Markdown as elements. Raw HTML in it is dropped. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className={styles.markdown}>
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[rehypeSanitize]}
        // A wide table scrolls by itself, and by keyboard.
        components={{ table: ({ node: _, ...table }) => <table tabIndex={0} {...table} /> }}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}
