// Must be imported before any other part of Monaco. Without it the built app has no editor worker at all: the
// bundler inlines it as a data: address, which the browser refuses. The development server does not show this.
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import JsonWorker from 'monaco-editor/languages/features/json/json.worker?worker';
import TsWorker from './ts.worker.ts?worker';

self.MonacoEnvironment = {
  getWorker(_id, label) {
    if (label === 'typescript' || label === 'javascript') return new TsWorker();
    return label === 'json' ? new JsonWorker() : new EditorWorker();
  },
};
