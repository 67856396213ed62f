import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const petrol: MantineColorsTuple = [
  '#eaf5f8',
  '#d3e8ee',
  '#a5d0dd',
  '#74b7cb',
  '#4fa2bb',
  '#3594b1',
  '#1c7f9c',
  '#0f6178',
  '#0b4f63',
  '#063d4e',
];

const dark: MantineColorsTuple = [
  '#e6ecec',
  '#b9c5c8',
  '#a4b2b6',
  '#77868d',
  '#47565d',
  '#2c383e',
  '#232d32',
  '#1a2226',
  '#151c1f',
  '#0f1517',
];

// The components take the page's own colours, which theme.css sets for light, dark and print.
const fromPage = {
  '--mantine-color-body': 'var(--sheet)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-soft)',
  '--mantine-color-placeholder': 'var(--ink-soft)',
  '--mantine-color-anchor': 'var(--link)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-petrol-light': 'var(--mark-soft)',
  '--mantine-color-petrol-light-hover': 'var(--mark-soft)',
  '--mantine-color-petrol-light-color': 'var(--link)',
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: fromPage, dark: fromPage });

const sans =
  '"Inter", "Segoe UI Variable Text", "Segoe UI", system-ui, -apple-system, "Noto Sans", sans-serif';

export const theme = createTheme({
  colors: { petrol, dark },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  fontFamily: sans,
  fontFamilyMonospace: 'ui-monospace, "Cascadia Code", "SF Mono", Menlo, "DejaVu Sans Mono", monospace',
  headings: { fontFamily: sans, fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: {
      defaultProps: {
        centered: true,
        radius: 'lg',
        overlayProps: { backgroundOpacity: 0.45 },
        // The title bar of a dialog is a <header>, which would count as a second banner of the page.
        attributes: { header: { role: 'none' } },
      },
    },
  },
});
