import './monaco-env.ts';
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/css/register';
import 'monaco-editor/languages/definitions/dockerfile/register';
import 'monaco-editor/languages/definitions/go/register';
import 'monaco-editor/languages/definitions/html/register';
import 'monaco-editor/languages/definitions/java/register';
import 'monaco-editor/languages/definitions/javascript/register';
import 'monaco-editor/languages/definitions/markdown/register';
import 'monaco-editor/languages/definitions/python/register';
import 'monaco-editor/languages/definitions/shell/register';
import 'monaco-editor/languages/definitions/sql/register';
import 'monaco-editor/languages/definitions/typescript/register';
import 'monaco-editor/languages/definitions/yaml/register';
import 'monaco-editor/languages/features/json/register';
import * as monaco from 'monaco-editor/editor';
import * as typescript from 'monaco-editor/languages/features/typescript/register';
import { offerImports } from './auto-import.ts';
import { diagnose } from './diagnose.ts';

/** How bundlers, and Node, find packages. The service knows it, though its list of names ends before. */
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- it is missing there
const bundler = 100 as typescript.ModuleResolutionKind;
/** Every file is a module to Node, one without imports too: what it names is its own. */
const always = 3;

for (const service of [typescript.typescriptDefaults, typescript.javascriptDefaults]) {
  service.setModeConfiguration({ ...service.modeConfiguration, diagnostics: false });
  service.setCompilerOptions({
    target: typescript.ScriptTarget.ESNext,
    module: typescript.ModuleKind.ESNext,
    moduleResolution: bundler,
    moduleDetection: always,
    strict: true,
    types: ['node'],
    allowJs: true,
    allowNonTsExtensions: true,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    noEmit: true,
  });
  service.setEagerModelSync(true);
}
offerImports();
diagnose();

// Each language is fetched when it is first shown, which may be while the network is away.
const languages = ['css', 'dockerfile', 'go', 'html', 'java', 'javascript', 'markdown', 'python'];
for (const language of [...languages, 'shell', 'sql', 'typescript', 'yaml'])
  // One that does not come leaves its files without colours, and everything else as it is.
  monaco.editor.colorize('', language, {}).catch(() => undefined);

monaco.editor.defineTheme('proofload-light', {
  base: 'vs',
  inherit: true,
  rules: [
    // Monaco's own red, pink and grey are at 3.1 to 4 on white.
    { token: 'string.sql', foreground: 'a31515' },
    { token: 'predefined.sql', foreground: '8a1b8a' },
    { token: 'operator.sql', foreground: '5b6670' },
  ],
  colors: {
    'editor.background': '#ffffff',
    'editorLineNumber.foreground': '#5c6a72',
    'editorLineNumber.dimmedForeground': '#5c6a72',
  },
});
monaco.editor.defineTheme('proofload-dark', {
  base: 'vs-dark',
  inherit: true,
  // Brighter than Monaco's own, which are too dark for what differs between two texts, and some for the editor itself.
  rules: [
    { token: 'comment', foreground: '86b374' },
    { token: 'keyword', foreground: '7ab8ee' },
    { token: 'keyword.flow', foreground: 'cf98cb' },
    { token: 'constant', foreground: '7ab8ee' },
    { token: 'tag', foreground: '7ab8ee' },
    { token: 'string', foreground: 'd59a80' },
    { token: 'string.sql', foreground: 'd59a80' },
    { token: 'predefined.sql', foreground: 'cf98cb' },
    { token: 'operator.sql', foreground: 'd4d4d4' },
    { token: 'regexp', foreground: 'cf92b6' },
  ],
  colors: {
    'diffEditor.insertedLineBackground': '#9bb95512',
    'diffEditor.insertedTextBackground': '#9ccc2c17',
    'diffEditor.removedLineBackground': '#ff505012',
    'diffEditor.removedTextBackground': '#ff505017',
    'editor.background': '#1a2226',
    'editorLineNumber.foreground': '#8f9da4',
    'editorLineNumber.dimmedForeground': '#8f9da4',
    // Monaco's own grey leaves a keyword on it at 3.1 to 1.
    'editor.wordHighlightBackground': '#ffffff0f',
    'editor.wordHighlightBorder': '#5d6b72',
  },
});

export { monaco };
