/** Mantine, dressed in the tokens: its `gray`, `blue` and `dark` scales are the design's surfaces and accents. */
import {
  createTheme,
  Button,
  Checkbox,
  Input,
  InputWrapper,
  Modal,
  NumberInput,
  PasswordInput,
  SegmentedControl,
  Select,
  Switch,
  Textarea,
  TextInput,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

const gray: MantineColorsTuple = [
  '#e4e8eb',
  '#d6dde3',
  '#cdd2d7',
  '#aeb7bf',
  '#939da7',
  '#6b7681',
  '#4a5661',
  '#363e46',
  '#252b31',
  '#14191e',
];
const blue: MantineColorsTuple = [
  '#d7e4f1',
  '#b6d2ee',
  '#9cc4ea',
  '#84b6e8',
  '#5f98d0',
  '#3f80c1',
  '#2a69ab',
  '#245c97',
  '#1f4f82',
  '#1c2b3a',
];
/** Index 0 is text, 4 borders, 6 raised controls, 7 the page, as Mantine's dark scheme reads them. */
const dark: MantineColorsTuple = [
  '#e4e8eb',
  '#aeb7bf',
  '#939da7',
  '#6b7681',
  '#363e46',
  '#2a3138',
  '#1f2429',
  '#111417',
  '#0b0d0f',
  '#0b0d0f',
];

const small = { defaultProps: { size: 'xs' } };

export const theme = createTheme({
  colors: { gray, blue, dark },
  primaryColor: 'blue',
  primaryShade: 6,
  fontFamily: 'var(--cr-sans)',
  fontFamilyMonospace: 'var(--cr-mono)',
  fontSizes: { xs: '13px', sm: '13px', md: '15px', lg: '20px', xl: '24px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  shadows: { xs: 'none', sm: 'none', md: 'none', lg: 'none', xl: 'var(--cr-shadow)' },
  headings: { fontFamily: 'var(--cr-sans)', fontWeight: '600' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  /* One ring for everything, drawn in base.css. */
  focusRing: 'never',
  components: {
    Button: Button.extend(small),
    Input: Input.extend({ classNames: { input: 'cr-input' } }),
    InputWrapper: InputWrapper.extend({
      classNames: { label: 'cr-input-label', description: 'cr-input-description', error: 'cr-input-error' },
    }),
    Checkbox: Checkbox.extend(small),
    NumberInput: NumberInput.extend(small),
    PasswordInput: PasswordInput.extend(small),
    SegmentedControl: SegmentedControl.extend({ ...small, classNames: { root: 'cr-segments', label: 'cr-segment' } }),
    Select: Select.extend(small),
    Switch: Switch.extend({ ...small, classNames: { track: 'cr-switch-track' } }),
    Textarea: Textarea.extend(small),
    TextInput: TextInput.extend(small),
    Modal: Modal.extend({ defaultProps: { shadow: 'xl', radius: 'lg', transitionProps: { duration: 0 } } }),
  },
});

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {},
  dark: {
    '--mantine-color-body': 'var(--cr-app)',
    '--mantine-color-text': 'var(--cr-text-1)',
    '--mantine-color-dimmed': 'var(--cr-text-2)',
    '--mantine-color-placeholder': 'var(--cr-text-3)',
    '--mantine-color-error': 'var(--cr-critical-text)',
    '--mantine-color-anchor': 'var(--cr-accent)',
    '--mantine-color-default': 'var(--cr-raised)',
    '--mantine-color-default-hover': 'var(--cr-active)',
    '--mantine-color-default-color': 'var(--cr-text-1)',
    '--mantine-color-default-border': 'var(--cr-line-strong)',
  },
});
