import {
  createTheme,
  Input,
  InputWrapper,
  SegmentedControl,
  localStorageColorSchemeManager,
  virtualColor,
} from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';

/** LOOK's vermilion with its neighbours; shade 7 is the token on light ground, shade 3 the token on dark. */
const vermilion: MantineColorsTuple = [
  '#fdf1ee',
  '#fadcd5',
  '#ffb5a4',
  '#ff8f77',
  '#f3745a',
  '#d9543b',
  '#bf402a',
  '#a8321f',
  '#8c2717',
  '#701d10',
];

/** Mantine's greys, warmed to LOOK's paper (light schemes) and cooled to its night (dark schemes). */
const gray: MantineColorsTuple = [
  '#fbf8f3',
  '#f2ece1',
  '#e9e2d5',
  '#e3dccf',
  '#cfc8ba',
  '#8f897d',
  '#6b675f',
  '#5c6470',
  '#3a3f48',
  '#1b1f27',
];
const dark: MantineColorsTuple = [
  '#ece7de',
  '#cfd3d9',
  '#a9b0bb',
  '#717a88',
  '#323945',
  '#3a424f',
  '#272d37',
  '#1f242c',
  '#1b2027',
  '#16191f',
];

export const theme = createTheme({
  colors: { gray, dark, vermilion, stamp: virtualColor({ name: 'stamp', light: 'vermilion', dark: 'vermilion' }) },
  primaryColor: 'stamp',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  black: '#1b1f27',
  white: '#ffffff',
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
  fontSizes: { xs: '0.875rem', sm: '0.875rem', md: '1rem', lg: '1.125rem', xl: '1.375rem' },
  spacing: { xs: '0.25rem', sm: '0.5rem', md: '1rem', lg: '1.5rem', xl: '2.5rem' },
  components: {
    // The accent is for the one act of a screen; a field in focus is no alarm.
    Input: Input.extend({ styles: { wrapper: { '--input-bd-focus': 'var(--link)' } } }),
    // LOOK's scale begins at 14 px.
    InputWrapper: InputWrapper.extend({
      styles: { description: { fontSize: '0.875rem' }, error: { fontSize: '0.875rem' } },
    }),
    // On a phone, and in French, four words are wider than the screen: the last would be cut and nobody could reach it.
    SegmentedControl: SegmentedControl.extend({ styles: { root: { flexWrap: 'wrap' } } }),
  },
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '24px' },
});

/** Mantine's own roles, told in LOOK's tokens (theme.css), which already differ between light and dark. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const roles = {
    '--mantine-color-body': 'var(--paper)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-bright': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--muted)',
    '--mantine-color-anchor': 'var(--link)',
    '--mantine-color-error': 'var(--accent)',
    '--mantine-color-default': 'var(--card)',
    '--mantine-color-default-hover': 'var(--wash)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--rule-firm)',
    '--mantine-color-placeholder': 'var(--muted)',
  };
  return { variables: {}, light: roles, dark: roles };
};

export const colorSchemeManager = localStorageColorSchemeManager({ key: 'colporteur.color-scheme' });
